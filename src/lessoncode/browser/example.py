"""Runs an example with the reader's edits, and tells what it prints, region by region.

The file runs whole, as `__main__`, in a scratch folder, as the checker runs it. All runs share one
interpreter, so each leaves it as it found it.
"""

import atexit
import builtins
import io
import linecache
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

from lessoncode.browser import Order, Tell
from lessoncode.browser.script import Script, read

ROOT = Path(__file__).parents[3]
MOST_PRINTED = 50_000  # characters
SECONDS = 0.2  # between two messages, once there were
AT_ONCE = 50  # messages that need not wait


class Ended(BaseException):
    """Ends a run past every `except Exception`; `kind` says why."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


class Output(io.TextIOBase):
    """Standard output and error: tells each piece with the region that printed it."""

    def __init__(self, script: Script, tell: Tell) -> None:
        self.script, self.tell = script, tell
        self.region: str | None = None
        self.held: list[str] = []
        self.printed, self.messages, self.told = 0, 0, 0.0

    def write(self, text: str) -> int:
        """As a terminal would: refuses what is no text, or text with a lone surrogate."""
        text.encode()
        region = self.script.running(sys._getframe())
        if region != self.region:
            self.flush()
            self.region = region
        left = MOST_PRINTED - self.printed
        self.printed += len(text)
        self.held.append(text[: max(left, 0)])
        if self.printed > MOST_PRINTED:
            what = f"It printed more than {MOST_PRINTED:,} characters, and was ended."
            raise Ended("flood", what)
        waits = self.messages >= AT_ONCE or not text.endswith("\n")
        if not waits or time.monotonic() - self.told >= SECONDS:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Tell what is held back."""
        if text := "".join(self.held):
            self.tell({"kind": "printed", "region": self.region, "text": text})
            self.messages, self.told = self.messages + 1, time.monotonic()
        self.held.clear()


class Nobody(io.TextIOBase):
    """Standard input, of which there is none."""

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        raise Ended("input", "input() finds nobody to ask here: write the answer into the code.")

    read = readline  # type: ignore[assignment]


def run(order: Order, tell: Tell) -> dict[str, Any]:
    """Run `order["example"]` with `order["edits"]`: the code of each region that was edited."""
    path = f"examples/{order['example']}.py"
    began = time.monotonic()
    try:
        script = read(ROOT, path, order["edits"])
    except SyntaxError as error:
        return {"seconds": 0.0, "error": not_python(error)}
    output = Output(script, tell)
    with as_new() as folder:
        error = execute(script, output)
        with suppress(Ended):
            output.flush()
        for figure in drawn(folder, script):
            tell(figure)
    return {"seconds": round(time.monotonic() - began, 3), "error": error}


def execute(script: Script, output: Output) -> dict[str, Any] | None:
    """Run a script; what ended it, if it did not come to its end."""
    module = ModuleType("__main__")
    module.__file__ = script.file
    sys.modules["__main__"] = module
    sys.argv, sys.stdin = [script.file], Nobody()
    lines = script.source.splitlines(keepends=True)
    linecache.cache[script.file] = (len(script.source), None, lines, script.file)
    with redirect_stdout(output), redirect_stderr(output):
        try:
            exec(script.code, module.__dict__)
            atexit._run_exitfuncs()
        except BaseException as error:
            return failed(script, error)
    return None


@contextmanager
def as_new() -> Iterator[Path]:
    """A scratch folder; afterwards all is put back that a run can leave for the next one."""
    kept = dict(os.environ), list(sys.path), dict(vars(builtins)), sys.stdin, list(sys.argv)
    forget()
    folder = Path(tempfile.mkdtemp(prefix="example-"))
    try:
        with chdir(folder), warnings.catch_warnings():
            yield folder
    finally:
        os.environ.clear()
        os.environ.update(kept[0])
        sys.path[:], sys.stdin, sys.argv = kept[1], kept[3], kept[4]
        vars(builtins).update(kept[2])
        shutil.rmtree(folder, ignore_errors=True)


def forget() -> None:
    """The modules of the project, and NumPy's settings."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        own = name.startswith("lessoncode.") and not name.startswith("lessoncode.browser")
        if own or file.startswith(f"{ROOT}/examples/"):
            del sys.modules[name]
    random.seed()


def drawn(folder: Path, script: Script) -> Iterator[dict[str, Any]]:
    """The figures that a run left, with their captions."""
    for file in sorted(folder.glob("*.svg")):
        svg = file.read_text(encoding="utf-8")
        with suppress(ElementTree.ParseError):
            caption = ElementTree.fromstring(svg).get("data-caption")
            yield {"kind": "figure", "region": None, "svg": svg, "caption": caption}


def not_python(error: SyntaxError) -> dict[str, Any]:
    """What a page says of code that is none."""
    region = (error.filename or "").partition("[")[2].rstrip("]") or None
    text = f"Line {error.lineno} is not Python: {error.msg}."
    shown = "".join(traceback.format_exception_only(error))
    return {
        "kind": "syntax",
        "text": text,
        "traceback": shown,
        "region": region,
        "line": error.lineno,
    }


def failed(script: Script, error: BaseException) -> dict[str, Any]:
    """What a page says of a run that did not come to its end."""
    return {
        "kind": getattr(error, "kind", "exception"),
        "text": str(error),
        "traceback": "".join(traceback.format_exception(error)),
        "region": None,
        "line": None,
    }
