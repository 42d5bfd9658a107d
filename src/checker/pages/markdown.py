"""A page's Markdown, read once: its fences, and block by block its prose with the links in it.

    for part in read_markdown(text):
        print(part.line, part.text if isinstance(part, Prose) else part.body)

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
from markdown_it.rules_inline import StateInline, image, link
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from checker.pages.links import Link

# As Python-Markdown reads them, before all else: what it would show may not count as code.
CODE = re.compile(r"(?<!\\)(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HOLDS_INDENTED = re.compile(r"[-*+] |\d+[.)] |!!!|\?\?\?|===|\[\^|>|<")
KINDS = {"paragraph": "paragraph", "heading": "heading", "dt_open": "paragraph", "tr_open": "row"}


class Fence(NamedTuple):
    """A fenced block: what is written on its fence and in it, and its first and last line."""

    info: str
    line: int
    last: int
    margin: str  # what is in front of its fence
    body: str
    closed: bool


@dataclass(frozen=True)
class Prose:
    """A block of text, without the signs in front of it, and its first line.

    Its kind is paragraph, heading, row (of a table), front (matter), or indented, which looks like
    code and is none.
    """

    line: int
    text: str
    kind: str = "paragraph"

    @property
    def is_title(self) -> bool:
        """Whether it is a heading, or the title in the front matter."""
        return self.kind == "heading" or (self.kind == "front" and self.text.startswith("title:"))

    @cached_property
    def uncoded(self) -> str:
        """The text, blank where it is code."""
        return without_code(self.text)

    @cached_property
    def plain(self) -> str:
        """The text, blank where it is code or a comment."""
        return COMMENT.sub(blank, self.uncoded)

    @cached_property
    def links(self) -> list[Link]:
        """Its links and pictures."""
        found: list[Link] = []
        for token in INLINE.parseInline(self.plain)[0].children or [] if "](" in self.plain else []:
            if at := token.meta.get("at"):
                address = str(token.attrGet("href") or token.attrGet("src") or "")
                page, _, anchor = unescape(address).partition("#")
                label = self.text[at.start + 1 : self.text.rindex("](", at.start, at.stop)]
                said = " ".join(re.sub(r"[`*]", "", label).split())
                line = self.line + self.text.count("\n", 0, at.start)
                title = str(token.attrGet("title") or "")
                found.append(Link(line, page, anchor, said, title, at, token.type == "image"))
        return found

    def unmeasured(self, text: str) -> str:
        """This text, or one of the same length, with nothing in its measured links."""
        for it in self.links:
            if it.is_measured:
                start, stop = it.at.start + 1, it.at.stop - 1
                text = text[:start] + re.sub(r"[^\n]", " ", text[start:stop]) + text[stop:]
        return text


def read_markdown(text: str) -> Iterator[Fence | Prose]:
    """The parts of a page, in order."""
    lines = text.split("\n")
    above = owners(lines)
    for token in BLOCKS.parse(text):
        first, end = token.map or (0, 0)
        if token.type == "fence":
            margin = lines[first].partition(token.markup)[0]
            body = "\n".join(row.rstrip() for row in token.content.expandtabs(4).split("\n")[:-1])
            closed = end - first > 1 and lines[end - 1].strip(" \t>") == token.markup
            yield Fence(token.info.strip(), first + 1, end, margin, body, closed)
        elif token.type == "front_matter":
            for number in range(first + 2, end):
                yield Prose(number, lines[number - 1], "front")
        elif kind := KINDS.get(token.type):
            if lines[first].startswith(("    ", "\t")) and not lines[first - 1].strip():
                kind = kind if HOLDS_INDENTED.match(above[first]) else "indented"
            yield Prose(first + 1, token.content or lines[first].strip(" \t>"), kind)


def folded_lines(text: str) -> set[int]:
    """The lines of a page, counted from 1, that are in folds closed at first."""
    lines = text.split("\n")
    above = enumerate(owners(lines), start=1)
    return {at for at, it in above if it.startswith("??? ") and not lines[at - 1][:1].strip()}


def owners(lines: list[str]) -> list[str]:
    """For each line, the last one up to it that is not indented."""
    return list(accumulate(lines, lambda last, line: line if line[:1].strip() else last))


def heading(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """markdown-it's rule for a heading."""
    text = state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]]
    if text.startswith("#") and not silent:
        push(state, "heading", re.sub(r"^#{1,6}", "", text), first, first + 1)
    return text.startswith("#")


def paragraph(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """markdown-it's rule for a paragraph: what ends it may be indented, as nothing is code."""
    rules = state.md.block.ruler.getRules("paragraph")
    state.parentType, parent = "paragraph", state.parentType
    last, end = first + 1, state.lineMax
    while last < end and not state.isEmpty(last):
        if state.sCount[last] >= 0 and any(rule(state, last, end, True) for rule in rules):
            break
        last += 1
    state.parentType = parent
    push(state, "paragraph", state.getLines(first, last, state.blkIndent, False), first, last)
    return True


def push(state: StateBlock, kind: str, text: str, first: int, end: int) -> None:
    """Take these lines as a block of text."""
    token = state.push(kind, "", 0)
    token.content, token.map = text.strip(), [first, end]
    state.line = end


def noting(rule: Any) -> Any:
    """The same rule for links or pictures; their tokens then say where in the text they are."""

    def noted(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        found = bool(rule(state, silent))
        if found and not silent:
            token = next(it for it in state.tokens[before:] if it.type in ("link_open", "image"))
            token.meta["at"] = slice(start, state.pos)
        return found

    return noted


def without_code(text: str) -> str:
    """A text that is blank where it is code."""
    return CODE.sub(blank, text)


def blank(match: re.Match[str]) -> str:
    """A replacement that keeps positions and line breaks."""
    return re.sub(r"[^\n]", " ", match[0])


BLOCKS = MarkdownIt("zero", {"maxNesting": 1000}).use(front_matter_plugin).use(deflist_plugin)
FENCE = make_fence_rule(exact_match=True, disallow_marker_in_info=())
BLOCKS.block.ruler.at("fence", FENCE, {"alt": ["paragraph", "blockquote", "list"]})
BLOCKS.block.ruler.at("heading", heading, {"alt": ["paragraph", "blockquote"]})
BLOCKS.block.ruler.at("paragraph", paragraph)
BLOCKS.enable(["table", "fence", "blockquote", "list", "heading"]).disable("inline")
INLINE = MarkdownIt("zero").enable(["escape", "link", "image"])
INLINE.inline.ruler.at("link", noting(link))
INLINE.inline.ruler.at("image", noting(image))
vars(INLINE).update(validateLink=lambda _: True, normalizeLink=str)  # any address, as written
