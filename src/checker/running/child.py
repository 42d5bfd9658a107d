"""Runs examples, each in a fork of its own: watches what it does, notes where it prints.

`process.Server` starts it as a file, with the modules to load before the first fork, and sends an
order a line. It imports nothing of the project, so that what an example finds in `sys.modules` is
its own. It is a policy against accidents, not a sandbox against attackers.
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
MOST_PRINTED = 1_000_000  # characters


class Child:
    """One run. `regions` maps each region of the script to its first and last line."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.root, self.regions, self.too_long = order["root"], order["regions"], order["too_long"]
        self.script = f"{self.root}/{order['script']}"
        self.report = os.open(order["report"], os.O_WRONLY | os.O_CREAT)
        self.scratch = os.path.realpath(os.getcwd())
        known = [sys.prefix, sys.base_prefix, self.scratch, f"{self.root}/.cache", *sys.path]
        self.readable = (*SYSTEM, *(f"{path}/" for path in known if path))
        own = (f"{self.root}/", f"{self.root}/src/")  # also where the project stands below /usr
        self.aside = tuple(p for p in self.readable if p.startswith(own[0]) and p not in own)
        self.main = threading.get_ident()
        self.code: Any = None
        self.segments: list[tuple[str | None, str]] = []
        self.reads = {"src"}  # its modules were listed before the audit hook stood
        self.written: dict[str, str | None] = {}  # files, each with the region that wrote it last

    def run(self) -> None:
        """Run the script as `__main__`, as if by hand, and report how it ended."""
        module = ModuleType("__main__")
        module.__file__ = self.script
        sys.modules["__main__"] = module
        sys.argv = [self.script]
        sys.stdout = Output(self)
        signal.signal(signal.SIGXCPU, lambda *_: self.fail(self.too_long, self.stack()))
        self.code = compile(Path(self.script).read_bytes(), self.script, "exec")
        setattr(os, "stat", self.noting(os.stat))  # noqa: B010  # it raises no audit event
        sys.addaudithook(self.watch)
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
        atexit._run_exitfuncs()  # what they print belongs to the output, as by hand
        for loaded in list(sys.modules.values()):
            if isinstance(path := getattr(loaded, "__file__", None), str):
                self.may_read(path)
        drawn = sorted(glob.glob(f"{glob.escape(self.scratch)}/*.svg"))
        figures = [(self.written.get(path), path) for path in drawn]
        left = {"segments": self.segments, "reads": sorted(self.reads), "figures": figures}
        self.end(0, home=self.scratch, **left)

    def fail(self, failure: str, detail: str = "") -> None:
        """End the run at once, so that no `except` of the example can swallow it."""
        failure, detail = (text.replace(f"{self.root}/", "") for text in (failure, detail))
        self.end(1, failure=failure, detail=detail)

    def end(self, code: int, **report: Any) -> None:
        """Tell the runner; nothing of the example runs after this."""
        for stream in (sys.stderr, sys.__stderr__, sys.__stdout__):
            with suppress(RuntimeError):  # it is being written to
                cast(TextIO, stream).flush()
        with open(self.report, "w", encoding="utf-8") as file:
            json.dump(report, file)
        os._exit(code)

    def watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook: notes what is read, ends the run at what is not allowed."""
        if event == "open" and not isinstance(arguments[0], int):
            path = os.fsdecode(arguments[0])
            if arguments[2] & WRITES:
                self.written[self.may_change(path)] = self.region()
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
        """A file that is written or changed, its path resolved."""
        path = os.path.realpath(path)
        # tempfile names the folder in which it opens a file
        if not f"{path}/".startswith(f"{self.scratch}/") and path != os.devnull:
            self.fail(f"writes outside its scratch folder: {path}", self.stack())
        return path

    def noting(self, stat: Any) -> Any:
        """`os.stat`, after which a file counts as read, whose size or absence may be printed."""

        def noted(path: Any, *arguments: Any, **named: Any) -> Any:
            if not isinstance(path, int):
                given = os.path.realpath(os.fsdecode(path))
                inside = given.removeprefix(f"{self.root}/")
                made = inside.endswith(".out") or given == f"{self.script[:-3]}.npz"
                others = inside == given or f"{given}/".startswith(self.aside)
                if not (others or made or "__pycache__" in inside):
                    self.reads.add(inside)
            return stat(path, *arguments, **named)

        return noted

    def may_read(self, path: str) -> None:
        """Remember a file or folder of the project as read; others are Python's or the system's."""
        given = os.path.abspath(path)
        others = self.aside if given.startswith(f"{self.root}/") else self.readable
        if f"{given}/".startswith(others) or given == self.root:
            return
        path = os.path.realpath(given)
        inside = path.removeprefix(f"{self.root}/")
        if path != given or inside == path:
            through = f"{given}, which stands for {path}" if path != given else path
            self.fail(f"reads what is not the project's: {through}", self.stack())
        if "__pycache__" in inside:  # Python takes bytecode for fresh if time and size fit
            raise FileNotFoundError(path)
        if inside.endswith(".out") or path == f"{self.script[:-3]}.npz":
            self.fail(f"reads a record: {inside}", self.stack())
        self.reads.add(inside)

    def region(self) -> str | None:
        """The region whose module-level line the main thread is running."""
        frame: FrameType | None = sys._getframe()
        if threading.get_ident() != self.main:
            frame = sys._current_frames().get(self.main)
        while frame and frame.f_code is not self.code:
            frame = frame.f_back
        line = frame.f_lineno if frame else 0
        return next((name for name, (a, b) in self.regions.items() if a <= line <= b), None)

    def stack(self) -> str:
        """Where the example stands: the project's own frames, as a traceback shows them."""
        stack = traceback.extract_stack()
        own = [frame for frame in stack if frame.filename.startswith(f"{self.root}/")]
        frames = [frame for frame in own if frame.filename != __file__]
        return "".join(traceback.format_list(frames))


class Output(io.TextIOBase):
    """Standard output: keeps each piece with the region that printed it."""

    def __init__(self, child: Child) -> None:
        self.child, self.printed = child, 0

    def write(self, text: str) -> int:
        """As a terminal would: refuses what is no text, or text with a lone surrogate."""
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
    """Set the limits of a run; what the machine limits more stays so."""
    # At the first SIGXCPU comes, at the second SIGKILL, where one call into C lasts so long.
    times = order["seconds"], order["seconds"] + 5
    limits = {resource.RLIMIT_CORE: (0, 0), resource.RLIMIT_CPU: times}
    limits[resource.RLIMIT_FSIZE] = (order["most_bytes"],) * 2
    if sys.platform == "linux":  # macOS has no such limit that holds
        limits[resource.RLIMIT_AS] = (order["most_memory"],) * 2
    for kind, (soft, hard) in limits.items():
        most = resource.getrlimit(kind)[1]
        most = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(kind, (min(soft, most), most))


def shake() -> None:
    """Let the machine and the day look like others: an output that depends on them is unstable."""
    import datetime
    import platform

    import numpy

    later = datetime.timedelta(400)  # in another year, month and week
    now, local, utc, written = time.time, time.localtime, time.gmtime, time.strftime

    class Date(datetime.date):
        @classmethod
        def today(cls) -> Any:
            return super().today() + later

    class DateTime(datetime.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return super().now(tz) + later

        today = now

    system, _, *rest = os.uname()
    other: dict[Any, dict[str, Any]] = {
        os: {
            "cpu_count": lambda: 7,
            "sched_getaffinity": lambda pid: set(range(7)),
            "uname": lambda: os.uname_result((system, "elsewhere", *rest)),
        },
        platform: {"node": lambda: "elsewhere", "python_version": lambda: "3.0.0"},
        datetime: {"date": Date, "datetime": DateTime},
        numpy: {"__version__": "99.0.0"},
        sys: {"version": f"3.0.0 {sys.version.partition(' ')[2]}"},
        time: {
            "time": lambda: now() + later.total_seconds(),
            "time_ns": lambda: int(time.time() * 1e9),
            "localtime": lambda seconds=None: local(time.time() if seconds is None else seconds),
            "gmtime": lambda seconds=None: utc(time.time() if seconds is None else seconds),
            "strftime": lambda form, moment=None: written(form, moment or time.localtime()),
        },
    }
    for module, names in other.items():
        for name, value in names.items():
            setattr(module, name, value)


def obey(order: dict[str, Any]) -> None:
    """In a fork of its own: take the order's folder, streams, settings and limits, and run."""
    os.setsid()
    end_with_parent()
    os.chdir(order["environment"]["HOME"])
    for stream, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["errors"], os.O_WRONLY | os.O_CREAT | os.O_APPEND),
        (2, order["errors"], os.O_WRONLY | os.O_CREAT | os.O_APPEND),
    ):
        opened = os.open(path, flags)
        os.dup2(opened, stream)
        os.close(opened)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    if random := sys.modules.get("numpy.random"):
        random.seed()  # else every fork has the same
    if order["second"]:
        shake()
    limit(order)
    Child(order).run()


def main() -> None:
    """Load what was asked for, then fork for each order; say its process, later how that ended."""
    import _posixsubprocess

    end_with_parent()
    # It raises no audit event of its own.
    setattr(_posixsubprocess, "fork_exec", lambda *_: sys.audit("subprocess.fork_exec"))  # noqa: B010
    for name in sys.argv[1:]:
        importlib.import_module(name)
    while line := sys.stdin.readline():
        if not (process := os.fork()):
            obey(json.loads(line))
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
