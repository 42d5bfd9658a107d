"""A process that forks for one example after the other, so that these need not load NumPy anew."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from checker.running import child
from checker.running.example import Regions
from checker.running.lane import environment

MOST_MEMORY = 4 * 2**30  # bytes of address space
MOST_BYTES = 64 * 2**20  # of any one file
PATIENCE = 5  # how many times as long a run may take where others compute, too
MERCY = 3  # seconds to say where it stands


@dataclass(frozen=True)
class Ended:
    """How a run ended: the child's report (empty where it made none), what was written to standard
    error or past `sys.stdout`, and the exit code, negative for a signal.
    """

    report: dict[str, Any]
    errors: str
    code: int


class Server:
    """One such process, with the modules that it loads before its first fork."""

    def __init__(self, root: Path, modules: list[str], second: bool) -> None:
        self.root, self.second, self.forked = root, second, 0
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-B", child.__file__, *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=tempfile.gettempdir(),
            env=environment(root, Path(tempfile.gettempdir()), second, threads=False),
            start_new_session=True,
        )

    def run(
        self, script: str, regions: Regions, seconds: int, folder: Path, threads: bool
    ) -> Ended:
        """Run a script in `folder`, for so many seconds of processor time at most.

        Raises BrokenPipeError or EOFError where the process that forks is gone.
        """
        home = folder / ("second-home" if self.second else "home")
        report, errors = folder / "report", folder / "errors"
        home.mkdir()
        by_the_clock = PATIENCE * seconds
        order = {
            "root": str(self.root),
            "script": script,
            "regions": regions,
            "second": self.second,
            "environment": environment(self.root, home, self.second, threads),
            "report": str(report),
            "errors": str(errors),
            "seconds": seconds,
            "too_long": f"takes over {seconds} s of processor time, or {by_the_clock} s in all",
            "most_bytes": MOST_BYTES,
            "most_memory": MOST_MEMORY,
        }
        cast(IO[bytes], self.process.stdin).write(json.dumps(order).encode() + b"\n")
        self.forked = self.hear()
        for patience, stop in ((by_the_clock, signal.SIGXCPU), (MERCY, signal.SIGKILL)):
            if not select.select([cast(IO[bytes], self.process.stdout)], [], [], patience)[0]:
                self.signal(stop)
        code = self.hear()
        self.signal(signal.SIGKILL)
        said = report.read_text("utf-8") if report.is_file() else ""
        wrote = errors.read_bytes().decode("utf-8", "replace") if errors.is_file() else ""
        wrote = wrote.replace(f"{self.root}/", "")
        with suppress(ValueError):  # none, or half of one that was killed
            return Ended(json.loads(said), wrote, code)
        return Ended({}, wrote, code)

    def hear(self) -> int:
        """What the process says next: whom it forked, or how that ended."""
        if not (line := cast(IO[bytes], self.process.stdout).readline()):
            raise EOFError
        return int(line)

    def signal(self, what: signal.Signals) -> None:
        """Send a signal to the running example and to all of its group."""
        with suppress(ProcessLookupError, PermissionError):  # the second is macOS's word for ended
            os.killpg(self.forked, what)

    def close(self) -> None:
        """End the process and what it runs."""
        if self.forked:
            self.signal(signal.SIGKILL)
        self.process.kill()
        self.process.communicate()
