"""The docstrings of the library: each module's begins with a use, and what it shows is true."""

import ast
import doctest
import os
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

PACKAGE = ROOT / "src/lessoncode"
NO_LIBRARY = ("__init__.py", "command.py", "tqdm.py", "tiktoken.py")  # it is what they imitate
MODULES = sorted(
    path.relative_to(PACKAGE).as_posix()
    for path in PACKAGE.rglob("*.py")
    if path.name not in NO_LIBRARY
)
NOT_RUN = ("grading/handout.py", "play/smollm2.py", "training/memory.py")  # they change the process


@pytest.mark.parametrize("name", MODULES)
def test_use_of_a_module(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ast.get_docstring(ast.parse((PACKAGE / name).read_text("utf-8"))) or ""
    first, use, *rest = text.split("\n\n")
    assert first.endswith(".") and use.startswith("    ") and rest
    if name in NOT_RUN:
        return
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", os.fspath(ROOT / ".cache/lessoncode/prepared"))
    parsed = doctest.DocTestParser().get_doctest(use, {"np": np}, name, name, 0)
    assert doctest.DocTestRunner().run(parsed) == (0, len(parsed.examples)) and parsed.examples
