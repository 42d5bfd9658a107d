"""Runs an example with the reader's edits, and tells which region it enters and what that prints.

The file runs whole, as `__main__`, in a scratch folder, as the checker runs it.
"""

import io
import linecache
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, ModuleType
from typing import Any
from xml.etree import ElementTree

from checker.browser.as_new import as_new
from checker.browser.failure import Ended, failed, not_python
from checker.browser.script import ROOT, Script, read
from checker.browser.tasks import Order, Tell

MOST_PRINTED = 50_000  # characters
AT_ONCE = 50  # messages that do not wait; further ones have
SECONDS = 0.2  # between them
TOOL = 3  # our number among those that watch Python run; no other tool claims it
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Run(io.TextIOBase):
    """One run, and its standard output and error: tells each piece with the region it is of."""

    now: "Run | None" = None

    def __init__(self, script: Script, say: Tell) -> None:
        self.script, self.say = script, say
        self.region: str | None = None
        self.entered: str | None = None
        self.held: list[str] = []
        self.printed, self.messages, self.last = 0, 0, time.monotonic()
        self.written: dict[str, str | None] = {}  # drawings, each with the region that wrote it

    def write(self, text: str) -> int:
        """As a terminal would: refuses what is no text, or text with a lone surrogate."""
        text.encode()
        region = self.script.running(sys._getframe())
        if region != self.region:
            self.flush()
            self.region = region
        self.held.append(text[: max(0, MOST_PRINTED - self.printed)])
        self.printed += len(text)
        if self.printed > MOST_PRINTED:
            what = f"It printed more than {MOST_PRINTED:,} characters, so it was ended."
            raise Ended("flood", what)
        at_once = self.messages < AT_ONCE and text.endswith("\n")
        if at_once or time.monotonic() - self.last >= SECONDS:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Tell what is held back."""
        if text := "".join(self.held):
            self.say({"kind": "printed", "region": self.region, "text": text})
            self.messages, self.last = self.messages + 1, time.monotonic()
        self.held.clear()

    def enter(self, line: int) -> None:
        """Tell the region that a line is the first to run of."""
        region = self.script.region(line)
        if region and region != self.entered:
            self.flush()
            self.entered = region
            self.say({"kind": "entered", "region": region})

    def watch(self, path: str) -> None:
        """Note a file that is about to be written. Raises PermissionError for the project's own."""
        path = os.path.realpath(path)
        if path.endswith(".svg"):
            self.written[path] = self.script.running(sys._getframe())
        if path.startswith(f"{ROOT}/") and "__pycache__" not in path:
            raise PermissionError(f"{path} is the project's; write into the current folder")


class Nobody(io.TextIOBase):
    """Standard input, of which there is none."""

    def read(self, size: int | None = -1, /) -> str:
        raise Ended("input", "input() has nobody to ask here; write the answer into the code.")

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        return self.read(size)


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """The audit hook, which cannot be taken away again."""
    if event == "open" and Run.now and not isinstance(arguments[0], int) and arguments[2] & WRITES:
        Run.now.watch(os.fsdecode(arguments[0]))


sys.addaudithook(watch)


if sys.version_info >= (3, 12):  # as in browsers; before, nobody is told which region runs

    def enter(code: CodeType, line: int) -> object:
        """Called once for each line of a script's own level."""
        if Run.now:
            Run.now.enter(line)
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(TOOL, "lessoncode")
    sys.monitoring.register_callback(TOOL, sys.monitoring.events.LINE, enter)


def run(order: Order, tell: Tell) -> dict[str, Any]:
    """Run `order["example"]` with `order["edits"]`, the code of each region that was edited.

    `order["arguments"]` stand behind its name on the command line.
    """
    began = time.monotonic()
    try:
        script = read(f"examples/{order['example']}.py", order["edits"])
    except SyntaxError as wrong:
        return {"seconds": 0.0, "error": not_python(wrong), "note": None}
    run = Run(script, tell)
    with TemporaryDirectory(prefix="example-", ignore_cleanup_errors=True) as folder:
        with as_new(folder):
            error = execute(run, order.get("arguments", []))
        for figure in figures(Path(folder).resolve(), run):
            tell(figure)
    return {"seconds": round(time.monotonic() - began, 3), "error": error, "note": noted(script)}


def noted(script: Script) -> str | None:
    """What the reader should know of a run besides."""
    stands_in = sys.modules.get("tiktoken")
    ours = stands_in and str(stands_in.__file__).startswith(str(ROOT))
    if not ours or "import tiktoken" not in script.source:
        return None
    return " ".join(str(stands_in.__doc__).split())


def execute(run: Run, arguments: list[str]) -> dict[str, Any] | None:
    """Run a script to its end; what ended it, if it did not come there."""
    script = run.script
    main = ModuleType("__main__")
    main.__file__ = script.file
    sys.modules["__main__"], sys.argv = main, [script.file, *arguments]
    sys.stdin, sys.stdout, sys.stderr = Nobody(), run, run
    lines = script.source.splitlines(keepends=True)  # what tracebacks show
    linecache.cache[script.file] = len(script.source), None, lines, script.file
    if sys.version_info >= (3, 12):
        sys.monitoring.set_local_events(TOOL, script.code, sys.monitoring.events.LINE)
    Run.now = run
    try:
        exec(script.code, vars(main))
    except BaseException as error:
        return failed(script, error)
    finally:
        Run.now = None
        run.flush()
    return None


def figures(folder: Path, run: Run) -> Iterator[dict[str, Any]]:
    """The drawings that a run left, with their captions."""
    for file in sorted(folder.glob("*.svg")):
        svg = file.read_text(encoding="utf-8", errors="replace")
        caption = None
        with suppress(ElementTree.ParseError):
            caption = ElementTree.fromstring(svg).get("data-caption")
        region = run.written.get(str(file))
        told = {"kind": "figure", "name": file.stem, "region": region}
        yield {**told, "svg": svg, "caption": caption}
