"""Runs one example, in the process made for it: watches what it does, notes where it prints.

`runner` starts it as a file. It imports nothing of the project, so that what the example finds
in `sys.modules` is its own. It is a policy against accidents, not a sandbox against attackers.
"""

import atexit
import glob
import io
import json
import os
import resource
import signal
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn",
           "os.system")  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = ("os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink",
           "os.truncate", "os.utime")  # fmt: skip
MOST_PRINTED = 1_000_000  # characters
AFTER_THE_END = " "  # no region has this name


class Child:
    """One run. `regions` maps each region of the script to its first and last line."""

    def __init__(self, root: str, script: str, regions: dict[str, list[int]], pipe: int) -> None:
        self.root, self.script, self.regions, self.pipe = root, f"{root}/{script}", regions, pipe
        self.scratch = os.path.realpath(os.getcwd())
        self.process, self.main = os.getpid(), threading.get_ident()
        self.code: Any = None
        self.segments: list[tuple[str | None, str]] = []
        self.reads = {"src"}  # its modules were listed before the audit hook stood
        self.environment = dict(os.environ)
        self.figures: dict[str, str | None] = {}

    def run(self) -> None:
        """Run the script as `__main__`, as if by hand, and report how it ended."""
        module = ModuleType("__main__")
        module.__file__ = self.script
        sys.modules["__main__"] = module
        sys.argv = [self.script]
        setattr(sys, "__stdout__", Output(self))  # noqa: B010  # typed as final
        sys.stdout = Output(self)
        self.code = compile(Path(self.script).read_bytes(), self.script, "exec")
        atexit.register(self.finish)  # the first registered runs last
        sys.addaudithook(self.watch)
        try:
            exec(self.code, module.__dict__)
        except BaseException as error:
            ends = isinstance(error, SystemExit)
            what = f"ends early: sys.exit({error})" if ends else f"fails: {type(error).__name__}"
            shown = traceback.TracebackException.from_exception(error)
            shown.stack[:] = [frame for frame in shown.stack if frame.filename != __file__]
            self.fail(what, "".join(shown.format()))

    def finish(self) -> None:
        """Report a run that came to its end; nothing of it runs after this."""
        libc().fflush(None)  # what C libraries hold back
        left = end_children()
        late = "".join(text for region, text in self.segments if region == AFTER_THE_END)
        if left:
            self.fail("leaves a process running")
        if late:
            self.fail("prints after its last line, from an exit handler or a thread", late)
        if lost := lane_lost(self.environment):
            self.fail(f"runs off the reference lane: {lost}")
        for module in list(sys.modules.values()):
            if isinstance(path := getattr(module, "__file__", None), str):
                self.note(os.path.realpath(path))
        drawn = sorted(glob.glob(f"{glob.escape(self.scratch)}/*.svg"))
        figures = [(self.figures.get(path), path) for path in drawn]
        self.report(segments=self.segments, reads=sorted(self.reads), figures=figures)
        os._exit(0)

    def fail(self, failure: str, detail: str = "") -> None:
        """End the run at once, so that no `except` of the example can swallow it."""
        failure, detail = (text.replace(f"{self.root}/", "") for text in (failure, detail))
        self.report(failure=failure, detail=detail)
        os._exit(1)

    def report(self, **content: Any) -> None:
        """Tell the runner, once; a copy of this process made by a C library must not."""
        if os.getpid() != self.process:
            os._exit(1)
        with open(self.pipe, "w", encoding="utf-8") as pipe:
            pipe.write(json.dumps(content) + "\n")

    def watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook: notes what is read, ends the run at what is not allowed."""
        if event == "open" and not isinstance(arguments[0], int):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not arguments[2] & WRITES:
                self.note(path)
                return
            self.may_change(path)
            self.figures[path] = self.region()
        elif event in ("os.listdir", "os.scandir") and not isinstance(arguments[0], int):
            self.note(os.path.realpath(os.fsdecode(arguments[0] or ".")))
        elif event in CHANGES and (event == "os.truncate" or arguments[-1] == -1):
            # What a path relative to an open folder changes, the runner finds by comparing.
            for path in arguments[event in ("os.link", "os.symlink") : 2]:
                if isinstance(path, str | bytes | os.PathLike):
                    path = os.path.realpath(os.fsdecode(path))
                    if event != "os.mkdir" or not os.path.isdir(path):
                        self.may_change(path)
        elif event.startswith(REFUSED):
            what = "opens a socket" if event.startswith("socket.") else "starts a process"
            self.fail(what, self.stack())

    def may_change(self, path: str) -> None:
        if not path.startswith(f"{self.scratch}/") and path != os.devnull:
            self.fail(f"writes outside its scratch folder: {path}", self.stack())

    def note(self, path: str) -> None:
        """Remember a file or folder of the project as read."""
        inside = path.removeprefix(f"{self.root}/")
        if inside == path or path.startswith((f"{sys.prefix}/", f"{self.root}/.cache/")):
            return
        if "__pycache__" in inside:  # Python takes bytecode for fresh if time and size fit
            raise FileNotFoundError(path)
        if inside.endswith(".out") or f"{self.root}/{inside}" == f"{self.script[:-3]}.npz":
            self.fail(f"reads a record: {inside}", self.stack())
        self.reads.add(inside)

    def region(self) -> str | None:
        """The region whose module-level line the main thread is running."""
        frame: FrameType | None = sys._getframe()
        if threading.get_ident() != self.main:
            frame = sys._current_frames().get(self.main)
        while frame and frame.f_code is not self.code:
            frame = frame.f_back
        if frame is None:
            return AFTER_THE_END
        line = frame.f_lineno
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

    def fileno(self) -> int:
        """Standard output's own; the runner finds what is written there directly."""
        return 1


def children() -> list[int]:
    """The processes below this one (Linux only), those included whose own parent has ended."""
    found: list[str] = []
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # a thread that has just ended
            found += task.read_text().split()
    return [int(pid) for pid in found]


def libc() -> Any:
    """The C library of this process."""
    import ctypes

    return ctypes.CDLL(None)


def adopt_orphans() -> None:
    """Become the parent of every process below whose own parent ends (Linux only)."""
    if sys.platform == "linux":
        libc().prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def end_children() -> int:
    """End every process below this one; returns how many there were."""
    count = 0
    while found := children():
        for pid in found:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        count += len(found)
    return count


def lane_lost(environment: dict[str, str]) -> str:
    """What of the reference lane did not take; empty where all did, or nothing was asked."""
    numpy: Any = sys.modules.get("numpy")
    disabled = environment.get("NPY_DISABLE_CPU_FEATURES", "").split()
    if numpy is None or not disabled:
        return ""
    import ctypes

    features = numpy._core._multiarray_umath.__cpu_features__
    used = [name for name in disabled if features.get(name, True)]
    library = next(Path(numpy.__file__).parents[1].glob("numpy.libs/*scipy_openblas*"))
    kernel = ctypes.CDLL(str(library)).scipy_openblas_get_corename64_
    kernel.restype = ctypes.c_char_p
    if kernel().decode() != environment["OPENBLAS_CORETYPE"]:
        used.append(f"OpenBLAS's {kernel().decode()} kernel")
    return f"it uses {', '.join(used)}" if used else ""


def main() -> None:
    """Set the limits, forbid processes, run."""
    import _posixsubprocess

    order = json.loads(sys.argv[1])
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: order["most_bytes"]}
    limits[resource.RLIMIT_CPU] = order["seconds"]
    if sys.platform == "linux":  # macOS has no such limit that holds
        limits[resource.RLIMIT_AS] = order["most_memory"]
        libc().prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG: ends when the checker does
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # Out of processor time, SIGXCPU comes at the first of two limits, SIGKILL at the second.
        resource.setrlimit(kind, (most, hard if kind == resource.RLIMIT_CPU else most))
    adopt_orphans()
    # It raises no audit event of its own.
    setattr(_posixsubprocess, "fork_exec", lambda *_: sys.audit("subprocess.fork_exec"))  # noqa: B010
    Child(order["root"], order["script"], order["regions"], order["pipe"]).run()


if __name__ == "__main__":
    main()
