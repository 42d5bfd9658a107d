"""All pages of a project, read: Markdown below docs/, and labs."""

import ast
import re
from functools import partial

from checker.once import once_per_project
from checker.pages.block import Site
from checker.pages.embed import Embed
from checker.pages.page import Page, read_page
from checker.problem import Problem
from checker.project import Project
from checker.running.example import Cell, cells_of, is_lab, read_script


def pages_of(project: Project) -> list[Page]:
    """Every Markdown page below docs/, and every lab."""
    return [page_of(project, path) for path in [*project.files("docs", ".md"), *labs_of(project)]]


def site_of(project: Project) -> Site:
    """Let blocks ask for the pages of a project."""
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
    embed = embed_at(project, path, anchor)
    shown = embed.show_unless_broken(project) if embed else None
    return shown.output if shown else None


@once_per_project
def embed_at(project: Project, path: str, anchor: str) -> Embed | None:
    """The first block on a page whose output has this id; None where there is none."""
    return page_of(project, path).embed_at(anchor) if project.has(path) else None


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
        page.wrong(1, "lacks a docstring above its cells: one sentence, its page's description")
    for node in module.body[bool(described) :]:
        if not any(first <= node.lineno <= last for first, last in regions.values()):
            page.wrong(node.lineno, "is outside every cell; open one with  # %% name")
    return page


def embed_of(lab: str, cell: Cell) -> Embed:
    """A lab's cell with code, as if a fence asked for it where it opens."""
    return Embed.read(lab, cell.first - 1, f"{lab.removeprefix('examples/')} {cell.name}")


def prose(text: str, cell: Cell) -> list[str]:
    """The lines of a lab's cell without code, in Markdown."""
    lines = text.split("\n")[cell.first - 1 : cell.last]
    return [re.sub("^#( |$)", "", line) for line in lines]
