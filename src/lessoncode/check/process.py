"""One run of an example in a process of its own: started, waited for, ended."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from lessoncode.check import child
from lessoncode.check.example import Regions

MOST_MEMORY = 4 * 2**30  # bytes of address space
MOST_BYTES = 64 * 2**20  # of any one file
PATIENCE = 5  # how many times as long it may take where others compute, too
OUT_OF_TIME: dict[str, Any] = {"failure": ""}


@dataclass(frozen=True)
class Ended:
    """How a run ended: the child's report, what was written past `sys.stdout` and to standard
    error, and the exit code, negative for a signal.
    """

    report: dict[str, Any]
    past: str
    errors: str
    code: int


def run_script(
    root: Path,
    script: str,
    regions: Regions,
    seconds: int,
    environment: dict[str, str],
    alive: set[subprocess.Popen[bytes]],
) -> Ended:
    """Run a script in its `HOME`, for so many seconds of processor time at most; its process is in
    `alive` meanwhile.
    """
    receiving, sending = os.pipe()
    order = {"root": str(root), "script": script, "regions": regions, "pipe": sending}
    order |= {"most_bytes": MOST_BYTES, "most_memory": MOST_MEMORY, "seconds": seconds}
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-B", child.__file__, json.dumps(order)],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            cwd=environment["HOME"],
            env=environment,
            pass_fds=[sending],
            start_new_session=True,
        )
        alive.add(process)
        os.close(sending)
        report = receive(receiving, time.monotonic() + PATIENCE * seconds)
        end(process, patience=0 if report is OUT_OF_TIME else 1)
        alive.remove(process)
        past, errors = (read_back(root, stream) for stream in (stdout, stderr))
    return Ended(report, past, errors, process.returncode)


def receive(pipe: int, deadline: float) -> dict[str, Any]:
    """The child's report: OUT_OF_TIME at the deadline, empty if its pipe closes before the end."""
    received = b""
    with open(pipe, "rb", buffering=0) as file:
        while not received.endswith(b"\n"):
            left = max(0, deadline - time.monotonic())
            if not select.select([file], [], [], left)[0]:
                return OUT_OF_TIME
            if not (piece := file.read(1 << 16)):
                return {}
            received += piece
    report: dict[str, Any] = json.loads(received)
    return report


def end(process: subprocess.Popen[bytes], patience: float = 0) -> None:
    """End a run with all of its process group."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    with suppress(ProcessLookupError, PermissionError):  # the second is macOS's word for ended
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def read_back(root: Path, stream: IO[bytes]) -> str:
    """All that was written to a temporary file, with paths relative to the project."""
    stream.seek(0)
    return stream.read().decode("utf-8", "replace").replace(f"{root}/", "")
