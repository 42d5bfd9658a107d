"""How values, tables and differences are shown to a reader.

    >>> from lessoncode.grading.show import differences, table
    >>> print(table(differences([1, 2, 3], [1, 5, 3])))
      place  expected  yours
      [1]    2         5

The command prints these texts, and the exercises of a page show them.
"""

import inspect
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from lessoncode.grading.compare import agree, is_number, is_row

PLACES = 8  # that differ, at most, in a table
WIDTH = 60  # characters of a row on a line, unless all are numbers; 4 times as many of any value
LINES = 20  # of a row, at most, where each of its parts has a line


def short(value: Any) -> str:
    """A value as text of one or a few lines; for a function, its docstring's first line."""
    if callable(value):
        name = getattr(value, "__name__", "") or repr(value)
        return (inspect.getdoc(value) or name).split("\n", 1)[0]
    if isinstance(value, np.ndarray):
        if not value.ndim:
            return short(value[()])
        return np.array2string(value, precision=4, threshold=60, suppress_small=True)
    if isinstance(value, float | np.floating):
        return f"{value:.6g}"
    if is_row(value) and any(isinstance(part, np.ndarray) for part in value):
        try:
            return short(np.array(value))
        except ValueError:  # they differ in shape
            return "\n".join(short(part) for part in value)
    if is_row(value):
        parts = [short(part) for part in value]
        text = f"[{', '.join(parts)}]"
        if len(text) > WIDTH and not all(map(is_number, value)):
            return on_lines(parts)
    else:
        text = str(value) if isinstance(value, np.number) else repr(value)
    return text if len(text) <= 4 * WIDTH else f"{text[: 4 * WIDTH]} ..."


def on_lines(parts: Sequence[str]) -> str:
    """The parts of a row below one another, at most `LINES` of them."""
    some = [part.replace("\n", "\n ") for part in parts[:LINES]]
    more = [f"... {len(parts) - LINES} more"] if len(parts) > LINES else []
    return "[" + ",\n ".join([*some, *more]) + "]"


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as indented text in columns; the last cell of a row may have several lines."""
    if not rows:
        return ""
    columns = list(zip(*rows, strict=True))[:-1]
    widths = [max(map(len, column)) for column in columns]
    lines = []
    for *cells, last in rows:
        pairs = zip(cells, widths, strict=True)
        start = "  " + "  ".join(f"{cell:<{width}}" for cell, width in pairs)
        margin = "\n" + " " * (len(start) + 2)
        lines.append(f"{start}  {last.replace(chr(10), margin)}".rstrip())
    return "\n".join(lines)


def differences(best: Any, answer: Any) -> list[tuple[str, ...]]:
    """Where two lists or arrays differ, as rows of a table; empty if they can't be compared."""
    if not is_row(best) or not is_row(answer):
        return []
    ours, yours = dict(places(best)), dict(places(answer))
    if ours.keys() != yours.keys():
        if not isinstance(best, np.ndarray):
            return []
        try:
            shape = np.shape(answer)
        except ValueError:  # a list with rows of several lengths
            return []
        return [("shape", "expected", "yours"), ("", str(best.shape), str(shape))]
    wrong = [w for w in ours if not agree(ours[w], yours[w])]
    if not wrong:  # lists that differ only in their empty rows
        return []
    rows = [(w, short(ours[w]), short(yours[w])) for w in wrong]
    more = [("...", f"{len(rows) - PLACES} more", "")]
    left = more if len(rows) > PLACES else []
    return [("place", "expected", "yours"), *rows[:PLACES], *left]


def places(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each item of nested rows, after its place, such as [0][2]."""
    if is_row(value):
        for i, part in enumerate(value):
            yield from places(part, f"{where}[{i}]")
    else:
        yield where, value
