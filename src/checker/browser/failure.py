"""What a page says of a run that did not come to its end."""

import traceback
from pathlib import Path
from typing import Any

from checker.browser.script import ROOT, Script, titled

HERE = str(Path(__file__).parent)
TOO_LARGE = ("array is too big", "Maximum allowed dimension", "Maximum allowed size")


class Ended(BaseException):
    """Ends a run past every `except Exception`; `kind` says why."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def not_python(error: SyntaxError) -> dict[str, Any]:
    """Of an edit that is no Python; the error has the edit's lines."""
    region = str(error.filename).partition(" [")[2].removesuffix("]") or None
    what = (error.msg or "invalid syntax").rstrip(".")
    text = f"{where(error.lineno)} is not Python: {what}."
    shown = "".join(traceback.format_exception_only(error))
    return told("syntax", text, shown, region, error.lineno)


def failed(script: Script, error: BaseException) -> dict[str, Any]:
    """Of a run that an exception ended."""
    shown = traceback.TracebackException.from_exception(error)
    own = [frame.lineno for frame in shown.stack if frame.filename == script.file]
    region, line = script.place(own[-1]) if own and own[-1] else (None, None)
    kind, text = sentence(error, where(line))
    as_shown(script, shown)
    lines = "" if isinstance(error, Ended) else "".join(shown.format())
    return told(kind, text, lines, region, line)


def where(line: int | None) -> str:
    """How a sentence about a line begins."""
    return f"Line {line}" if line else "It"


def told(kind: str, text: str, shown: str, region: str | None, line: int | None) -> dict[str, Any]:
    """As the page gets it."""
    return {"kind": kind, "text": text, "traceback": shown, "region": region, "line": line}


def sentence(error: BaseException, begins: str) -> tuple[str, str]:
    """The kind of an error, and what the reader is told."""
    if isinstance(error, Ended):
        return error.kind, str(error)
    if isinstance(error, SystemExit):
        return "exit", f"{begins} ended the program: sys.exit({error})."
    if isinstance(error, MemoryError) or str(error).startswith(TOO_LARGE):
        return "memory", f"{begins} asked for more memory than Python has in a browser."
    if isinstance(error, RecursionError):
        return "exception", f"{begins} is in a function that calls itself without an end."
    what = str(error).strip().split("\n")[0].rstrip(".")
    name = type(error).__name__
    return "exception", f"{begins} failed: {name}{': ' * bool(what)}{what}."


def as_shown(script: Script, shown: traceback.TracebackException) -> None:
    """Let a traceback name blocks, with their own lines, and files from the project or library on;
    nothing of what runs them.
    """
    shown.stack[:] = [frame for frame in shown.stack if not frame.filename.startswith(HERE)]
    for frame in shown.stack:
        _ = frame.line  # read now, by the old name
        name, line = frame.filename, frame.lineno or 1
        if name == script.file:
            region, frame.lineno = script.place(line)
            frame.end_lineno = frame.lineno + (frame.end_lineno or line) - line
            name = titled(script.path, region)
        frame.filename = name.removeprefix(f"{ROOT}/").rpartition("site-packages/")[2]
    for other in (shown.__cause__, shown.__context__, *(shown.exceptions or ())):
        if other:
            as_shown(script, other)
