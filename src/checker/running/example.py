"""Reads an example: a script, and the regions that markers cut out of it and of its record.

`examples/tokens/utf8.py` is the example `tokens/utf8`; its record is `utf8.out` beside it.
A script that opens cells, `# %% name`, is a notebook as a script: these cells are its regions.
"""

import ast
import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from checker.problem import FAILED, WRONG_PAGE, Problem
from checker.project import Project

MARKER = re.compile(r"(?:# )?--8<-- \[(start|end):([\w-]+)\]\s*")
OPENS = re.compile("^# %%", re.MULTILINE)
CELL = re.compile(r"# %% (?:\[markdown\]|([\w-]+))[ \t]*")

Regions = dict[str, tuple[int, int]]  # the first and last line of each


class Cell(NamedTuple):
    """A cell of a lab, and its lines after the one that opens it. A cell of prose has no name."""

    name: str | None
    first: int
    last: int


def names_of(project: Project, suffix: str = ".py") -> list[str]:
    """The names, like `tokens/utf8`, of the files below examples/ with a suffix."""
    paths = project.files("examples", suffix)
    return [path.removeprefix("examples/").removesuffix(suffix) for path in paths]


def is_lab(project: Project, path: str) -> bool:
    """Whether a path is the script of a lab, which becomes a notebook."""
    return path.startswith(f"{project.settings.labs}/") and path.endswith(".py")


def cells_of(path: str, text: str) -> list[Cell]:
    """The cells of a lab. Raises Problem for a cell of code without a name, or with another's."""
    cells: list[Cell] = []
    lines = text.rstrip("\n").split("\n")
    opening = [number for number, line in enumerate(lines, 1) if line.startswith("# %%")]
    for number, after in pairwise([*opening, len(lines) + 1]):
        if not (opens := CELL.fullmatch(lines[number - 1])):
            what = "opens no cell; write  # %% name  or  # %% [markdown]"
            raise Problem(WRONG_PAGE, path, number, what)
        if opens[1] and opens[1] in [cell.name for cell in cells]:
            raise Problem(WRONG_PAGE, path, number, f"cell [{opens[1]}] appears twice")
        cells.append(Cell(opens[1], number + 1, after - 1))
    return cells


def regions_of(path: str, text: str) -> Regions:
    """The lines between each pair of markers; in a script with cells, those of cells with code.

    Raises Problem for a region that is unclosed, unopened, there twice, or inside another.
    """
    if path.endswith(".py") and OPENS.search(text):
        return {cell.name: cell[1:] for cell in cells_of(path, text) if cell.name}
    regions: Regions = {}
    opened, start = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        if "--8<--" not in line:
            continue
        if not (marker := MARKER.fullmatch(line)):
            what = "isn't a region marker; write  # --8<-- [start:name]  or  # --8<-- [end:name]"
            raise Problem(WRONG_PAGE, path, number, what)
        kind, name = marker.groups()
        if kind == "start" and not opened and name not in regions:
            opened, start = name, number
        elif kind == "end" and name == opened:
            regions[name] = (start + 1, number - 1)
            opened = ""
        else:
            begins = f"begins inside [{opened}]" if opened else "appears twice"
            what = begins if kind == "start" else "ends without a start"
            raise Problem(WRONG_PAGE, path, number, f"region [{name}] {what}")
    if opened:
        raise Problem(WRONG_PAGE, path, start, f"region [{opened}] is never closed")
    return regions


def cut(path: str, text: str) -> dict[str | None, str]:
    """The regions of a script or record, and under None all of its text without markers.

    Raises Problem where the markers are malformed.
    """
    lines = text.split("\n")
    pieces: dict[str | None, str] = {
        name: "".join(f"{line}\n" for line in lines[first - 1 : last])
        for name, (first, last) in regions_of(path, text).items()
    }
    pieces[None] = "\n".join(line for line in lines if not MARKER.fullmatch(line))
    return pieces


def read_script(project: Project, path: str) -> tuple[str, Regions]:
    """The source of an example, and its regions.

    Raises Problem where it does not parse, or a region is malformed, empty, or cuts a statement.
    """
    text = project.text(path)
    return text, whole_regions(path, text)


@cache
def whole_regions(path: str, text: str) -> Regions:
    """The regions of a script, each of whole statements. Raises Problem as `read_script` does."""
    try:
        body = ast.parse(text).body
    except SyntaxError as error:
        raise Problem(FAILED, path, error.lineno, f"is not Python: {error.msg}") from None
    regions = regions_of(path, text)
    for name, (first, last) in regions.items():
        inside = [(a, b) for a, b in map(lines_of, body) if a <= last and b >= first]
        if not inside:
            raise Problem(WRONG_PAGE, path, first - 1, f"region [{name}] has no statement in it")
        for start, end in inside:
            if start < first or end > last:
                message = f"region [{name}] begins or ends inside this statement"
                raise Problem(WRONG_PAGE, path, start, message)
    return regions


def lines_of(node: ast.stmt) -> tuple[int, int]:
    """The first line of a statement, or of its first decorator, and its last line."""
    decorators = [decorator.lineno for decorator in getattr(node, "decorator_list", [])]
    return min([node.lineno, *decorators]), node.end_lineno or node.lineno


def read_definition(project: Project, path: str, name: str) -> str | None:
    """The source of a function, class, method or constant; None unless just one has that name."""
    text = project.text(path)
    found = []
    for node in ast.walk(ast.parse(text)):
        targets = [node, *getattr(node, "targets", [])]
        names = [getattr(target, key, None) for target in targets for key in ("name", "id")]
        if isinstance(node, ast.stmt) and name in names:
            found.append(node)
    if len(found) != 1:
        return None
    first, last = lines_of(found[0])
    margin = " " * found[0].col_offset
    return "\n".join(line.removeprefix(margin) for line in text.split("\n")[first - 1 : last])
