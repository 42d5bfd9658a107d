"""A problem: what is wrong, where, and what to type next."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from textwrap import indent

# Exit codes: an output differs; an example failed, timed out or is unstable; a page is wrong.
DIFFERS, FAILED, WRONG_PAGE = 1, 3, 4
KEPT = 25  # lines at each end of a long detail


@dataclass
class Problem(Exception):
    """One thing that is wrong; it is raised where work can't go on before it is corrected.

    `code` is the exit code it causes, `path` is relative to the project, `line` counts from 1,
    `advice` pairs a situation with the command that helps. `moved` is how far pictures have moved,
    if nothing else about them has changed.
    """

    code: int
    path: str
    line: int | None
    message: str
    detail: str = ""
    advice: tuple[tuple[str, str], ...] = ()
    moved: Decimal | None = None

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}" if self.line else self.path
        text += f"  {self.message}\n"
        if self.detail.strip():
            lines = self.detail.rstrip().split("\n")
            if (more := len(lines) - 2 * KEPT) > 0:
                lines[KEPT:-KEPT] = [f"... {more} more lines ..."]
            text += "\n" + indent("\n".join(lines), "    ") + "\n"
        if self.advice:
            width = max(len(situation) for situation, _ in self.advice)
            text += "\n" + "".join(f"  {when:<{width}}  {what}\n" for when, what in self.advice)
        return text


def report(problems: Iterable[Problem]) -> int:
    """Print problems to standard error; returns the highest exit code, 0 without any.

    On GitHub each becomes an annotation beside the line it names as well.
    """
    code = 0
    for problem in problems:
        code = max(code, problem.code)
        print(problem, file=sys.stderr)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            text = str(problem).replace("%", "%25").replace("\n", "%0A")
            print(f"::error file={problem.path},line={problem.line or 1}::{text}")
    return code
