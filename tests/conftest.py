"""What several test files share."""

import fcntl
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole site, built strictly from the sources as they stand.

    Under pytest-xdist the first worker that needs it builds it, and the others wait for that.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # of this run's workers, and of no other run
    with open(shared / "site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = shared / "site"
        if not folder.exists():
            build(shared / "unfinished").rename(folder)
    return folder


def told_in_a_terminal(code: str) -> str:
    """What Python code writes to standard error, run by hand in the current folder."""
    reading, writing = pty.openpty()
    subprocess.run([sys.executable, "-c", code], stderr=writing, check=True)
    os.write(writing, b"\n")  # so that there is something to read, whatever the code writes
    text = os.read(reading, 10_000).decode()
    os.close(writing)
    os.close(reading)
    return text.replace("\r\n", "\n").strip()


def build(folder: Path) -> Path:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
