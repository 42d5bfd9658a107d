"""Runs examples, each in a fork of its own, and reports what each printed, drew and read.

`process.Server` starts this file as a script, with the modules to load before the first fork, and
sends one order a line. It imports nothing of the project, so that an example finds only its own
modules in `sys.modules`. It protects against accidents; it is not a sandbox against attackers.
"""

import atexit
import glob
import importlib
import io
import json
import os
import resource
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, TextIO, cast

REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn",
           "os.system")  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = ("os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink",
           "os.truncate", "os.utime", "sqlite3.connect")  # fmt: skip
SYSTEM = ("/usr/", "/lib", "/etc/", "/proc/", "/sys/", "/dev/", "/System/", "/Library/")
GUARD = "checker.running.unrepeatable"
HERE = os.path.dirname(__file__)
MOST_PRINTED = 1_000_000  # characters
MOST_MEMORY = 4 * 2**30  # bytes of address space
MOST_BYTES = 64 * 2**20  # of any one file


class Child:
    """One run of a script, whose `order["regions"]` are each a first and a last line."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.root, self.regions, self.too_long = order["root"], order["regions"], order["too_long"]
        self.script = f"{self.root}/{order['script']}"
        self.figures = order["unsaved"]  # like "package.figure:unsaved"
        self.report = os.open(order["report"], os.O_WRONLY | os.O_CREAT)
        self.scratch = os.path.realpath(os.getcwd())
        known = [sys.prefix, sys.base_prefix, self.scratch, f"{self.root}/.cache", *sys.path]
        self.allowed = (*SYSTEM, *(f"{path}/" for path in known if path))
        own = (f"{self.root}/", f"{self.root}/src/")  # also in a project below /usr
        self.aside = tuple(p for p in self.allowed if p.startswith(own[0]) and p not in own)
        self.main = threading.get_ident()
        self.code: Any = None
        self.segments: list[tuple[str | None, str]] = []
        self.reads = {"src"}  # its modules were listed before there was an audit hook
        self.written: dict[str, str | None] = {}  # files, each with the region that wrote it last

    def run(self) -> None:
        """Run the script as `__main__`, as Python does by hand, and report how it ended."""
        module = ModuleType("__main__")
        module.__file__ = self.script
        sys.modules["__main__"] = module
        sys.argv = [self.script]
        sys.stdout = Output(self)
        signal.signal(signal.SIGXCPU, lambda *_: self.fail(self.too_long, self.stack()))
        self.code = compile(Path(self.script).read_bytes(), self.script, "exec")
        setattr(os, "stat", self.noting(os.stat))  # noqa: B010  # it raises no audit event
        sys.addaudithook(self.watch)
        if guard := sys.modules.get(GUARD):
            guard.arm(self)
        try:
            exec(self.code, module.__dict__)
        except BaseException as error:
            ends = isinstance(error, SystemExit)
            what = f"ends early: sys.exit({error})" if ends else f"fails: {type(error).__name__}"
            shown = traceback.TracebackException.from_exception(error)
            shown.stack[:] = [frame for frame in shown.stack if frame.filename != __file__]
            self.fail(what, "".join(shown.format()))
        if [t for t in threading.enumerate() if not t.daemon and t.ident != self.main]:
            self.fail("leaves a thread running; join it")
        atexit._run_exitfuncs()  # what they print is part of the output, as by hand
        for loaded in list(sys.modules.values()):
            if isinstance(path := getattr(loaded, "__file__", None), str):
                self.may_read(path)
        # Where the project's library lists figures that were begun.
        module, _, name = self.figures.partition(":")
        if getattr(sys.modules.get(module), name, ()):
            self.fail("starts a figure and never saves it")
        drawn = sorted(glob.glob(f"{glob.escape(self.scratch)}/*.svg"))
        figures = [(self.written.get(path), path) for path in drawn]
        self.end(segments=self.segments, reads=sorted(self.reads), figures=figures)

    def fail(self, failure: str, detail: str = "") -> None:
        """End the run at once, so that no `except` of the example can swallow it."""
        failure, detail = (text.replace(f"{self.root}/", "") for text in (failure, detail))
        self.end(failure=failure, detail=detail)

    def end(self, **report: Any) -> None:
        """Write the report and end the process; nothing of the example runs after this."""
        for stream in (sys.stderr, sys.__stderr__, sys.__stdout__):
            with suppress(RuntimeError):  # it is being written to
                cast(TextIO, stream).flush()
        with open(self.report, "w", encoding="utf-8") as file:
            json.dump(report, file)
        os._exit(0)

    def watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note what the example reads, and end the run where it does what it may not.

        This is the audit hook, which Python calls before such an event.
        """
        if event == "open" and not isinstance(arguments[0], int):
            path = os.fsdecode(arguments[0])
            if arguments[2] & WRITES:
                path = self.may_change(path)
                if path in self.written and path.endswith(".svg"):
                    again = f"draws {os.path.basename(path)} twice"
                    self.fail(f"{again}; give each picture its own name", self.stack())
                self.written[path] = self.region()
            else:
                self.may_read(path)
        elif event in ("os.listdir", "os.scandir") and not isinstance(arguments[0], int):
            self.may_read(os.fsdecode(arguments[0] or "."))
        elif event in CHANGES:
            for path in arguments[event in ("os.link", "os.symlink") : 2]:
                named = isinstance(path, str | bytes | os.PathLike) and path != ":memory:"
                if named and not (event == "os.mkdir" and os.path.isdir(path)):
                    self.may_change(os.fsdecode(path))
        elif event.startswith(REFUSED):
            what = "opens a socket" if event.startswith("socket.") else "starts a process"
            self.fail(what, self.stack())

    def may_change(self, path: str) -> str:
        """The real path of a file that will be written; ends the run if it is outside scratch."""
        path = os.path.realpath(path)
        # The folder itself may be opened to write, as tempfile does.
        if not f"{path}/".startswith(f"{self.scratch}/") and path != os.devnull:
            self.fail(f"writes outside its scratch folder: {path}", self.stack())
        return path

    def noting(self, stat: Any) -> Any:
        """An `os.stat` that notes its file as read, because its size or absence may be printed."""

        def noted(path: Any, *arguments: Any, **named: Any) -> Any:
            if not isinstance(path, int):
                given = os.path.realpath(os.fsdecode(path))
                inside = given.removeprefix(f"{self.root}/")
                others = inside == given or f"{given}/".startswith(self.aside)
                if not (others or self.is_record(given) or "__pycache__" in inside):
                    self.reads.add(inside)
            return stat(path, *arguments, **named)

        return noted

    def is_record(self, path: str) -> bool:
        """Whether a file is what a run leaves: an output, or what this script drew or trained."""
        own = path.startswith(f"{self.script[:-3]}.") and path.endswith((".npz", ".svg"))
        return path.endswith(".out") or own

    def may_read(self, path: str) -> None:
        """Note a file or folder of the project as read; Python's and the system's do not count."""
        given = os.path.abspath(path)
        others = self.aside if given.startswith(f"{self.root}/") else self.allowed
        if f"{given}/".startswith(others) or given == self.root:
            return
        path = os.path.realpath(given)
        inside = path.removeprefix(f"{self.root}/")
        if path != given or inside == path:
            through = f"{given}, which is a link to {path}" if path != given else path
            self.fail(f"reads what is not the project's: {through}", self.stack())
        if "__pycache__" in inside:  # Python takes bytecode for fresh if time and size fit
            raise FileNotFoundError(path)
        if self.is_record(path):
            self.fail(f"reads a record: {inside}", self.stack())
        self.reads.add(inside)

    def region(self) -> str | None:
        """The region of the script's own line at which the main thread is."""
        frame: FrameType | None = sys._getframe()
        if threading.get_ident() != self.main:
            frame = sys._current_frames().get(self.main)
        while frame and frame.f_code is not self.code:
            frame = frame.f_back
        line = frame.f_lineno if frame else 0
        return next((name for name, (a, b) in self.regions.items() if a <= line <= b), None)

    def stack(self) -> str:
        """Where the example is now: the project's own frames, as a traceback shows them."""
        own = [f for f in traceback.extract_stack() if f.filename.startswith(f"{self.root}/")]
        shown = [frame for frame in own if os.path.dirname(frame.filename) != HERE]
        return "".join(traceback.format_list(shown))


class Output(io.TextIOBase):
    """Standard output, which keeps each piece of text with the region that printed it."""

    def __init__(self, child: Child) -> None:
        self.child, self.printed = child, 0

    def write(self, text: str) -> int:
        """Keep a piece of text. Raises, as a terminal does, for bytes or a lone surrogate."""
        self.printed += len(text.encode())
        self.child.segments.append((self.child.region(), text))
        if self.printed > MOST_PRINTED:
            self.child.fail(f"prints more than {MOST_PRINTED:,} characters", self.child.stack())
        return len(text)


def end_with_parent() -> None:
    """Have this process end when its parent does (Linux only)."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


def limit(order: dict[str, Any]) -> None:
    """Set the limits of a run; lower limits that the machine has stay."""
    seconds = order["seconds"]
    limits = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_CPU: (seconds, seconds + 5),  # SIGXCPU, then SIGKILL for one long C call
        resource.RLIMIT_FSIZE: (MOST_BYTES, MOST_BYTES),
    }
    if sys.platform == "linux":  # macOS does not enforce it
        limits[resource.RLIMIT_AS] = MOST_MEMORY, MOST_MEMORY
    for kind, (soft, hard) in limits.items():
        most = resource.getrlimit(kind)[1]
        most = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(kind, (min(soft, most), most))


def pretend_other_machine() -> None:
    """Pretend that the machine and the day are different, to change outputs that depend on them."""
    import datetime
    import platform

    import numpy

    def at_pretended_time(function: Any) -> Any:
        return lambda seconds=None: function(time.time() if seconds is None else seconds)

    now, written = time.time, time.strftime
    today = classmethod(lambda cls: cls.fromtimestamp(time.time()))
    moment = classmethod(lambda cls, zone=None: cls.fromtimestamp(time.time(), zone))
    system, _, *rest = os.uname()
    pretended: dict[Any, dict[str, Any]] = {
        os: {
            "cpu_count": lambda: 7,
            "sched_getaffinity": lambda pid: set(range(7)),
            "uname": lambda: os.uname_result((system, "elsewhere", *rest)),
        },
        platform: {"node": lambda: "elsewhere", "python_version": lambda: "3.0.0"},
        datetime: {
            "date": type("date", (datetime.date,), {"today": today}),
            "datetime": type("datetime", (datetime.datetime,), {"today": moment, "now": moment}),
        },
        numpy: {"__version__": "99.0.0"},
        sys: {"version": f"3.0.0 {sys.version.partition(' ')[2]}"},
        time: {
            "time": lambda: now() + 400 * 24 * 3600,  # in another year, month and week
            "time_ns": lambda: int(time.time() * 1e9),
            "localtime": at_pretended_time(time.localtime),
            "gmtime": at_pretended_time(time.gmtime),
            "strftime": lambda form, moment=None: written(form, moment or time.localtime()),
        },
    }
    for module, names in pretended.items():
        for name, value in names.items():
            setattr(module, name, value)


def run_in_fork(order: dict[str, Any]) -> None:
    """Run the order's script in this fork, with its folder, streams, settings and limits."""
    os.setsid()
    end_with_parent()
    os.chdir(order["environment"]["HOME"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    errors = os.open(order["errors"], os.O_WRONLY | os.O_APPEND)
    for stream, opened in enumerate((nothing, errors, errors)):
        os.dup2(opened, stream)
    os.close(nothing)
    os.close(errors)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    if random := sys.modules.get("numpy.random"):
        random.seed()  # or every fork would draw the same numbers
    if order["second"]:
        pretend_other_machine()
    limit(order)
    Child(order).run()


def main() -> None:
    """Load modules, then fork for each order; print the fork's id, and later its exit code."""
    import _posixsubprocess

    end_with_parent()
    # fork_exec raises no audit event itself.
    setattr(_posixsubprocess, "fork_exec", lambda *_: sys.audit("subprocess.fork_exec"))  # noqa: B010
    for name in sys.argv[1:]:
        importlib.import_module(name)
    while line := sys.stdin.readline():
        if not (process := os.fork()):
            run_in_fork(json.loads(line))
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
