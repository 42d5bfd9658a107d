"""Which examples run a second time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tiny_site import write_site

from checker.problem import Problem
from checker.project import Project
from checker.running import runner
from checker.running.outcomes import outcomes_of


def test_what_failed_does_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(
        tmp_path, {"examples/a/good.py": "print(1)\n", "examples/a/bad.py": "print(1 / 0)\n"}
    )
    ran: list[tuple[str, bool]] = []
    run_all = runner.run_all

    def noted(project: Project, names: list[str], second: bool = False) -> Iterator[Any]:
        ran.extend((name, second) for name in names)
        yield from run_all(project, names, second)

    monkeypatch.setattr(runner, "run_all", noted)
    outcomes = outcomes_of(Project(tmp_path), ["a/bad", "a/good"], everything=True)
    assert isinstance(outcomes["a/bad"], Problem)
    assert ran == [("a/bad", False), ("a/good", False), ("a/good", True)]
