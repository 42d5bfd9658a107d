"""A page's Markdown, read once: its fences, and block by block its prose with the links in it.

    for part in read_markdown(text):
        print(part.line, part.text if isinstance(part, Prose) else part.body)

markdown-it reads it, by two rules of Python-Markdown, which builds the site: nothing is code by
being indented, and only an equal fence closes a fence. What the two would still read differently
is a problem of its page, by `markup`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import accumulate
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.rules_inline import StateInline, image, link
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from checker.pages.links import Link

# As Python-Markdown reads them, before all else: what it would show may not count as code.
CODE = re.compile(r"(?<!\\)(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HOLDS_INDENTED = re.compile(r"[-*+] |\d+[.)] |!!!|\?\?\?|===|\[\^|>|<")
KINDS = {"paragraph_open": "paragraph", "heading_open": "heading", "dt_open": "paragraph"}


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
    before = ""
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
        elif token.type == "tr_open":
            yield Prose(first + 1, lines[first].strip(" \t>"), "row")
        elif kind := KINDS.get(before):
            if lines[first].startswith(("    ", "\t")) and not lines[first - 1].strip():
                kind = kind if HOLDS_INDENTED.match(above[first]) else "indented"
            yield Prose(first + 1, token.content, kind)
        before = token.type


def folded_lines(text: str) -> set[int]:
    """The lines of a page, counted from 1, that are in folds closed at first."""
    lines = text.split("\n")
    above = enumerate(owners(lines), start=1)
    return {at for at, it in above if it.startswith("??? ") and not lines[at - 1][:1].strip()}


def owners(lines: list[str]) -> list[str]:
    """For each line, the last one up to it that is not indented."""
    return [*accumulate(lines, lambda last, line: line if line[:1].strip() else last, initial="")][
        1:
    ]


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
BLOCKS.enable(["table", "fence", "blockquote", "list", "heading"]).disable("inline")
INLINE = MarkdownIt("zero").enable(["escape", "link", "image"])
INLINE.inline.ruler.at("link", noting(link))
INLINE.inline.ruler.at("image", noting(image))
vars(INLINE).update(validateLink=lambda _: True, normalizeLink=str)  # any address, as written
