"""Runs an example with the reader's edits, and sends the page what each region prints and draws.

As in the checker, the whole file runs as `__main__`, in a scratch folder.
"""

import io
import linecache
import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, ModuleType
from typing import Any
from xml.etree import ElementTree

from checker.browser.clean_start import clean_start
from checker.browser.failure import Ended, failed, not_python
from checker.browser.script import ROOT, Script, read
from checker.browser.tasks import SETTINGS, Order, Tell

MOST_PRINTED = 50_000  # characters
AT_ONCE = 50  # lines of output that are sent at once; after them, text waits
SECONDS = 0.2  # for which text waits
TOOL = 3  # our number in sys.monitoring, which no other tool claims
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Run(io.TextIOBase):
    """One run, and its standard output and error, which sends each text with its region."""

    now: "Run | None" = None

    def __init__(self, script: Script, say: Tell) -> None:
        self.script, self.say = script, say
        self.region: str | None = None
        self.entered: str | None = None
        self.held: list[str] = []
        self.printed, self.messages, self.last = 0, 0, time.monotonic()
        self.written: dict[str, str | None] = {}  # drawings, each with the region that wrote it

    def write(self, text: str) -> int:
        """Send a text, or hold it back. Raises, as a terminal does, for a lone surrogate."""
        text.encode()
        region = self.script.running(sys._getframe())
        if region != self.region:
            self.flush()
            self.region = region
        self.held.append(text[: max(0, MOST_PRINTED - self.printed)])
        self.printed += len(text)
        if self.printed > MOST_PRINTED:
            raise Ended(f"It printed more than {MOST_PRINTED:,} characters, so we stopped it.")
        at_once = self.messages < AT_ONCE and text.endswith("\n")
        if at_once or time.monotonic() - self.last >= SECONDS:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send the text that is held back."""
        if text := "".join(self.held):
            self.say({"kind": "printed", "region": self.region, "text": text})
            self.messages, self.last = self.messages + 1, time.monotonic()
        self.held.clear()

    def enter(self, line: int) -> None:
        """Tell the page that a line's region begins to run."""
        region = self.script.region(line)
        if region and region != self.entered:
            self.flush()
            self.entered = region
            self.say({"kind": "entered", "region": region})

    def watch(self, path: str) -> None:
        """Note a file that will be written. Raises PermissionError for the project's files."""
        path = os.path.realpath(path)
        if path.endswith(".svg"):
            self.written[path] = self.script.running(sys._getframe())
        if path.startswith(f"{ROOT}/") and "__pycache__" not in path:
            raise PermissionError(f"{path} is the project's; write into the current folder")


class NoInput(io.TextIOBase):
    """A standard input that ends a run which reads from it."""

    def read(self, size: int | None = -1, /) -> str:
        raise Ended("input() can't ask anyone here. Write the answer into the code.")

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        return self.read(size)


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook, which stays: tell the current run about each file that is opened to write."""
    if event == "open" and Run.now and not isinstance(arguments[0], int) and arguments[2] & WRITES:
        Run.now.watch(os.fsdecode(arguments[0]))


sys.addaudithook(watch)


if sys.version_info >= (3, 12):  # as in browsers; an older Python does not say which region runs

    def enter(code: CodeType, line: int) -> object:
        """Tell the current run about a line at module level that runs for the first time."""
        if Run.now:
            Run.now.enter(line)
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(TOOL, "lessoncode")
    sys.monitoring.register_callback(TOOL, sys.monitoring.events.LINE, enter)


def run(order: Order, tell: Tell) -> dict[str, Any]:
    """Run `order["example"]` with `order["edits"]`, the code of each region that was edited.

    `order["arguments"]` are those of its command line, and `order["region"]`, if given, is traced.
    Returns the seconds that it took, its error, a note and the trace.
    """
    began = time.monotonic()
    try:
        script = read(f"examples/{order['example']}.py", order["edits"])
    except SyntaxError as wrong:
        return {"seconds": 0.0, "error": not_python(wrong), "note": None, "trace": None}
    run, tracer = Run(script, tell), tracer_of(script, order) if "region" in order else None
    with TemporaryDirectory(prefix="example-", ignore_cleanup_errors=True) as folder:
        with clean_start(folder):
            error = execute(run, order.get("arguments", []), tracer)
        for figure in figures(Path(folder).resolve(), run):
            tell(figure)
    seconds, trace = round(time.monotonic() - began, 3), tracer.text() if tracer else None
    return {"seconds": seconds, "error": error, "note": note_on(script), "trace": trace}


def tracer_of(script: Script, order: Order) -> Any:
    """A tracer of `order["region"]`, or of the whole script if that is "".

    `order["functions"]` are the functions of the package to step into.
    """
    from checker.running.listing import Listing  # most runs need no tracer
    from checker.running.trace import Tracer

    lines = script.regions.get(order["region"]) or (1, script.source.count("\n") + 1)
    listing = Listing(script.path, script.source, *lines)
    return Tracer(script.code, listing, ROOT, SETTINGS.package, order["functions"])


def note_on(script: Script) -> str | None:
    """The note about the module that replaced tiktoken, if one did."""
    stands_in = sys.modules.get("tiktoken")
    ours = stands_in and str(stands_in.__file__).startswith(str(ROOT))
    if not ours or "import tiktoken" not in script.source:
        return None
    return " ".join(str(stands_in.__doc__).split())


def execute(
    run: Run, arguments: list[str], within: AbstractContextManager[Any] | None
) -> dict[str, Any] | None:
    """Run a script, perhaps `within` a `with`. Returns the page's message on its error, if any."""
    script = run.script
    main = ModuleType("__main__")
    main.__file__ = script.file
    sys.modules["__main__"], sys.argv = main, [script.file, *arguments]
    sys.stdin, sys.stdout, sys.stderr = NoInput(), run, run
    lines = script.source.splitlines(keepends=True)  # what tracebacks show
    linecache.cache[script.file] = len(script.source), None, lines, script.file
    if sys.version_info >= (3, 12):
        sys.monitoring.set_local_events(TOOL, script.code, sys.monitoring.events.LINE)
    Run.now = run
    try:
        with within or nullcontext():
            exec(script.code, vars(main))
    except BaseException as error:
        return failed(script, error)
    finally:
        Run.now = None
        run.flush()
    return None


def figures(folder: Path, run: Run) -> Iterator[dict[str, Any]]:
    """The messages to the page, one for each drawing that a run left."""
    for file in sorted(folder.glob("*.svg")):
        svg, caption = file.read_text(encoding="utf-8", errors="replace"), None
        with suppress(ElementTree.ParseError):
            caption = ElementTree.fromstring(svg).get("data-caption")
        region = run.written.get(str(file))
        yield {"kind": "figure", "region": region, "svg": svg, "caption": caption}
