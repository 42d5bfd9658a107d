"""What CI says of examples in node: in a tiny repository, with a stand-in for node."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from changed import change
from pages import ROOT
from test_changed import commit, two_commits

NAMES = ["a/equal", "a/broken", "a/other", "a/slow", "b/differs", "b/fails"]
# Answers each order as its example says.
NODE = f"""#!{sys.executable}
import json, sys
for line in sys.stdin:
    name = json.loads(line)["example"]
    text, error = {{
        "a/other": ("two\\n", None), "b/differs": ("two\\n", None),
        "b/fails": ("", {{"traceback": "Traceback: why"}}),
    }}.get(name, ("one\\n", None))
    if name == "a/broken":
        sys.exit(1)
    seconds = 16 if name == "a/slow" else 1
    answer = {{"seconds": seconds, "output": [[None, text]], "error": error}}
    print(json.dumps(answer), flush=True)
"""


@pytest.fixture
def gate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gate", ROOT / ".ci/in_node.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = two_commits(tmp_path / "project")
    needs = {name: {"reads": [], "figures": False, "model": False} for name in NAMES}
    write(root / "site/run/runs.json", json.dumps({"examples": needs}))
    write(root / "browser.yml", "seconds:\n  a/slow: 10\ndiffers:\n  b/differs: It must.\n")
    write(root / "src/checker/browser/script.py", "")
    for name in NAMES:
        write(root / f"examples/{name}.py", "print('one')\n")
        write(root / f"examples/{name}.out", "one\n")
    write(root / ".gitignore", "site\n")
    write(tmp_path / "bin/node", NODE)
    (tmp_path / "bin/node").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    monkeypatch.delenv("LESSONCODE_BASE", raising=False)
    commit(root)
    commit(root)  # one in which nothing changed
    return root


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_says_what_differs_and_what_to_type(
    root: Path, gate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate.main(root, []) == 1
    told, wrong = capsys.readouterr()
    assert "examples with a button: 6; run in node: 6\nequal: 2 (since " in told
    assert "    1.0 s  a/equal" in told
    assert "examples/a/broken.py  breaks down in a browser" in wrong
    assert "examples/a/other.py  prints something else in a browser" in wrong
    assert "-one\n+two\n" in wrong
    assert "browser.yml, below  differs:    a/other: REASON." in wrong
    assert "examples/b/fails.py  fails in a browser\nTraceback: why" in wrong
    for fine in ("a/equal", "a/slow", "b/differs"):
        assert fine not in wrong


def test_all_of_them_are_timed(
    root: Path,
    gate: ModuleType,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LESSONCODE_BASE", "none")
    assert gate.main(root, []) == 1
    assert "browser.yml  a/slow takes 16 s, not 10; write  a/slow: 20\n" in capsys.readouterr().err
    assert gate.main(root, ["site", "a/equal"]) == 0
    write(root / "browser.yml", "differs:\n  a/equal: It must.\n")
    assert gate.main(root, ["site", "a/equal"]) == 1
    assert "says that a/equal differs, and it does not" in capsys.readouterr().err


@pytest.mark.parametrize(("site", "name"), [("elsewhere", "a/equal"), ("site", "a/none")])
def test_what_cannot_be_run_is_said(root: Path, gate: ModuleType, site: str, name: str) -> None:
    assert gate.main(root, [site, name]) == 2


def test_what_a_change_touches_comes_first(root: Path, gate: ModuleType) -> None:
    write(root / "examples/b/fails.py", "print('two')\n")
    due, others = gate.plan(gate.Project(root), change(root, ""))
    assert due == ["b/fails"] and sorted(due + others) == sorted(NAMES)
    write(root / "src/checker/browser/script.py", "# changed\n")
    assert sorted(gate.plan(gate.Project(root), change(root, ""))[0]) == sorted(NAMES)


def test_none_begins_after_its_time(
    root: Path,
    gate: ModuleType,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate, "SECONDS", -1)
    write(root / "examples/b/fails.py", "print('two')\n")
    assert gate.main(root, []) == 0
    told = capsys.readouterr().out
    assert "run in node: 0" in told and "touched, but not run within -1 s: 1" in told


def test_of_the_others_none_begins_that_would_not_fit(
    root: Path,
    gate: ModuleType,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate, "SECONDS", 9)  # a/slow takes 10
    gate.main(root, [])
    told = capsys.readouterr().out
    assert "run in node: 5" in told and "a/slow" not in told
    write(root / "examples/a/slow.py", "print('one')  # touched\n")
    gate.main(root, [])
    assert "a/slow" in capsys.readouterr().out


def test_what_runs_them_is_there(gate: ModuleType) -> None:
    assert all((ROOT / path).exists() for path in gate.RUN_BY)
