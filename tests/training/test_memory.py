"""Memory that was freed is there again at once."""

import subprocess
import sys

import pytest

from lessoncode.training.memory import keep_freed_memory

PROGRAM = """
import resource
import numpy as np
from lessoncode.training.memory import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(10):
        np.ones(10_000_000)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

first = faults()
keep_freed_memory()
faults()
print(first, faults())
"""


def test_pages_are_kept() -> None:
    """In a process of its own, for the setting stays until the end."""
    if sys.platform != "linux":
        pytest.skip("only glibc has the setting")
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert after < before / 10


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not keep_freed_memory()
