"""Run the code of a reader's answer and find its function.

    >>> from lessoncode.grading.answer import read
    >>> read(b"def double(x): return 2 * x", "answer.py", "double")(4)
    8

Only this function is graded; the rest of the code must run without an error.
"""

import linecache
from pathlib import Path

from lessoncode.grading.exercise import Function
from lessoncode.grading.grade import TimeUp, own_traceback, within_limit


class Broken(Exception):
    """An answer's code failed: `what` says how ("doesn't run"); `traceback` may be empty."""

    def __init__(self, what: str, traceback: str = "") -> None:
        super().__init__(what)
        self.what, self.traceback = what, traceback


def read(code: bytes, file: str, name: str) -> Function | None:
    """The function `name` that an answer's code defines; None if it defines no such function.

    Tracebacks call the code `file`. Raises Broken if the code fails or takes too long.
    """
    lines = code.decode(errors="replace").splitlines(keepends=True)
    linecache.cache[file] = (len(code), None, lines, file)
    names: dict[str, object] = {"__name__": Path(file).stem}
    try:
        within_limit(lambda: exec(compile(code, file, "exec"), names))
    except TimeUp as late:
        raise Broken(f"doesn't finish: {late}") from late
    except (Exception, SystemExit) as error:
        raise Broken("doesn't run", own_traceback(error)) from error
    found = names.get(name)
    return found if callable(found) else None
