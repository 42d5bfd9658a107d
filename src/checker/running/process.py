"""A process that loads modules such as NumPy once and then forks for each example.

    server = Server(root, ["numpy"], second=False)
    report = server.run("examples/tokens/utf8.py", regions, 20, folder)

Each of several threads may use its own; `close` ends it.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from checker.running import child
from checker.running.example import Regions
from checker.running.lane import environment
from checker.settings import settings_of

PATIENCE = 5  # times its processor time that a run may take, as other programs compute as well
MERCY = 3  # seconds in which a run that takes too long may report where it is


class Server:
    """A process that forks for each example; with `second`, under a second run's settings."""

    def __init__(self, root: Path, modules: list[str], second: bool) -> None:
        self.root, self.second, self.forked = root, second, 0
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-B", child.__file__, *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=tempfile.gettempdir(),
            env=environment(root, Path(tempfile.gettempdir()), second),
            start_new_session=True,
        )
        assert self.process.stdin and self.process.stdout
        self.orders, self.answers = self.process.stdin, self.process.stdout

    def run(self, script: str, regions: Regions, seconds: int, folder: Path) -> dict[str, Any]:
        """Run a script in `folder`, for so many seconds of processor time at most.

        Returns the child's report, with its folder as `home`, and as `errors` what it wrote to
        standard error or past `sys.stdout`. Raises BrokenPipeError or EOFError where the process
        that forks is gone.
        """
        home = folder / ("second-home" if self.second else "home")
        report, errors = folder / "report", folder / "errors"
        home.mkdir()
        errors.touch()
        by_the_clock = PATIENCE * seconds
        order = {
            "root": str(self.root),
            "script": script,
            "regions": regions,
            "second": self.second,
            "environment": environment(self.root, home, self.second),
            "report": str(report),
            "unsaved": settings_of(self.root).unsaved,
            "errors": str(errors),
            "seconds": seconds,
            "too_long": f"takes more than {seconds} s of processor time, "
            f"or {by_the_clock} s in total",
        }
        self.orders.write(json.dumps(order).encode() + b"\n")
        self.forked = self.hear()
        for patience, stop in ((by_the_clock, signal.SIGXCPU), (MERCY, signal.SIGKILL)):
            if not select.select([self.answers], [], [], patience)[0]:
                self.signal(stop)
        code = self.hear()
        self.signal(signal.SIGKILL)
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        found = {"failure": f"stops before it finishes ({how})"}
        with suppress(OSError, ValueError):  # it left no report, or half of one
            found = json.loads(report.read_text("utf-8"))
        written = errors.read_bytes().decode("utf-8", "replace")
        return {**found, "home": home, "errors": written.replace(f"{self.root}/", "")}

    def hear(self) -> int:
        """The next number that the process says: the id of its fork, or how that ended."""
        if not (line := self.answers.readline()):
            raise EOFError
        return int(line)

    def signal(self, what: signal.Signals) -> None:
        """Send a signal to the running example and to all of its group."""
        # It may have ended, for which macOS raises PermissionError.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.forked, what)

    def close(self) -> None:
        """End the process and what it runs."""
        if self.forked:
            self.signal(signal.SIGKILL)
        self.process.kill()
        self.process.communicate()
