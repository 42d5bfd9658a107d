"""What several test files share."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pages
import pytest

ROOT = pages.ROOT


def pytest_report_header() -> str:
    return pages.to_open()[1]


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


def build(folder: Path) -> Path:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
