"""Follows a program statement by statement, and notes which variables each one changed.

    with Tracer(code, Listing(path, source, 1, 40), root) as tracer:
        exec(code, variables)
    tracer.text()

A page steps through what it notes: three turns of each loop, three calls of each function of the
script, and of those functions of the package that were asked for. What generators, lambdas and
comprehensions do belongs to the statement that uses them. In a browser's Python, which may be newer
than ours, `sys.monitoring` calls the tracer, and code that is not noted runs as fast as without it.
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
from types import CodeType, FrameType, ModuleType
from typing import Any, TextIO, cast

from checker.running.described import Described, described, fingerprint
from checker.running.example import regions_of
from checker.running.listing import Listing, Statement

ENDING = ".trace.json"  # of a record
NUMBER = re.compile(r"(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)")
TURNS, CALLS = 3, 3  # of a loop, of a function
MOST_STEPS, MOST_CHARACTERS = 400, 70_000
MOST_PRINTED = 500  # characters that a step prints
FUNCTION, GENERATOR = 0x1, 0x20 | 0x80 | 0x200  # the flags of code objects
TOOL = 4  # our number in sys.monitoring; browser/example.py has another


class Cut(BaseException):
    """Ends a run once enough is noted, past every `except Exception` of an example."""


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
        self.code, self.package, self.functions = code, f"{root}/src/{package}/", functions
        self.root, self.listings = root, [listing]
        # By the id of each code object, whose hash takes long.
        self.of_code: dict[int, tuple[CodeType, Listing | None]] = {}
        self.frames: list[tuple[str, int]] = []  # the name and the number of the listing of each
        self.steps: list[list[Any]] = []
        self.stack: list[Active] = []
        self.calls: Counter[int] = Counter()
        self.size, self.printed, self.is_cut, self.is_behind = 0, "", False, False

    def text(self) -> str:
        """The trace in JSON, a step a line: [frame, event, line, {variable: what it is}, printed].

        The event is "start", "line", "call", "return", or "skip" for the further turns of a loop.
        """
        ends = [{s.line: s.end for s in one.at.values() if s.end > s.line} for one in self.listings]
        listings = [[one.path, one.code if one.called else ""] for one in self.listings]
        about = {"listings": listings, "ends": ends, "frames": self.frames, "cut": self.is_cut}
        rows = ",\n".join(map(written, self.steps))
        return f'{written(about)[:-1]},"steps":[\n{rows}\n]}}\n'

    # What happens in a run.

    def called(self, frame: FrameType) -> bool:
        """A function begins to run; returns whether it is noted."""
        code, is_script = frame.f_code, frame.f_code is self.code
        if not (listing := self.listing(code)) or self.calls[id(code)] >= CALLS:
            return False
        if not is_script:
            self.unwind(frame.f_back)
            is_running = self.stack and (self.stack[0].now or self.is_behind)
            if not is_running or self.stack[-1].skips:
                return False
        self.calls[id(code)] += 1
        self.frames.append((listing.called or code.co_name, self.listings.index(listing)))
        self.stack.append(here := Active(len(self.frames) - 1, frame, listing))
        if not is_script:
            self.note(here, "call", listing.shown.get(code.co_firstlineno, 1), self.changes(here))
        return True

    def line(self, frame: FrameType, number: int) -> bool:
        """A line begins to run; returns whether it may be noted before a loop ends."""
        if any(one.frame is frame for one in self.stack):
            self.unwind(frame)
        here = self.stack[-1]
        if frame is not here.frame or (here.skips and number in here.skips.inside):
            return not here.skips
        statement = here.listing.at.get(number)
        if (statement is here.now) if statement else (number in here.listing.shown):
            return True
        if statement and not self.steps and (given := self.changes(here)):
            self.note(here, "start", 0, given)
        self.settle(here)
        before, at = here.now, here.at
        here.now, here.at, here.step = statement, number, -1
        if not statement:
            if number > max(here.listing.shown):
                self.go_on_behind()
            return True
        if statement.inside and at not in statement.inside:
            here.turns[statement] = 0
        if (loop := here.listing.loops.get(statement)) and before is loop:
            here.turns[loop] += 1
            here.skips = loop if here.turns[loop] > TURNS else None
        ends = at in statement.inside and not statement.begins  # a `with`
        if not (statement.silent or ends or here.skips):
            here.step = len(self.steps)
            self.note(here, "line", statement.line, {})
        return True

    def returned(self, frame: FrameType, value: object) -> None:
        """A function returns; one that an exception ends does not."""
        if all(one.frame is not frame for one in self.stack):
            return
        self.unwind(frame)
        here = self.stack[-1]
        self.settle(here)
        if value is not None and frame.f_code is not self.code and (what := described(value)):
            if here.step == len(self.steps) - 1 and self.steps[-1][3:] == [{}]:
                self.steps.pop()  # the step of the `return` statement itself
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
        """The listing that a page shows while this code runs; None if the code is not noted."""
        if id(code) not in self.of_code:
            self.of_code[id(code)] = code, self.find_listing(code)
        return self.of_code[id(code)][1]

    def find_listing(self, code: CodeType) -> Listing | None:
        """Find the listing of a code object: the script's, or a new one of the package's."""
        if code is self.code:
            return self.listings[0]
        file, is_function = code.co_filename, code.co_flags & FUNCTION and code.co_name[0] != "<"
        if not is_function or code.co_flags & GENERATOR:
            return None
        if file == self.code.co_filename:
            return self.listings[0] if code.co_firstlineno in self.listings[0].shown else None
        if code.co_qualname not in self.functions or not file.startswith(self.package):
            return None
        source, path = Path(file).read_text("utf-8"), file.removeprefix(f"{self.root}/")
        last = max(line or 0 for _, _, line in code.co_lines())
        self.listings.append(Listing(path, source, code.co_firstlineno, last, code.co_qualname))
        return self.listings[-1]

    def go_on_behind(self) -> None:
        """Behind a region, go on only to note calls of functions that it defines, or raise Cut."""
        own = [code for code in codes_of(self.code) if code is not self.code and self.listing(code)]
        self.is_behind = self.is_behind or not any(self.calls[id(code)] for code in own)
        if not self.is_behind or all(self.calls[id(code)] >= CALLS for code in own):
            self.stop()
            raise Cut

    def unwind(self, frame: FrameType | None) -> None:
        """Forget calls that an exception ended: they are not among the callers of a frame."""
        callers = set()
        while frame:
            callers.add(frame)
            frame = frame.f_back
        while self.stack and self.stack[-1].frame not in callers:
            self.stack.pop()

    def settle(self, here: Active) -> None:
        """Note what the last statement changed."""
        if not here.now:
            return
        changes, printed = self.changes(here), self.printed
        self.printed = ""
        if here.skips:
            self.note(here, "skip", here.skips.line, changes, printed)
            here.skips = None
            self.hear_again()
        elif here.step == len(self.steps) - 1 and not here.now.silent:
            self.steps[-1][3:] = [changes, printed] if printed else [changes]
            self.size += len(written(self.steps[-1]))
        elif (changes or printed) and not here.now.silent:
            self.note(here, "line", here.now.line, changes, printed)

    def changes(self, here: Active) -> dict[str, Described]:
        """The variables of a call that have changed, each described."""
        found, frame = {}, here.frame
        # What a newer Python says of a script's locals can be old.
        variables = frame.f_globals if frame.f_code is self.code else frame.f_locals
        own = getattr(variables.get("self"), "__dict__", {})
        for name in here.listing.names:
            of, _, key = name.rpartition(".")
            if key in (values := own if of else variables):
                mark, (known, before) = fingerprint(values[key]), here.known.get(name, (None, None))
                if mark is None or mark != known:
                    here.known[name] = mark, (what := described(values[key]))
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

    # How Python reports what runs.

    def __enter__(self) -> "Tracer":
        self.output, sys.stdout = sys.stdout, cast(TextIO, self)
        self.start()
        return self

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> bool:
        self.stop()
        sys.stdout = self.output
        return isinstance(error, Cut)

    if sys.version_info >= (3, 12):

        def start(self) -> None:
            tells, on = sys.monitoring, sys.monitoring.events
            tells.use_tool_id(TOOL, "steps")
            tells.register_callback(TOOL, on.PY_START, self.on_start)
            tells.register_callback(TOOL, on.LINE, self.on_line)
            tells.register_callback(TOOL, on.PY_RETURN, self.on_return)
            for code in codes_of(self.code):
                self.follow(code)
            tells.set_events(TOOL, on.PY_START if self.functions else 0)
            self.hear_again()

        def follow(self, code: CodeType) -> None:
            if self.listing(code):
                on = sys.monitoring.events
                wanted = on.PY_START | on.LINE | on.PY_RETURN
                sys.monitoring.set_local_events(TOOL, code, wanted)

        def stop(self) -> None:
            if sys.monitoring.get_tool(TOOL):
                for code, _ in self.of_code.values():
                    sys.monitoring.set_local_events(TOOL, code, 0)
                sys.monitoring.set_events(TOOL, 0)
                sys.monitoring.free_tool_id(TOOL)

        def hear_again(self) -> None:
            sys.monitoring.restart_events()

        def on_start(self, code: CodeType, _: int) -> object:
            if self.functions and id(code) not in self.of_code:
                self.follow(code)
            if not self.listing(code):
                return sys.monitoring.DISABLE
            self.called(sys._getframe(1))
            return None

        def on_line(self, code: CodeType, number: int) -> object:
            is_heard = not self.stack or self.line(sys._getframe(1), number)
            return None if is_heard else sys.monitoring.DISABLE

        def on_return(self, code: CodeType, _: int, value: object) -> None:
            self.returned(sys._getframe(1), value)

    else:

        def start(self) -> None:
            sys.settrace(self.on_event)

        def stop(self) -> None:
            sys.settrace(None)

        def hear_again(self) -> None: ...

        def on_event(self, frame: FrameType, event: str, value: object) -> Any:
            if event == "call":
                return self.on_event if self.called(frame) else None
            if event == "line":
                self.line(frame, frame.f_lineno)
            elif event == "return":
                self.returned(frame, value)
            return self.on_event


def codes_of(code: CodeType) -> Iterator[CodeType]:
    """A code object and all code objects in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes_of(constant)


def written(value: object) -> str:
    """Write JSON, as short as it can be."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def alike(old: str, new: str) -> bool:
    """Whether traces differ, if at all, by a unit of the last of a number's three digits."""
    ours, theirs = NUMBER.split(old), NUMBER.split(new)
    pairs = [(float(a), float(b)) for a, b in zip(ours[1::2], theirs[1::2], strict=False)]
    return ours[::2] == theirs[::2] and all(
        a == b or abs(a - b) < 1.01 * 10 ** (math.floor(math.log10(max(abs(a), abs(b)))) - 2)
        for a, b in pairs
    )


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
