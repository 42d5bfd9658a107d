"""An example and its record: a script, what it printed, and the regions that markers cut out.

`examples/tokens/encode.py` is the example `tokens/encode`; its record is `encode.out` beside it.
An example in `examples/labs/` is a lab, a notebook as a script: its cells are its regions.
"""

import ast
import difflib
import os
import re
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lessoncode.check.problem import FAILED, WRONG_PAGE, Problem, read

MARKER = re.compile(r"(?:# )?--8<-- \[(start|end):([\w-]+)\]\s*")
CELL = re.compile(r"# %% (?:\[markdown\]|([\w-]+))[ \t]*")
DECIMAL = re.compile(r"([-+]?\d+\.\d+(?:[eE][-+]?\d+)?)")

Regions = dict[str, tuple[int, int]]  # the first and last line of each


class Cell(NamedTuple):
    """A cell of a lab and its lines, without the one that opens it; prose has no name."""

    name: str | None
    first: int
    last: int


def names_of(root: Path, suffix: str = ".py") -> list[str]:
    """The files below examples/ with a suffix, named like `tokens/encode`."""
    folder = root / "examples"
    return sorted(
        path.relative_to(folder).with_suffix("").as_posix() for path in folder.glob(f"**/*{suffix}")
    )


def is_lab(path: str) -> bool:
    """Whether this is the script of a lab."""
    return path.startswith("examples/labs/") and path.endswith(".py")


def cells_of(path: str, text: str) -> list[Cell]:
    """The cells of a lab. Raises Problem: one without a name, or with another's."""
    cells: list[Cell] = []
    lines = text.rstrip("\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.startswith("# %%"):
            cells[-1:] = [cell._replace(last=number) for cell in cells[-1:]]
        elif not (opens := CELL.fullmatch(line)):
            what = "opens no cell; write  # %% name  or  # %% [markdown]"
            raise Problem(WRONG_PAGE, path, number, what)
        elif opens[1] and opens[1] in [cell.name for cell in cells]:
            raise Problem(WRONG_PAGE, path, number, f"cell [{opens[1]}] is there twice")
        else:
            cells.append(Cell(opens[1], number + 1, number))
    return cells


def regions_of(path: str, text: str) -> Regions:
    """The lines between each pair of markers; of a lab, those of its cells with code.

    Raises Problem: a region unclosed, unopened, there twice, or inside another.
    """
    if is_lab(path):
        return {cell.name: cell[1:] for cell in cells_of(path, text) if cell.name}
    regions: Regions = {}
    opened, start = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        if "--8<--" not in line:
            continue
        if not (marker := MARKER.fullmatch(line)):
            what = "is no region marker; write  # --8<-- [start:name]  or  # --8<-- [end:name]"
            raise Problem(WRONG_PAGE, path, number, what)
        kind, name = marker.groups()
        if kind == "start" and not opened and name not in regions:
            opened, start = name, number
        elif kind == "end" and name == opened:
            regions[name] = (start + 1, number - 1)
            opened = ""
        else:
            begins = f"begins inside [{opened}]" if opened else "is there twice"
            what = begins if kind == "start" else "ends but has not begun"
            raise Problem(WRONG_PAGE, path, number, f"region [{name}] {what}")
    if opened:
        raise Problem(WRONG_PAGE, path, start, f"region [{opened}] is never closed")
    return regions


def cut(path: str, text: str) -> dict[str | None, str]:
    """A script or record cut along its markers; under None stands all of it without them."""
    lines = text.split("\n")
    pieces: dict[str | None, str] = {
        name: "".join(f"{line}\n" for line in lines[first - 1 : last])
        for name, (first, last) in regions_of(path, text).items()
    }
    pieces[None] = "\n".join(line for line in lines if not MARKER.fullmatch(line))
    return pieces


def read_script(root: Path, path: str) -> tuple[str, Regions]:
    """An example's source and regions.

    Raises Problem: it does not parse, or a region is malformed, empty, or cuts a statement.
    """
    return _checked(path, read(root, path))


@cache
def _checked(path: str, text: str) -> tuple[str, Regions]:
    try:
        body = ast.parse(text).body
    except SyntaxError as error:
        raise Problem(FAILED, path, error.lineno, f"is not Python: {error.msg}") from None
    regions = regions_of(path, text)
    for name, (first, last) in regions.items():
        inside = [(a, b) for a, b in map(lines_of, body) if a <= last and b >= first]
        if not inside:
            raise Problem(WRONG_PAGE, path, first - 1, f"region [{name}] holds no statement")
        for start, end in inside:
            if start < first or end > last:
                raise Problem(WRONG_PAGE, path, start, f"region [{name}] cuts this statement")
    return text, regions


def lines_of(node: ast.stmt) -> tuple[int, int]:
    """The first line of a statement, decorators included, and its last."""
    decorators = [decorator.lineno for decorator in getattr(node, "decorator_list", [])]
    return min([node.lineno, *decorators]), node.end_lineno or node.lineno


def read_definition(root: Path, path: str, name: str) -> str | None:
    """The source of a function, class, method or constant of a module; None without just one."""
    text = read(root, path)
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


def read_record(root: Path, name: str) -> tuple[str, str]:
    """The path of an example's record, and what it holds: nothing where there is none."""
    path = f"examples/{name}.out"
    if not (root / path).is_file():
        return path, ""
    return path, (root / path).read_text(encoding="utf-8", errors="replace")


def write_record(segments: list[tuple[str | None, str]]) -> str:
    """Join printed pieces, each with its region (None outside all), into a record.

    Raises ValueError where the pieces could not be told apart again.
    """
    joined: list[tuple[str | None, str]] = []
    for region, text in segments:
        before = joined.pop()[1] if joined and joined[-1][0] == region else ""
        joined.append((region, before + text))
    record = ""
    for region, text in joined:
        if "--8<--" in text:
            raise ValueError("it prints the sign of a region marker, --8<--")
        if control := re.search(r"[^\n\t -~\x80-\ufefe\uff00-\U0010ffff]", text):
            raise ValueError(f"it prints a control character, {control[0]!r}")
        if not text.endswith("\n"):
            raise ValueError(f"{f'region [{region}]' if region else 'it'} ends in mid-line")
        record += f"--8<-- [start:{region}]\n{text}--8<-- [end:{region}]\n" if region else text
    return record


def same(recorded: str, printed: str, exact: bool) -> bool:
    """Whether a run agrees with the record.

    Off the reference lane (`exact` false) a decimal may differ by one unit of its last place.
    """
    old, new = DECIMAL.split(recorded), DECIMAL.split(printed)
    if exact or len(old) != len(new) or old[::2] != new[::2]:
        return recorded == printed
    pairs = [(Decimal(a), Decimal(b)) for a, b in zip(old[1::2], new[1::2], strict=True)]
    # quantum: the last place of a printed decimal, 0.01 for 0.25
    return all(
        a.as_tuple().exponent == b.as_tuple().exponent
        and abs(a - b) <= Decimal(1).scaleb(int(a.as_tuple().exponent))
        for a, b in pairs
    )


def difference(old_name: str, old: str, new_name: str, new: str) -> str:
    """A unified diff; where only blanks or Unicode forms differ, these are spelled out."""

    def plain(text: str) -> list[str]:
        return [unicodedata.normalize("NFKC", line).rstrip() for line in text.split("\n")]

    def lines(text: str) -> list[str]:
        end = [] if text.endswith("\n") or not text else ["(no line break here)"]
        return [show(line) for line in text.removesuffix("\n").split("\n") if text] + end

    show = ascii if plain(old) == plain(new) else str
    before, after = lines(old), lines(new)
    diff = list(difflib.unified_diff(before, after, old_name, new_name, n=2, lineterm=""))
    return "\n".join(diff[:2] + ["..." if line[:2] == "@@" else line for line in diff[3:]])


def replace_files(root: Path, contents: dict[str, str | bytes]) -> None:
    """Write files whole or not at all: to temporary ones, synced, then moved into place.

    Raises Problem where the disk does not take one; what it does not call new is untouched.
    """
    temporary: dict[str, Path] = {}
    moved = ""
    try:
        for path, content in contents.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            temporary[path] = (root / path).with_name(f".{Path(path).name}.{os.getpid()}")
            with temporary[path].open("wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
                file.flush()
                os.fsync(file.fileno())
        for path in contents:
            temporary[path].replace(root / path)
            moved += f", but {path} is new"
    except OSError as error:
        message = f"could not be written ({error.strerror}); what stood there is untouched{moved}"
        raise Problem(FAILED, path, None, message) from None
    finally:
        for left in temporary.values():
            left.unlink(missing_ok=True)
