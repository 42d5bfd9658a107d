"""What no record may hold, although every run on this machine prints it."""

import ast
import re
import sys
from collections.abc import Iterator

from checker.problem import FAILED, Problem
from checker.project import Project
from checker.running.cache import Printed

MOST_LINES = 400
DIGITS = re.compile(r"(?<![\w.])\d[\d,]*\.\d+(?:[eE][-+]?\d+)?")
MOST_DIGITS = 15  # the last ones of a longer number depend on the machine
# The modules of the standard library that do the same in each run and everywhere.
ALIKE = """
    __future__ abc ast base64 binascii bisect calendar cmath codecs collections colorsys contextlib
    copy csv dataclasses decimal difflib enum fractions functools graphlib hashlib heapq html
    inspect io itertools json keyword math numbers operator pathlib pprint random re runpy
    statistics string struct sys textwrap token tokenize types typing unicodedata warnings zlib
"""
VERSIONED = {"version_info", "hexversion", "getsizeof", "unidata_version", "compress"}


def unrecordable(project: Project, name: str, printed: Printed) -> Problem | None:
    """The Problem of an output that can't be a record, with its line; None if it can be one."""
    path = f"examples/{name}.py"
    for line, what in of_today(project.text(path)):
        return Problem(FAILED, path, line, what, "", advice_to_accept(project, name))
    lines = printed.output.split("\n")
    drawn = [text for picture in printed.pictures for text in picture.svg.split("\n")]
    here = {str(project.root), str(project.root.resolve()), sys.executable, sys.prefix} - {"/usr"}
    what, shown = "", ""
    if found := [line for line in lines + drawn if any(path in line for path in here)]:
        what, shown = "prints or draws a path on this machine; print only the file's name", found[0]
    elif found := [line for line in lines if too_long(line)]:
        what = f"prints a number with more than {MOST_DIGITS} digits; round it, as in  {{x:.3f}}"
        shown = found[0]
    elif len(lines) > MOST_LINES:
        what = f"prints {len(lines) - 1} lines; print at most {MOST_LINES}, such as a sample"
    return (
        Problem(FAILED, path, None, what, shown, advice_to_accept(project, name)) if what else None
    )


def advice_to_accept(project: Project, name: str) -> tuple[tuple[str, str], ...]:
    """The advice to accept an example once it is corrected."""
    return (("once that is fixed", f"{project.settings.program} accept {name}"),)


def too_long(line: str) -> bool:
    """Whether a decimal on a line has more digits than two machines agree on."""
    return any(
        len(re.sub(r"\D", "", found).lstrip("0")) > MOST_DIGITS
        for found in (match[0].partition("e")[0] for match in DIGITS.finditer(line.lower()))
    )


def of_today(source: str) -> Iterator[tuple[int, str]]:
    """Where a script imports a module that differs between machines, or asks for Python's version
    or NumPy's date, which can be the same in two runs.
    """
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 1)
        names = [it.name for it in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in (name.partition(".")[0] for name in names):
            if name in sys.stdlib_module_names and name not in ALIKE.split():
                yield line, f"imports {name}, which may behave differently elsewhere; leave it out"
        if not VERSIONED.isdisjoint((getattr(node, "attr", ""), getattr(node, "name", ""))):
            yield line, "asks for something that depends on the version of Python; leave it out"
        elif "datetime64" in source and getattr(node, "value", "") in ("now", "today"):
            yield line, "asks NumPy for the current date; write a fixed date instead"
