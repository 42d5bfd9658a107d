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

NAMES = ["a/equal", "a/broken", "a/other", "a/slow", "b/fails"]
LISTED = "seconds:\n  a/slow: 10\n"
# Answers each order as its example says.
NODE = f"""#!{sys.executable}
import json, sys
for line in sys.stdin:
    name = json.loads(line)["example"]
    text, error = {{
        "a/other": ("two\\n", None),
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
    write(root / "browser.yml", LISTED)
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
    root: Path,
    gate: ModuleType,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LESSONCODE_BASE", "none")
    assert gate.main(root, []) == 1
    told, wrong = capsys.readouterr()
    assert "examples with a button: 5; run in node: 5\nequal: 2 (everything)" in told
    assert "    1.0 s  a/equal" in told
    assert "examples/a/broken.py  breaks down in a browser" in wrong
    assert "examples/a/other.py  prints something else in a browser" in wrong
    assert "-one\n+two\n" in wrong
    assert "browser.yml, below  none:  a/other: REASON." in wrong
    assert "examples/b/fails.py  fails in a browser\nTraceback: why" in wrong
    assert "browser.yml  a/slow takes 16 s, not 10; write  a/slow: 20\n" in wrong
    assert "a/equal" not in wrong


def test_a_reason_that_is_not_needed_is_said(
    root: Path, gate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate.main(root, ["a/equal"]) == 0
    write(root / "browser.yml", "seconds:\n  a/equal: 20\n")
    assert gate.main(root, ["a/equal"]) == 1
    assert "a/equal takes 1 s, not 20; take that line out" in capsys.readouterr().err
    write(root / "browser.yml", "none:\n  a/equal: It must.\n  b/fails: It does.\n")
    assert gate.main(root, ["a/equal", "b/fails"]) == 1
    wrong = capsys.readouterr().err
    assert "no button to a/equal, which prints its record there in 1 s" in wrong
    assert "b/fails" not in wrong


def test_what_cannot_be_run_is_said(
    root: Path, gate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate.main(root, ["a/none"]) == 2
    assert capsys.readouterr().err == "no example with a button in a browser: a/none\n"
    (root / "site/run/runs.json").unlink()
    assert gate.main(root, []) == 2
    assert "holds no files for the browser: make site" in capsys.readouterr().err


def test_a_handful_and_what_a_change_touches(
    root: Path, gate: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chosen() -> list[str]:
        project, changed = gate.Project(root), change(root, "")
        first: list[str] = gate.named(project, changed)
        return first + [name for name in gate.chosen(project, changed) if name not in first]

    monkeypatch.setattr(gate, "ALWAYS", ("a/equal",))
    assert chosen() == ["a/equal"]
    write(root / "examples/b/fails.py", "print('two')\n")
    assert chosen() == ["b/fails", "a/equal"]
    write(root / "browser.yml", LISTED + "none:\n  a/other: It must.\n")
    assert chosen() == ["b/fails", "a/other", "a/equal"]
    write(root / "src/checker/browser/script.py", "# changed\n")
    assert sorted(chosen()) == sorted(NAMES)
    write(root / "browser.yml", LISTED.replace("10", "20"))
    assert chosen()[:2] == ["a/slow", "b/fails"]


def test_what_does_not_begin_in_time_is_named(
    root: Path, gate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root / "examples/b/fails.py", "print('two')\n")
    write(root / "src/checker/browser/script.py", "# changed\n")
    assert gate.main(root, ["--seconds", "-1"]) == 1
    told = capsys.readouterr().out
    assert "run in node: 1" in told and " s  b/fails" in told  # which the change names
    left = " ".join(name for name in sorted(NAMES) if name != "b/fails")
    assert f"  .venv/bin/python .ci/in_node.py {left}\n" in told


def test_what_is_named_is_there(gate: ModuleType) -> None:
    assert all((ROOT / path).exists() for path in gate.RUN_BY)
    assert {*gate.ALWAYS} <= {*gate.buttons.runnable(gate.Project(ROOT))}
