"""Measured numbers in docstrings and comments, of the package and the examples, have a source.

Most numbers in code were not measured: shapes, defaults, constants of formulas. Only a number with
a unit of time or memory or a percent sign counts, such as 79 ms, whose sentence then names a web
address, an arXiv id, a doi or the benchmark that measures it (benchmarks/check.py).
"""

import re
from collections.abc import Iterator
from io import StringIO
from token import COMMENT, DEDENT, INDENT, NEWLINE, NL, STRING
from tokenize import TokenError, generate_tokens

from checker.pages.numbers import SOURCE, sentences
from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

MEASURED = re.compile(
    r"(?<!limit: )(?<![\w.])\.?\d[\d.,/]*\s?"
    r"(?:[%‰]|(?:per ?cent|[µm]?s|seconds?|minutes?|hours?|days?|[kMGT]B|of the time)\b)"
)
BENCHMARK = re.compile(r"benchmarks/\w+\.py")


def unsourced_measurements(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Measured numbers in docstrings and comments whose sentence names no source."""
    folders = ("src", "examples", project.settings.exercises)
    for path in (path for folder in folders for path in project.files(folder, ".py")):
        text = project.text(path, "replace")
        for line, said in remarks(text) if MEASURED.search(text) else ():
            for start, part in sentences(said):
                if not SOURCE.search(part) and not BENCHMARK.search(part):
                    for match in MEASURED.finditer(part):
                        where = line + said.count("\n", 0, start + match.start())
                        what = " ".join(match[0].split())
                        message = f"says {what} without a source in its sentence; name one, or none"
                        yield Problem(WRONG_PAGE, path, where, message)


def remarks(text: str) -> list[tuple[int, str]]:
    """The docstrings and comments of a script, each with its first line."""
    found: list[tuple[int, str]] = []
    comments: list[tuple[int, str]] = []
    before = NEWLINE
    try:
        for token in generate_tokens(StringIO(text).readline):
            if token.type == COMMENT:
                line, said = comments[-1] if comments else (-1, "")
                if line + said.count("\n") + 1 == token.start[0]:  # it goes on
                    comments[-1] = line, f"{said}\n{token.string[1:]}"
                else:
                    comments.append((token.start[0], token.string[1:]))
            elif token.type == STRING and before in (NEWLINE, INDENT, DEDENT):
                found.append((token.start[0], token.string))
            if token.type not in (COMMENT, NL):
                before = token.type
    except (SyntaxError, TokenError):  # another rule finds it
        return []
    return found + comments
