"""One check, accept or build at a time in a project."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checker.project import CACHE


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Wait until no other command runs here, and say so; the lock ends with this process."""
    (root / CACHE).mkdir(parents=True, exist_ok=True)
    with (root / CACHE / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another command in this project to finish", file=sys.stderr)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
