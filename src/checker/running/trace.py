"""Follows a program statement by statement, and notes which variables each one changed.

    with Tracer(code, Listing(path, source, 1, 40), root) as tracer:
        exec(code, variables)
    tracer.text()

A page steps through what it notes: three turns of each loop, three calls of each function of the
script, and of those functions of the package that were asked for. What generators, lambdas and
comprehensions do belongs to the statement that uses them. A browser's Python, which is newer than
ours may be, is told by `sys.monitoring`, and pays nothing where nothing is noted.
"""

import io
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import Any, TextIO, cast

from checker.running.described import Described, described, fingerprint
from checker.running.example import regions_of
from checker.running.listing import Listing, Statement

ENDING = ".trace.json"
NUMBER = re.compile(r"(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)")
TURNS, CALLS = 3, 3  # of a loop, of a function
MOST_STEPS, MOST_CHARACTERS = 400, 70_000
MOST_PRINTED = 500  # characters that a step prints
FUNCTION, GENERATOR = 0x1, 0x20 | 0x80 | 0x200  # the flags of code objects
TOOL = 4  # our number in sys.monitoring; browser/example.py has another
MODULE = "<module>"


class Cut(BaseException):
    """Ends a run of which enough is noted, past every `except Exception` of an example."""


@dataclass(eq=False)
class Active:
    """A call that is being noted; the script itself is the first."""

    number: int
    frame: FrameType
    listing: Listing
    now: Statement | None = None
    at: int = 0  # its line in the file
    step: int = -1  # the number of its step
    skips: Statement | None = None  # the loop that makes further turns
    turns: Counter[Statement] = field(default_factory=Counter)
    known: dict[str, tuple[Any, Described | None]] = field(default_factory=dict)


class Tracer:
    """The trace of one run of a script, whose `listing` may be a region of it.

    `functions` are the names of functions of the package, a folder below `root`.
    """

    def __init__(
        self,
        code: CodeType,
        listing: Listing,
        root: Path,
        package: str = "",
        functions: Sequence[str] = (),
    ) -> None:
        self.code, self.root, self.package, self.functions = code, root, package, functions
        self.listings = [listing]
        self.of_code: dict[CodeType, Listing | None] = {}
        self.frames: list[tuple[str, int]] = []  # the name and the number of the listing of each
        self.steps: list[list[Any]] = []
        self.stack: list[Active] = []
        self.calls: Counter[CodeType] = Counter()
        self.size, self.printed, self.is_cut = 0, "", False

    def text(self) -> str:
        """The trace in JSON, a step a line: [frame, event, line, {variable: what it is}, printed].

        The event is "start", "line", "call", "return", or "skip" for the further turns of a loop.
        """
        ends = [{s.line: s.end for s in one.at.values() if s.end > s.line} for one in self.listings]
        listings = [[one.path, one.code if one.called else ""] for one in self.listings]
        about = {"listings": listings, "ends": ends, "frames": self.frames, "cut": self.is_cut}
        head = written(about).removesuffix("}")
        return f'{head},"steps":[\n' + ",\n".join(map(written, self.steps)) + "\n]}\n"

    # What a run tells.

    def called(self, frame: FrameType) -> bool:
        """A function begins to run; returns whether it is noted."""
        code = frame.f_code
        if not (listing := self.listing(code)) or self.calls[code] >= CALLS:
            return False
        if code is not self.code:
            self.unwind(frame.f_back)
            if not self.stack or self.stack[-1].skips or not self.stack[0].now:
                return False
        self.calls[code] += 1
        self.frames.append((listing.called or code.co_name, self.listings.index(listing)))
        self.stack.append(here := Active(len(self.frames) - 1, frame, listing))
        if code is not self.code:
            line = listing.shown.get(code.co_firstlineno, 1)
            self.note(here, "call", line, self.changes(here))
        return True

    def line(self, frame: FrameType, number: int) -> bool:
        """A line begins to run; returns whether it may ever be noted as things are."""
        if frame is not self.stack[-1].frame and any(one.frame is frame for one in self.stack):
            self.unwind(frame)
        here = self.stack[-1]
        if frame is not here.frame or (here.skips and number in here.skips.inside):
            return not here.skips
        statement = here.listing.at.get(number)
        if (statement is None and number in here.listing.shown) or statement is here.now:
            return True
        before, at = here.now, here.at
        if statement and not self.steps and (given := self.changes(here)):
            self.note(here, "start", 0, given)
        self.settle(here)
        here.now, here.at, here.step = statement, number, -1
        if not statement:
            if number > max(here.listing.shown):
                self.stop()
                raise Cut
            return True
        if statement.inside and at not in statement.inside:
            here.turns[statement] = 0
        loop = here.listing.loops.get(statement)
        if loop and before and (before is loop or (loop.endless and at >= number)):
            here.turns[loop] += 1
            if here.turns[loop] > TURNS:
                here.skips = loop
                return True
        ends = at in statement.inside and not statement.begins  # a `with`
        if not (statement.silent or ends):
            here.step = len(self.steps)
            self.note(here, "line", statement.line, {})
        return True

    def returned(self, frame: FrameType, value: object) -> None:
        """A function comes to its end; what an exception ends returns nothing."""
        if all(one.frame is not frame for one in self.stack):
            return
        self.unwind(frame)
        here = self.stack[-1]
        self.settle(here)
        if value is not None and frame.f_code is not self.code and (what := described(value)):
            if here.step == len(self.steps) - 1 and self.steps[-1][3:] == [{}]:
                self.steps.pop()  # of the statement that says so
            self.note(here, "return", here.now.line if here.now else 1, {"": what})
        self.stack.pop()

    def write(self, text: str) -> int:
        """Take what the script prints, in the place of standard output."""
        if self.stack and self.stack[0].now:
            self.printed = (self.printed + text)[:MOST_PRINTED]
        return self.output.write(text)

    def flush(self) -> None:
        """Pass on what is held back."""
        self.output.flush()

    # What is noted.

    def listing(self, code: CodeType) -> Listing | None:
        """The code that a page shows while this runs; None for what is not noted."""
        if code not in self.of_code:
            self.of_code[code] = self.find_listing(code)
        return self.of_code[code]

    def find_listing(self, code: CodeType) -> Listing | None:
        """Find it: a script is code without being a function."""
        if code is self.code:
            return self.listings[0]
        function = code.co_flags & FUNCTION and not code.co_flags & GENERATOR
        if not function or code.co_name.startswith("<"):
            return None
        if code.co_filename == self.code.co_filename:
            return self.listings[0] if code.co_firstlineno in self.listings[0].shown else None
        path = code.co_filename.removeprefix(f"{self.root}/")
        if code.co_qualname not in self.functions or not path.startswith(f"src/{self.package}/"):
            return None
        source = Path(code.co_filename).read_text(encoding="utf-8")
        last = max(line for _, _, line in code.co_lines() if line)
        self.listings.append(Listing(path, source, code.co_firstlineno, last, code.co_qualname))
        return self.listings[-1]

    def unwind(self, frame: FrameType | None) -> None:
        """Forget calls that an exception ended: they are not among the callers of a frame."""
        callers = []
        while frame:
            callers.append(frame)
            frame = frame.f_back
        while self.stack and self.stack[-1].frame not in callers:
            self.stack.pop()

    def settle(self, here: Active) -> None:
        """Note what the statement changed that has just run."""
        if not here.now:
            return
        changes, printed = self.changes(here), self.printed
        self.printed = ""
        if here.skips:
            self.note(here, "skip", here.skips.line, changes, printed)
            here.skips = None
        elif here.step == len(self.steps) - 1 and not here.now.silent:
            self.steps[-1][3:] = [changes, printed] if printed else [changes]
            self.size += len(written(self.steps[-1]))
        elif (changes or printed) and not here.now.silent:
            self.note(here, "line", here.now.line, changes, printed)

    def changes(self, here: Active) -> dict[str, Described]:
        """The variables of a call that are not what they were, each described."""
        found = {}
        is_script = here.frame.f_code is self.code
        # What a newer Python says of a script's locals can be old.
        variables = here.frame.f_globals if is_script else here.frame.f_locals
        own = getattr(variables.get("self"), "__dict__", {})
        for name in here.listing.names:
            of, _, key = name.rpartition(".")
            if key not in (values := own if of else variables):
                continue
            print_, (known, before) = fingerprint(values[key]), here.known.get(name, (None, None))
            if print_ is None or print_ != known:
                what = described(values[key])
                here.known[name] = print_, what
                if what is not None and what != before:
                    found[name] = what
        return found

    def note(
        self, here: Active, event: str, line: int, changes: dict[str, Described], printed: str = ""
    ) -> None:
        """Add a step. Raises Cut where there are enough."""
        if len(self.steps) >= MOST_STEPS or self.size > MOST_CHARACTERS:
            self.is_cut = True
            self.stop()
            raise Cut
        self.steps.append([here.number, event, line, changes, *([printed] if printed else [])])
        self.size += len(written(self.steps[-1]))

    # How Python tells what runs.

    def __enter__(self) -> "Tracer":
        self.output, sys.stdout = sys.stdout, cast(TextIO, self)
        self.start()
        return self

    def __exit__(self, kind: object, error: BaseException | None, _: TracebackType | None) -> bool:
        self.stop()
        sys.stdout = self.output
        return isinstance(error, Cut)

    if sys.version_info >= (3, 12):

        def start(self) -> None:
            monitoring, events = sys.monitoring, sys.monitoring.events
            monitoring.use_tool_id(TOOL, "steps")
            monitoring.register_callback(TOOL, events.PY_START, self.on_start)
            monitoring.register_callback(TOOL, events.LINE, self.on_line)
            monitoring.register_callback(TOOL, events.PY_RETURN, self.on_return)
            for code in codes_of(self.code):
                self.follow(code)
            if self.functions:
                monitoring.set_events(TOOL, events.PY_START)
            monitoring.restart_events()

        def follow(self, code: CodeType) -> None:
            """Have Python tell of the lines of a function."""
            if self.listing(code):
                events = sys.monitoring.events
                wanted = events.PY_START | events.LINE | events.PY_RETURN
                sys.monitoring.set_local_events(TOOL, code, wanted)

        def stop(self) -> None:
            if sys.monitoring.get_tool(TOOL):
                sys.monitoring.set_events(TOOL, 0)
                for code in self.of_code:
                    sys.monitoring.set_local_events(TOOL, code, 0)
                sys.monitoring.free_tool_id(TOOL)

        def on_start(self, code: CodeType, _: int) -> object:
            if self.functions and code not in self.of_code:
                self.follow(code)
            if not self.listing(code):
                return sys.monitoring.DISABLE
            self.called(sys._getframe(1))
            return None

        def on_line(self, code: CodeType, number: int) -> object:
            if not self.stack:
                return None
            skipped = self.stack[-1].skips
            heard = self.line(sys._getframe(1), number)
            if skipped and not self.stack[-1].skips:
                sys.monitoring.restart_events()
            return None if heard else sys.monitoring.DISABLE

        def on_return(self, code: CodeType, _: int, value: object) -> None:
            skipped = self.stack and self.stack[-1].skips
            self.returned(sys._getframe(1), value)
            if skipped:
                sys.monitoring.restart_events()

    else:

        def start(self) -> None:
            sys.settrace(self.on_call)

        def stop(self) -> None:
            sys.settrace(None)

        def on_call(self, frame: FrameType, event: str, value: object) -> Any:
            return self.on_event if event == "call" and self.called(frame) else None

        def on_event(self, frame: FrameType, event: str, value: object) -> Any:
            if event == "line":
                self.line(frame, frame.f_lineno)
            elif event == "return":
                self.returned(frame, value)
            return self.on_event


def codes_of(code: CodeType) -> Iterator[CodeType]:
    """A code object and all in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes_of(constant)


def alike(old: str, new: str) -> bool:
    """Whether two traces differ in the last of a number's three digits alone, if at all."""
    ours, theirs = NUMBER.split(old), NUMBER.split(new)
    pairs = zip(map(float, ours[1::2]), map(float, theirs[1::2]), strict=False)
    return ours[::2] == theirs[::2] and all(a == b or abs(a - b) < unit(a, b) for a, b in pairs)


def unit(*numbers: float) -> float:
    """A little more than one unit of the last of the three digits that the larger one has."""
    return float(1.01 * 10 ** (math.floor(math.log10(max(map(abs, numbers)))) - 2))


def written(value: object) -> str:
    """Write JSON, as short as it can be."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(order: str) -> None:
    """Print the trace of a script, or of a region of it."""
    root, package, path, region, functions = json.loads(order)
    source = Path(root, path).read_text(encoding="utf-8")
    code = compile(source, f"{root}/{path}", "exec", dont_inherit=True)
    lines = regions_of(path, source)[region] if region else (1, source.count("\n") + 1)
    script = sys.modules["__main__"] = ModuleType("__main__")
    script.__file__, sys.argv = code.co_filename, [code.co_filename]
    output, sys.stdout = sys.stdout, io.StringIO()
    with Tracer(code, Listing(path, source, *lines), Path(root), package, functions) as tracer:
        exec(code, vars(script))
    output.write(tracer.text())


if __name__ == "__main__":
    main(sys.argv[1])
