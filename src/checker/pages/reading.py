"""The reader of pages: Markdown below docs/, and labs."""

import ast
import re
from functools import partial

import yaml

from checker.once import once_per_project
from checker.pages import embed, markup, numbers, style
from checker.pages.addresses import PAGE, target_of
from checker.pages.api import Reference
from checker.pages.console import Console
from checker.pages.doors import Doors
from checker.pages.embed import Embed
from checker.pages.exercise import Exercise
from checker.pages.formula import Formula
from checker.pages.guess import Guess
from checker.pages.links import Link
from checker.pages.markdown import Fence, Prose, add_ids, folded_lines, read_markdown
from checker.pages.page import Block, Page, Site
from checker.pages.quantities import backwards, quantities, statements
from checker.pages.question import Question
from checker.pages.sources import sources
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.example import Cell, cells_of, is_lab, read_script

READ: dict[str, type[Block]] = {  # the kinds of blocks, by the word on their fence
    "example": Embed, "guess": Guess, "question": Question, "exercise": Exercise,
    "formula": Formula, "doors": Doors, "console": Console, "api": Reference,
}  # fmt: skip
HIDDEN = re.compile(
    r"(?s)<!--.*?-->|\]\([^()]*\)|<[^<>]*>|\{[^{}]*\}|^\s*(?:!!!|\?\?\?|===)\+? *\w*"
)
WORD = re.compile(r"\S*\w\S*")
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def pages_of(project: Project) -> list[Page]:
    """Every Markdown page below docs/, and every lab."""
    return [page_of(project, path) for path in [*project.files("docs", ".md"), *labs_of(project)]]


def site_of(project: Project) -> Site:
    """The project and the reader of its pages, for blocks to ask."""
    return Site(project, partial(page_of, project))


@once_per_project
def page_of(project: Project, path: str) -> Page:
    """Read a page or a lab. What is wrong is collected in its `problems`, never raised."""
    if is_lab(project, path):
        return read_lab(project, path)
    try:
        return read_page(path, project.text(path))
    except Problem as problem:
        return Page(path, problems=[problem], unread=project.text(path, "replace"))


def output_at(project: Project, path: str, anchor: str) -> str | None:
    """What the block with an id on a page printed; None where there is none, or it is broken."""
    block = embed_at(project, path, anchor)
    shown = block.show_unless_broken(project) if block else None
    return shown.output if shown else None


@once_per_project
def embed_at(project: Project, path: str, anchor: str) -> Embed | None:
    """The block on a page whose output has this id; None where there is none."""
    return embed.embed_at(page_of(project, path), anchor) if project.has(path) else None


def labs_of(project: Project) -> list[str]:
    """The scripts of the labs, like `examples/labs/train.py`."""
    return [path for path in project.files("examples", ".py") if is_lab(project, path)]


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
    if described := ast.get_docstring(module):
        page.front["description"] = described
    else:
        page.wrong(1, "lacks a docstring above its cells; write a sentence that describes the page")
    for node in module.body[bool(described) :]:
        if not any(first <= node.lineno <= last for first, last in regions.values()):
            page.wrong(node.lineno, "is outside every cell; open one with  # %% name")
    return page


def embed_of(lab: str, cell: Cell) -> Embed:
    """The block of a lab's cell with code, as if a fence were where the cell opens."""
    return Embed.read(lab, cell.first - 1, f"{lab.removeprefix('examples/')} {cell.name}")


def prose(text: str, cell: Cell) -> list[str]:
    """The lines of a lab's cell without code, in Markdown."""
    lines = text.split("\n")[cell.first - 1 : cell.last]
    return [re.sub("^#( |$)", "", line) for line in lines]


def read_page(path: str, text: str) -> Page:
    """Read a page. What is wrong is collected in its `problems`, never raised."""
    page = Page(path)
    if mark := markup.CONFLICT.search(text):
        line = text.count("\n", 0, mark.start()) + 1
        page.wrong(line, "has the marks of a merge conflict; resolve it")
        page.unread = text
        return page
    page.folded = folded_lines(text)
    front = []
    for part in read_markdown(text):
        if isinstance(part, Fence):
            read_fence(page, part)
            continue
        read_prose(page, part)
        if part.kind == "indented":
            message = "is indented like code; remove the indent, or show an example"
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
    message = "shows a code block that isn't from an example; name one in an  example  fence, "
    message += "or put shell commands in a  console  fence"
    if not fence.closed:
        message = "opens a fence that is never closed"
    elif not fence.shown:
        message = "has a block in a comment, or indented like code, where readers can't see it"
    elif fence.info in READ:
        return READ[fence.info].read(page, fence.line + 1, fence.body)
    elif begun := re.match(rf"\{{?[ .]*({'|'.join(READ)})\b", fence.info):
        message = f"has {fence.info!r} on its fence; write only  {begun[1]}  there, the rest below"
    raise Problem(WRONG_PAGE, page, fence.line, message)


def read_block(page: Page, block: Block) -> None:
    """Add a block to the page, and its texts as prose."""
    page.blocks.append(block)
    for text in block.texts:
        kind = "choice" if text.is_choice else "paragraph"
        read_prose(page, Prose(text.line, text.markdown, kind))
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
        message = "needs  before:  with a list of other pages, such as  [tokens.md],  or  []"
        page.wrong(line, message)
        page.front["before"] = before = []
    page.links += [Link(line, name, "") for name in before]


def read_prose(page: Page, prose: Prose) -> None:
    """Add a block of prose to the page: its links, sources, claims and faults."""
    may_be_wrong = prose.kind == "choice"
    page.prose.append(prose)
    page.measured += [link for link in prose.links if link.is_measured]
    page.links += [link for link in prose.links if link.is_plain]
    page.statements += statements(prose)
    for it in CODE.finditer(prose.text) if "`" in prose.text else ():
        page.code.append((prose.line + prose.text.count("\n", 0, it.start()), it[1]))
    page.quantities += [] if may_be_wrong else quantities(prose)
    if heading := add_ids(prose, page.ids):
        page.headings.setdefault(*heading)
    for source in sources(page.path, prose.line, prose.uncoded):
        page.sources.append(source)
        if message := source.wrong():
            page.wrong(source.line, message)
    found = [*markup.faults_in(prose), *style.faults_in(prose), *backwards(prose)]
    for below, message in [*found, *([] if may_be_wrong else numbers.faults_in(prose))]:
        page.wrong(prose.line + below, message)


def words(text: str) -> int:
    """The number of words that a reader sees in a paragraph."""
    return len(WORD.findall(HIDDEN.sub(" ", text)))
