"""A page's source: the blocks it embeds, and paragraph by paragraph its prose."""

import ast
import re
from dataclasses import dataclass, field

from lessoncode.check.pages import markup, numbers
from lessoncode.check.pages.anchors import HEADING, add_ids
from lessoncode.check.pages.api import Reference, read_reference
from lessoncode.check.pages.embed import Embed, read_embed
from lessoncode.check.pages.fences import Fence, indented, take_fences
from lessoncode.check.pages.links import Link, Measured, links, measured
from lessoncode.check.pages.sources import Source, sources
from lessoncode.check.problem import WRONG_PAGE, Problem
from lessoncode.check.project import Project
from lessoncode.check.running.example import Cell, cells_of, is_lab, names_of, read_script

Block = Embed | Reference | str  # a str: shell commands

NEW_BLOCK = re.compile(r"[ \t>]*([-*+:][ \t]|\d+[.)][ \t]|\||#)")


@dataclass
class Page:
    """A page's blocks in order, its links and ids, and what is wrong with its source."""

    path: str
    blocks: list[Block] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    unread: str = ""  # what could not be understood, and may show or hold anything

    @property
    def embeds(self) -> list[Embed]:
        """The blocks that show examples and definitions."""
        return [block for block in self.blocks if isinstance(block, Embed)]

    def wrong(self, line: int, message: str, detail: str = "") -> None:
        """Note a Problem of this page."""
        self.problems.append(Problem(WRONG_PAGE, self.path, line, message, detail))


def pages_of(project: Project) -> list[Page]:
    """Every Markdown page below docs/, and every lab, read."""
    pages = []
    for path in project.files("docs", ".md"):
        try:
            pages.append(read_page(path, project.text(path)))
        except Problem as problem:
            unread = project.text(path, "replace")
            pages.append(Page(path, problems=[problem], unread=unread))
    return pages + [read_lab(project, path) for path in labs_of(project)]


def labs_of(project: Project) -> list[str]:
    """The scripts of the labs, like `examples/labs/train.py`."""
    return [path for name in names_of(project) if is_lab(path := f"examples/{name}.py")]


def read_lab(project: Project, path: str) -> Page:
    """Read a lab as the page that it becomes: cells with code are blocks, the others prose."""
    try:
        text, regions = read_script(project, path)
    except Problem as problem:
        return Page(path, problems=[problem], unread=path)  # it shows itself
    cells = cells_of(path, text)
    lines = [""] * len(text.split("\n"))
    for cell in cells:
        if cell.name is None:  # it keeps its lines, so that messages name them
            lines[cell.first - 1 : cell.last] = prose(text, cell)
    page = read_page(path, "\n".join(lines))
    page.blocks += [embed_of(path, cell) for cell in cells if cell.name]
    module = ast.parse(text)
    described = bool(ast.get_docstring(module))
    if not described:
        page.wrong(1, "lacks a docstring above its cells: one sentence, its page's description")
    for node in module.body[described:]:
        if not any(first <= node.lineno <= last for first, last in regions.values()):
            page.wrong(node.lineno, "stands in no cell; open one with  # %% name")
    return page


def embed_of(lab: str, cell: Cell) -> Embed:
    """A lab's cell with code, as if a fence asked for it where it opens."""
    return read_embed(lab, cell.first - 1, f"{lab.removeprefix('examples/')} {cell.name}")


def prose(text: str, cell: Cell) -> list[str]:
    """The lines of a lab's cell without code, in Markdown."""
    lines = text.split("\n")[cell.first - 1 : cell.last]
    return [re.sub("^#( |$)", "", line) for line in lines]


def read_page(path: str, text: str) -> Page:
    """Read a page. What is wrong is collected in its `problems`, never raised."""
    page = Page(path)
    if mark := markup.CONFLICT.search(text):
        page.wrong(text.count("\n", 0, mark.start()) + 1, "holds the marks of a merge conflict")
        page.unread = text
        return page
    lines = text.splitlines()
    for fence in take_fences(lines):
        read_fence(page, fence)
    for number in indented(lines):
        page.wrong(number, "is indented like code, which shows as prose; embed an example")
    front_matter = lines.index("---", 1) if lines[:1] == ["---"] and "---" in lines[1:] else 0
    first = 0
    for number, line in enumerate([*lines, ""], start=1):
        below_heading = first < number - 1 and HEADING.match(lines[first])
        begins = NEW_BLOCK.match(line) or below_heading or number <= front_matter
        if begins or not line.strip(" \t>"):
            read_prose(page, first + 1, "\n".join(lines[first : number - 1]))
            first = number - 1
    return page


def read_fence(page: Page, fence: Fence) -> None:
    """Take in one fenced block."""
    if not fence.closed:
        page.wrong(fence.line, "opens a fence that is never closed")
        page.unread += fence.body
    elif fence.info in ("example", "api"):
        understand = read_embed if fence.info == "example" else read_reference
        try:
            page.blocks.append(understand(page.path, fence.line + 1, fence.body))
        except Problem as problem:
            page.problems.append(problem)
            page.unread += fence.body
    elif fence.info == "console":
        page.blocks.append(fence.body)
        if any(row and not row.startswith("$ ") for row in fence.body.split("\n")):
            message = "has more in a console block than commands; begin each line with  $ "
            page.wrong(fence.line, message)
    elif re.match(r"\{?[ .]*example\b", fence.info):
        message = f"has {fence.info!r} on its fence; write  example  alone, the rest below it"
        page.wrong(fence.line, message)
        page.unread += f"{fence.info}\n{fence.body}"
    else:
        instead = "embed one in an  example  fence, or mark shell commands  console"
        page.wrong(fence.line, f"shows a code block that no example stands behind; {instead}")
        page.unread += f"{fence.info}\n{fence.body}"


def read_prose(page: Page, first: int, text: str) -> None:
    """Read a paragraph, list item, heading or table row that begins at line `first`."""
    uncoded = markup.without_code(text)
    plain = numbers.UNSEEN.sub(markup.blank, uncoded)
    page.measured += measured(first, text, plain)
    page.links += links(first, plain)
    add_ids(text, page.ids)
    for source in sources(page.path, first, uncoded):
        page.sources.append(source)
        if message := source.wrong():
            page.wrong(source.line, message)
    for below, message in [*markup.wrong(text), *numbers.wrong(text)]:
        page.wrong(first + below, message)
