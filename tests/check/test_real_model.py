"""SmolLM2 in the checker: made ready before, loaded within the limits of an example."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from tiny_site import environment, write_site

from checker.problem import Problem
from checker.project import Project
from checker.running.prepare import prepare
from lessoncode.pretrained import smollm

PREPARED = ROOT / ".cache/lessoncode/prepared"
CAPITAL = """\
from lessoncode.pretrained import smollm
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY

model, tokenizer = smollm.load()
ids = tokenizer.encode("The capital of France is")
print(tokenizer.decode(generate(model, ids, 2, sampling=GREEDY)))
"""


def test_an_example_loads_it_within_the_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        smollm.installed()
    except FileNotFoundError as error:
        pytest.skip(str(error))
    monkeypatch.setenv("XDG_CACHE_HOME", str(PREPARED))
    smollm.load()  # so that the tiny site needs no copy of its own
    root, temporary = tmp_path / "site", tmp_path / "tmp"
    write_site(
        root, {"examples/real/capital.py": CAPITAL, "examples/real/capital.out": " Paris.\n"}
    )
    (root / ".cache/lessoncode").mkdir(parents=True)
    (root / ".cache/lessoncode/prepared").symlink_to(PREPARED)
    temporary.mkdir()
    done = subprocess.run(
        ["lessoncode", "check", "real/capital"],
        cwd=root,
        env=environment(temporary),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("examples: 1, pages: 1; all true\n", "")


def test_a_model_that_does_not_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    write_site(tmp_path, {"examples/real/capital.py": CAPITAL, "pyproject.toml": pyproject})
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho Traceback >&2\necho FileNotFoundError: why >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(Problem) as caught:
        prepare(Project(tmp_path))
    assert caught.value.message == "some need smollm, which could not be prepared"
    assert caught.value.detail == "FileNotFoundError: why"
