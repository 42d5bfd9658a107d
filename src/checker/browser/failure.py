"""What a page says about a run that failed or was stopped."""

import traceback
from pathlib import Path
from typing import Any

from checker.browser.script import ROOT, Script, titled

HERE = str(Path(__file__).parent)
TOO_LARGE = ("array is too big", "Maximum allowed dimension", "Maximum allowed size")


class Ended(BaseException):
    """Ends a run, past every `except Exception` of an example, and says why."""


def not_python(error: SyntaxError) -> dict[str, Any]:
    """The message about an edit that is not Python; the error counts the edit's own lines."""
    region = str(error.filename).partition(" [")[2].removesuffix("]") or None
    what = (error.msg or "invalid syntax").rstrip(".")
    where = f"Line {error.lineno}" if error.lineno else "It"
    shown = "".join(traceback.format_exception_only(error))
    return {"text": f"{where} is not Python: {what}.", "traceback": shown, "region": region}


def failed(script: Script, error: BaseException) -> dict[str, Any]:
    """The message about a run that an exception ended."""
    shown = traceback.TracebackException.from_exception(error)
    own = [frame.lineno for frame in shown.stack if frame.filename == script.file]
    region, line = script.place(own[-1]) if own and own[-1] else (None, None)
    name_blocks(script, shown)
    lines = "" if isinstance(error, Ended) else "".join(shown.format())
    text = sentence(error, f"Line {line}" if line else "It")
    return {"text": text, "traceback": lines, "region": region}


def sentence(error: BaseException, begins: str) -> str:
    """The sentence that tells the reader about an error."""
    if isinstance(error, Ended):
        return str(error)
    if isinstance(error, SystemExit):
        return f"{begins} ended the program: sys.exit({error})."
    if isinstance(error, MemoryError) or str(error).startswith(TOO_LARGE):
        return f"{begins} asked for more memory than Python has in a browser."
    if isinstance(error, RecursionError):
        return f"{begins} is in a function that calls itself forever."
    what = str(error).strip().split("\n")[0].rstrip(".")
    return f"{begins} failed: {type(error).__name__}{': ' * bool(what)}{what}."


def name_blocks(script: Script, shown: traceback.TracebackException) -> None:
    """Name blocks in a traceback, with their own line numbers, and other files by short paths.

    The frames of this package, which runs them, are left out.
    """
    shown.stack[:] = [frame for frame in shown.stack if not frame.filename.startswith(HERE)]
    for frame in shown.stack:
        _ = frame.line  # Python reads the line now, by the old name
        name, line = frame.filename, frame.lineno or 1
        if name == script.file:
            region, frame.lineno = script.place(line)
            frame.end_lineno = frame.lineno + (frame.end_lineno or line) - line
            name = titled(script.path, region)
        frame.filename = name.removeprefix(f"{ROOT}/").rpartition("site-packages/")[2]
    for other in (shown.__cause__, shown.__context__, *(shown.exceptions or ())):
        if other:
            name_blocks(script, other)
