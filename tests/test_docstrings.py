"""The docstrings of the library: each module's begins with a use, and what it shows is true."""

import ast
import doctest
import os
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

PACKAGE = ROOT / "src/lessoncode"
ROOMS = ("model", "text", "training", "alignment", "worlds", "measures", "pretrained")
MODULES = sorted(
    str(path.relative_to(PACKAGE))
    for pattern in ("*.py", "[!p]*/[!_]*.py", "p*/[!_]*.py")
    for path in PACKAGE.glob(pattern)
    if path.name not in ("__init__.py", "command.py")
)
NO_DOCTEST = (
    "grading/handout.py",
    "play/smollm2.py",
    "training/memory.py",
)  # they change a process


@pytest.mark.parametrize("name", MODULES)
def test_use_of_a_module(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ast.get_docstring(ast.parse((PACKAGE / name).read_text("utf-8"))) or ""
    first, use, *rest = text.split("\n\n")
    assert first.endswith(".") and use.startswith("    ") and rest, (
        "what it is for, a use, the rest"
    )
    if name in NO_DOCTEST:
        return
    monkeypatch.chdir(tmp_path)
    if "smollm" in use:
        monkeypatch.setenv("XDG_CACHE_HOME", os.fspath(ROOT / ".cache/lessoncode/prepared"))
    parsed = doctest.DocTestParser().get_doctest(use, {"np": np}, name, name, 0)
    assert doctest.DocTestRunner().run(parsed) == (0, len(parsed.examples)) and parsed.examples
