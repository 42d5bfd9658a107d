"""What make does before anything is installed, with a Python that only says what it was asked."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from conftest import ROOT

PYTHON = f"""\
#!/bin/sh
case "$*" in
  *"-m venv"*) echo venv >> log; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
  *"-m pip"*) echo pip >> log; while [ ! -e installed ]; do sleep 0.1; done ;;
  *) exec {shutil.which("python3")} "$@" ;;
esac
"""
PATIENCE = 60  # seconds
INSTALLED = ["venv", "pip", "pip", "pip"]  # the lock's packages in two halves, then the project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def make(project: Path) -> subprocess.Popen[str]:
    command = ["make", "set-up", f"PYTHON={project}/python"]
    return subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def asked(project: Path) -> list[str]:
    log = project / "log"
    return log.read_text().split() if log.exists() else []


def test_a_second_make_waits_for_the_installation_of_the_first(project: Path) -> None:
    first = make(project)
    deadline = time.monotonic() + PATIENCE
    while asked(project) != ["venv", "pip", "pip"]:
        assert time.monotonic() < deadline, first.communicate()
        time.sleep(0.05)
    second = make(project)
    assert second.stderr
    assert second.stderr.readline() == "waiting for another make to set this folder up\n"
    assert asked(project) == ["venv", "pip", "pip"]
    (project / "installed").touch()
    for one in (first, second):
        said = one.communicate(timeout=PATIENCE)
        assert one.returncode == 0, said
    assert asked(project) == INSTALLED


def test_installs_only_what_is_not_there(project: Path) -> None:
    (project / "installed").touch()
    for _ in range(2):
        assert make(project).wait(PATIENCE) == 0
        assert asked(project) == INSTALLED
    (project / "pyproject.toml").write_text("# changed")
    assert make(project).wait(PATIENCE) == 0
    assert asked(project) == [*INSTALLED, "pip"]
