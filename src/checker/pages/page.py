"""A page as its source says it: its blocks, links and ids, and what is wrong with its prose."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from checker.pages import markup, numbers, style
from checker.pages.addresses import PAGE, target_of
from checker.pages.anchors import add_ids
from checker.pages.block import Block
from checker.pages.console import Console
from checker.pages.doors import Doors
from checker.pages.embed import Embed
from checker.pages.exercise import Exercise
from checker.pages.formula import Formula
from checker.pages.guess import Guess
from checker.pages.links import Link
from checker.pages.markdown import Fence, Prose, folded_lines, read_markdown
from checker.pages.quantities import Measured, backwards, measured, statements, unbacked
from checker.pages.question import Question
from checker.pages.reference import Reference
from checker.pages.sources import Source, sources
from checker.problem import WRONG_PAGE, Problem

READ: dict[str, type[Block]] = {  # the kinds of blocks, by the word on their fence
    "example": Embed, "guess": Guess, "question": Question, "exercise": Exercise,
    "formula": Formula, "doors": Doors, "console": Console, "api": Reference,
}  # fmt: skip
HIDDEN = re.compile(
    r"(?s)<!--.*?-->|\]\([^()]*\)|<[^<>]*>|\{[^{}]*\}|^\s*(?:!!!|\?\?\?|===)\+? *\w*"
)
WORD = re.compile(r"\S*\w\S*")
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass
class Page:
    """A page's blocks in order, its links and ids, and what is wrong with its source."""

    path: str
    front: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    measured: list[Link] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    statements: list[Link] = field(default_factory=list)  # sentences with a comparison
    sentences: list[Measured] = field(default_factory=list)  # on quantities, backed by an output
    unbacked: list[tuple[int, str]] = field(default_factory=list)  # lines and words
    prose: list[Prose] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    headings: dict[str, str] = field(default_factory=dict)  # what each says, by its id
    code: list[tuple[int, str]] = field(default_factory=list)  # what prose has as code, by line
    words: int = 0  # of prose outside blocks and folds
    folded: set[int] = field(default_factory=set)  # the lines in folds
    problems: list[Problem] = field(default_factory=list)
    unread: str = ""  # what could not be understood, and may show or hold anything

    @property
    def embeds(self) -> list[Embed]:
        """What the blocks show of examples and definitions."""
        return [embed for block in self.blocks for embed in block.embeds]

    def embed_at(self, anchor: str) -> Embed | None:
        """The first block whose output has this id; None where there is none."""
        return next((it for it in self.embeds if it.example and it.anchor == anchor), None)

    @property
    def title(self) -> str:
        """Its title: of its front matter, else of its first heading."""
        return str(self.front.get("title") or next(iter(self.headings.values()), self.path))

    def wrong(self, line: int, message: str, detail: str = "") -> None:
        """Note a Problem of this page."""
        self.problems.append(Problem(WRONG_PAGE, self.path, line, message, detail))


def read_page(path: str, text: str) -> Page:
    """Read a page. What is wrong is collected in its `problems`, never raised."""
    page = Page(path)
    if mark := markup.CONFLICT.search(text):
        page.wrong(text.count("\n", 0, mark.start()) + 1, "holds the marks of a merge conflict")
        page.unread = text
        return page
    page.folded = folded_lines(text)
    front = []
    for part in read_markdown(text):
        if isinstance(part, Fence):
            read_fence(page, part)
            continue
        read_prose(page, part.line, part.text, kind=part.kind)
        if part.kind == "indented":
            message = "is indented like code, which shows as prose; embed an example"
            page.wrong(part.line, message)
        if part.kind == "front":
            front.append(part.text)
        elif part.line not in page.folded:
            page.words += words(part.text)
    if text.startswith("---\n") and not front:
        page.wrong(1, "opens front matter that is never closed; write  ---  below its last line")
    read_front(page, "\n".join(front))
    return page


def read_fence(page: Page, fence: Fence) -> None:
    """Add what a fence holds to the page, or what is wrong with it."""
    try:
        read_block(page, block_of(page.path, fence))
    except Problem as problem:
        page.problems.append(problem)
        page.unread += f"{fence.info}\n{fence.body}"


def block_of(page: str, fence: Fence) -> Block:
    """The block that a fence holds. Raises Problem where it holds none."""
    message = "shows a code block that comes from no example; embed one in an  example  fence, "
    message += "or mark shell commands  console"
    if not fence.closed:
        message = "opens a fence that is never closed"
    elif fence.info in READ:
        return READ[fence.info].read(page, fence.line + 1, fence.body)
    elif begun := re.match(rf"\{{?[ .]*({'|'.join(READ)})\b", fence.info):
        message = f"has {fence.info!r} on its fence; write  {begun[1]}  alone, the rest below it"
    raise Problem(WRONG_PAGE, page, fence.line, message)


def read_block(page: Page, block: Block) -> None:
    """Take in a block, and what it says as prose."""
    page.blocks.append(block)
    for text in block.claims:
        read_prose(page, text.line, text.markdown, kind="choice")
    for text in block.texts:
        read_prose(page, text.line, text.markdown)
    page.links += block.links


def read_front(page: Page, text: str) -> None:
    """Read the front matter of a page, in which `before` lists the pages to read first."""
    try:
        page.front = dict(yaml.safe_load(text) or {})
    except (yaml.YAMLError, TypeError, ValueError) as error:
        page.wrong(1, "has malformed front matter; write lines  KEY: VALUE", str(error))
    before = page.front.get("before", [])
    rows = text.split("\n")
    line = next((n for n, row in enumerate(rows, 2) if row.startswith("before:")), 1)
    named = before if isinstance(before, list) else [before]
    others = {target_of(page.path, name) for name in named if PAGE.fullmatch(str(name))}
    if named is not before or len(others - {page.path}) < len(named):
        message = "needs a list of other pages as  before;  write  before: [tokens.md]  or  []"
        page.wrong(line, message)
        page.front["before"] = before = []
    page.links += [Link(line, name, "") for name in before]


def read_prose(page: Page, first: int, text: str, kind: str = "paragraph") -> None:
    """Read a block of prose that begins at line `first`.

    A "choice" of a question may be wrong, so its numbers need no source.
    """
    prose, claim = Prose(first, text, kind), kind == "choice"
    page.prose.append(prose)
    page.measured += [link for link in prose.links if link.is_measured]
    page.links += [link for link in prose.links if link.is_plain]
    page.statements += statements(prose)
    for it in CODE.finditer(text) if "`" in text else ():
        page.code.append((first + text.count("\n", 0, it.start()), it[1]))
    page.unbacked += [] if claim else unbacked(prose)
    page.sentences += [] if claim else measured(prose)
    if heading := add_ids(prose, page.ids):
        page.headings.setdefault(*heading)
    for source in sources(page.path, first, prose.uncoded):
        page.sources.append(source)
        if message := source.wrong():
            page.wrong(source.line, message)
    found = [*markup.wrong(prose), *style.wrong(prose), *backwards(prose)]
    for below, message in [*found, *([] if claim else numbers.wrong(prose))]:
        page.wrong(first + below, message)


def words(text: str) -> int:
    """The number of words in a paragraph that a reader sees."""
    return len(WORD.findall(HIDDEN.sub(" ", text)))
