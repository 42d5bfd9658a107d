"""An answer as a reader writes it, the code of a file: it is run, and its function found."""

import linecache
from pathlib import Path

from lessoncode.grading.exercise import Function
from lessoncode.grading.grade import TimeUp, own_traceback, within_limit


class Broken(Exception):
    """An answer's file that did not come to its end: what it does instead, and its traceback."""

    def __init__(self, what: str, traceback: str = "") -> None:
        super().__init__(what)
        self.what, self.traceback = what, traceback


def read(code: bytes, file: str, name: str) -> Function | None:
    """Run an answer's code; the function of that name, if it has one.

    A traceback calls the code `file`, whether there is one or not. Raises Broken.
    """
    lines = code.decode(errors="replace").splitlines(keepends=True)
    linecache.cache[file] = (len(code), None, lines, file)
    names: dict[str, object] = {"__name__": Path(file).stem}
    try:
        within_limit(lambda: exec(compile(code, file, "exec"), names))
    except TimeUp as late:
        raise Broken(f"does not come to its end: {late}") from late
    except (Exception, SystemExit) as error:
        raise Broken("does not run", own_traceback(error)) from error
    found = names.get(name)
    return found if callable(found) else None
