"""The reader of Markdown: a page's fences, and its prose block by block with the links in it.

    for part in read_markdown(text):
        print(part.line, part.text if isinstance(part, Prose) else part.body)

markdown-it reads the blocks. Python-Markdown, which builds the site, differs from it, so we change
two of its rules: indented text is not code, and only an equal fence closes a fence. What the two
would still read differently is a problem of the page (see `markup`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from markdown.extensions.toc import slugify, unique
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor
from markdown_it import MarkdownIt
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import link as inline_link
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from checker.pages.links import UNIT, Link

CODE = BacktickInlineProcessor(BACKTICK_RE)
SIGN_BELOW = re.compile(r"\n[ \t]*[^\w\s]")  # may begin a block there, so this may not be code
COMMENT = re.compile(r"(?<!\\)<!--.*?-->", re.DOTALL)
HOLDS_INDENTED = re.compile(r"[-*+] |\d+[.)] |!!!|\?\?\?|===|\[\^|>|<")
ID = re.compile(r"\{[^{}]*#([\w.-]+)[^{}]*\}|<[A-Za-z][^<>]*\sid\s*=\s*[\"']?([\w.-]+)")
CLOSING = re.compile(r"[\s#]*(?:\{[^{}]*\}\s*)?\Z")
MARKS = re.compile(r"\[([^\[\]]*)\]\([^()]*\)|<[^<>]*>|[`*]")
KINDS = {"paragraph_open": "paragraph", "heading_open": "heading", "dt_open": "paragraph"}


class Fence(NamedTuple):
    """A fenced block: the text on its fence and within it, and its first and last line."""

    info: str
    line: int
    last: int
    margin: str  # what is in front of its fence
    body: str
    closed: bool
    shown: bool  # it is not in a comment, nor indented below what can't contain it


@dataclass(frozen=True)
class Prose:
    """A block of text, without the signs in front of it, and its first line.

    Its kind is "paragraph", "heading", "row" of a table, "front" for a line of front matter,
    "indented" for text that looks like code and is not, or "choice" of a question in a fence, which
    may be wrong, so that its numbers need no source.
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
        """The text with blanks in place of code."""
        return without_code(self.text)

    @cached_property
    def plain(self) -> str:
        """The text with blanks in place of code and comments."""
        return COMMENT.sub(blank, self.uncoded)

    @cached_property
    def links(self) -> list[Link]:
        """The links in the text, in order, pictures not included."""
        tokens = INLINE.parseInline(self.plain)[0].children if "](" in self.plain else None
        return [self.link(token, token.meta["at"]) for token in tokens or () if "at" in token.meta]

    def link(self, token: Token, at: slice) -> Link:
        """The link that a token of markdown-it opens, found at this place of the text."""
        page, _, anchor = unescape(str(token.attrGet("href"))).partition("#")
        label = self.text[at.start + 1 : self.plain.rindex("](", at.start, at.stop)]
        said = " ".join(re.sub(r"[`*]", "", label).split())
        line = self.line + self.text.count("\n", 0, at.start)
        unit = UNIT.match(self.plain, at.stop)
        title = str(token.attrGet("title") or "")
        return Link(line, page, anchor, said, title, at, unit[1] if unit else "")

    def unmeasured(self, text: str) -> str:
        """A version of the block's text, such as `plain`, with blanks in its measured links."""
        for it in self.links:
            if it.is_measured:
                start, stop = it.at.start + 1, it.at.stop - 1
                text = text[:start] + hidden(text[start:stop]) + text[stop:]
        return text


def read_markdown(text: str) -> Iterator[Fence | Prose]:
    """The fences and the prose of a page, in order."""
    lines = text.split("\n")
    above = owners(lines)
    uncommented = COMMENT.sub(blank, text).split("\n")
    before = ""
    for token in BLOCKS.parse(text):
        first, end = token.map or (0, 0)
        if token.type == "fence":
            margin = lines[first].partition(token.markup)[0]
            body = "\n".join(row.rstrip() for row in token.content.expandtabs(4).split("\n")[:-1])
            closed = end - first > 1 and lines[end - 1].strip(" \t>") == token.markup
            held = not margin.startswith(("    ", "\t")) or HOLDS_INDENTED.match(above[first])
            shown = bool(held) and uncommented[first] == lines[first]
            yield Fence(token.info.strip(), first + 1, end, margin, body, closed, shown)
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
    """The lines of a page, counted from 1, that a reader sees only after opening a fold."""
    lines = text.split("\n")
    above = enumerate(owners(lines), start=1)
    return {at for at, it in above if it.startswith("??? ") and not lines[at - 1][:1].strip()}


def owners(lines: list[str]) -> list[str]:
    """For each line, itself or the last line above it that is not indented."""
    above = accumulate(lines, lambda last, line: line if line[:1].strip() else last, initial="")
    return [*above][1:]


def add_ids(prose: Prose, known: set[str]) -> tuple[str, str] | None:
    """Add the ids of a block to those of its page; returns the id and the text of a heading.

    A heading has the id that Python-Markdown gives it, unless one is written.
    """
    written = [first or second for first, second in ID.findall(prose.text)]
    known.update(written)
    if prose.kind != "heading":
        return None
    said = unescape(MARKS.sub(r"\1", CLOSING.sub("", prose.text)))
    return (written[0] if written else unique(slugify(said, "-"), known)), said  # which adds it


def noted_link(state: StateInline, silent: bool) -> bool:
    """markdown-it's rule for links, which also notes where in the text each link is."""
    start, before = state.pos, len(state.tokens)
    found = inline_link(state, silent)
    if found and not silent:
        opening = next(it for it in state.tokens[before:] if it.type == "link_open")
        opening.meta["at"] = slice(start, state.pos)
    return found


def without_code(text: str) -> str:
    """A text with blanks in place of what Python-Markdown shows as code."""
    at = 0
    while found := CODE.compiled_re.search(text, at):
        shown, start, at = CODE.handleMatch(found, text)
        if shown is not None and not SIGN_BELOW.search(text[start:at]):
            text = text[:start] + hidden(text[start:at]) + text[at:]
            at = 0  # as Python-Markdown does: other backticks may pair up now
    return text


def blank(match: re.Match[str]) -> str:
    """Blanks in place of a match; line breaks stay."""
    return hidden(match[0])


def hidden(text: str) -> str:
    """Blanks in place of a text; line breaks stay."""
    return re.sub(r"[^\n]", " ", text)


BLOCKS = MarkdownIt("zero", {"maxNesting": 1000}).use(front_matter_plugin).use(deflist_plugin)
FENCE = make_fence_rule(exact_match=True, disallow_marker_in_info=())
BLOCKS.block.ruler.at("fence", FENCE, {"alt": ["paragraph", "blockquote", "list"]})
BLOCKS.enable(["table", "fence", "blockquote", "hr", "list", "heading", "lheading"])
BLOCKS.disable("inline")  # a page's prose is read by INLINE, each block when it is asked for
INLINE = MarkdownIt("zero").enable(["escape", "link", "image"])
INLINE.inline.ruler.at("link", noted_link)
vars(INLINE).update(validateLink=lambda _: True, normalizeLink=str)  # any address, as written
