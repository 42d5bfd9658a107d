"""A page's Markdown, read once: its fences, and its prose block by block.

    parts, folded = read_markdown(text)
    [part.text for part in parts if isinstance(part, Prose)]

markdown-it reads it, by the rules of Python-Markdown, which builds the site: nothing that is
indented is code, a heading needs no blank behind its #, and only an equal fence closes a fence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import accumulate
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as image_rule
from markdown_it.rules_inline import link as link_rule
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from checker.pages.links import Link

# Python-Markdown takes code out first: where it disagrees with CommonMark, this must follow it.
CODE = re.compile(r"(?<!\\)(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HEADING = re.compile(r"#{1,6}[ \t]*(.*)")
MARGIN = re.compile(r"[ \t>]*")
HOLDS_INDENTED = re.compile(r"[-*+] |\d+[.)] |!!!|\?\?\?|===|\[\^|>|<")  # what is indented below it


class Fence(NamedTuple):
    """A fenced block: what is written on its fence and in it, and from which line to which."""

    info: str
    line: int
    last: int
    margin: str  # what is in front of the fence
    body: str
    closed: bool


@dataclass(frozen=True)
class Prose:
    """A paragraph, a heading, a row of a table or a line of front matter, and its first line."""

    line: int
    text: str  # without the signs of lists, quotes and headings in front of it
    kind: str = "paragraph"  # or heading, row, front
    like_code: bool = False  # whether it is indented and belongs to nothing

    @property
    def is_title(self) -> bool:
        """Whether it is a heading, or the title in the front matter."""
        return self.kind == "heading" or self.kind == "front" and self.text.startswith("title:")

    @cached_property
    def uncoded(self) -> str:
        """The text, blank where it is code."""
        return without_code(self.text)

    @cached_property
    def plain(self) -> str:
        """The text, blank where it is code or a comment."""
        return COMMENT.sub(blank, self.uncoded)

    @cached_property
    def targets(self) -> list[tuple[slice, dict[str, Any]]]:
        """Its links and pictures: where each is, and its `href` or `src`, with its `title`."""
        if "](" not in self.plain:
            return []
        tokens = INLINE.parseInline(self.plain)[0].children or []
        return [(token.meta["at"], token.attrs) for token in tokens if "at" in token.meta]

    @cached_property
    def pictures(self) -> list[slice]:
        """Where its pictures are."""
        return [at for at, about in self.targets if "src" in about]

    @cached_property
    def links(self) -> list[Link]:
        """Its links within the site."""
        found = []
        for at, about in self.targets:
            page, _, anchor = unescape(str(about.get("href", "https:"))).partition("#")
            if ":" not in page.partition("/")[0]:
                line = self.line + self.text.count("\n", 0, at.start)
                label = self.text[at.start + 1 : self.text.rindex("](", at.start, at.stop)]
                said = " ".join(re.sub(r"[`*]", "", label).split())
                found.append(Link(line, page, anchor, said, str(about.get("title", "")), at))
        return found

    def without_outputs(self, text: str) -> str:
        """The text, in one of these forms, without what its links to outputs say."""
        for link in self.links:
            if link.is_measured:
                within = slice(link.at.start + 1, link.at.stop - 1)
                text = text[: within.start] + hidden(text[within]) + text[within.stop :]
        return text


def read_markdown(text: str) -> tuple[list[Fence | Prose], set[int]]:
    """The parts of a page in order, and its lines, counted from 1, in folds closed at first."""
    lines = text.split("\n")
    above = accumulate(lines, lambda last, line: line if line[:1].strip() else last)
    within = list(above)  # for each line, the last one that is not indented
    folded = {
        number
        for number, (line, owner) in enumerate(zip(lines, within, strict=True), start=1)
        if owner.startswith("??? ") and not line[:1].strip()
    }
    return list(parts(text, lines, within)), folded


def parts(text: str, lines: list[str], within: list[str]) -> Iterator[Fence | Prose]:
    """The parts of a page, `within` what its lines are."""
    for token in BLOCKS.parse(text):
        first, end = token.map or (0, 0)
        if token.type == "fence":
            closed = end - first > 1 and lines[end - 1].strip(" \t>") == token.markup
            body = "\n".join(row.rstrip() for row in token.content.expandtabs(4).split("\n")[:-1])
            margin = MARGIN.match(lines[first])
            yield Fence(token.info.strip(), first + 1, end, margin[0] if margin else "", body, closed)
        elif token.type == "front_matter":
            for at in range(first + 1, end - 1):
                yield Prose(at + 1, lines[at], "front")
        elif token.type in ("tr_open", "dt_open"):
            kind = "row" if token.type == "tr_open" else "paragraph"
            yield Prose(first + 1, lines[first].strip(" \t>"), kind)
        elif token.type in ("paragraph", "heading"):
            indented = lines[first].startswith(("    ", "\t")) and not lines[first - 1].strip()
            like_code = indented and not HOLDS_INDENTED.match(within[first])
            yield Prose(first + 1, token.content, token.type, like_code)


def heading(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """The rule of a heading."""
    found = HEADING.fullmatch(state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]])
    if found and not silent:
        push(state, "heading", found[1], first, first + 1)
    return bool(found)


def paragraph(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """The rule of a paragraph, which ends where something else begins, however far indented."""
    state.parentType, parent = "paragraph", state.parentType
    rules = state.md.block.ruler.getRules("paragraph")
    last = first + 1
    while last < state.lineMax and not state.isEmpty(last):
        if state.sCount[last] >= 0 and any(rule(state, last, state.lineMax, True) for rule in rules):
            break
        last += 1
    state.parentType = parent
    push(state, "paragraph", state.getLines(first, last, state.blkIndent, False), first, last)
    return True


def push(state: StateBlock, kind: str, text: str, first: int, end: int) -> None:
    """Take these lines as a part of the page."""
    token = state.push(kind, "", 0)
    token.content, token.map = text.strip(), [first, end]
    state.line = end


def noting(rule: Any) -> Any:
    """A rule for links or pictures whose tokens say where in the text they are."""

    def noted(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        found = bool(rule(state, silent))
        if found and not silent:
            first = next(it for it in state.tokens[before:] if it.type in ("link_open", "image"))
            first.meta["at"] = slice(start, state.pos)
        return found

    return noted


def without_code(text: str) -> str:
    """A text that is blank where it is code."""
    return CODE.sub(blank, text)


def blank(match: re.Match[str]) -> str:
    """A replacement that keeps positions and line breaks."""
    return hidden(match[0])


def hidden(text: str) -> str:
    """So many blanks as a text has letters, in as many lines."""
    return re.sub(r"[^\n]", " ", text)


class Inline(MarkdownIt):
    """A reader of links and pictures that takes every address as it is written."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # markdown-it's name
        """Whether an address may be read."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """An address in the form that is kept."""
        return url


BLOCKS = MarkdownIt("zero", {"maxNesting": 1000}).use(front_matter_plugin).use(deflist_plugin)
ENDS = {"alt": ["paragraph", "blockquote", "list"]}  # what a fence or a heading may end
FENCE = make_fence_rule(exact_match=True, disallow_marker_in_info=())
BLOCKS.block.ruler.at("fence", FENCE, ENDS)
BLOCKS.block.ruler.at("heading", heading, ENDS)
BLOCKS.block.ruler.at("paragraph", paragraph)
BLOCKS.enable(["table", "fence", "blockquote", "list", "heading"]).disable("inline")
INLINE = Inline("zero").enable(["escape", "link", "image"])
INLINE.inline.ruler.at("link", noting(link_rule))
INLINE.inline.ruler.at("image", noting(image_rule))
