"""Which recipes CI trains for a change: in a tiny repository, with a stand-in for the checker."""

import importlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pages
import pytest
from changed import change
from test_changed import commit, two_commits

RECIPES = ["a/one", "a/three", "a/two", "b/four", "b/five"]
# Stands for the checker: notes what it was asked for, and leaves a new record of it.
LESSONCODE = """\
#!/bin/sh
echo "$@" >> asked
shift 2
rm -rf .cache/lessoncode/printed
for name in "$@"; do
  mkdir -p ".cache/lessoncode/printed/$(dirname "$name")"
  echo new > ".cache/lessoncode/printed/$name.out"
  test "$name" != b/four || exit 1
done
"""


@pytest.fixture
def train(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(pages.ROOT / ".ci"))
    for setting in ("LESSONCODE_BASE", "GITHUB_OUTPUT"):  # of the CI that runs this
        monkeypatch.delenv(setting, raising=False)
    return importlib.import_module("train")


@pytest.fixture
def trains(tmp_path: Path) -> Path:
    """A repository with five recipes: all read shared.py, a/two the weights of a/one as well."""
    root = two_commits(tmp_path / "project")
    write(root / ".venv/bin/lessoncode", LESSONCODE)
    (root / ".venv/bin/lessoncode").chmod(0o755)
    write(root / ".gitignore", ".venv\n.cache\nasked\n")
    for path in ("src/shared.py", "src/other.py", "src/checker/running/lane.py"):
        write(root / path, "")
    for name in RECIPES:
        read = [f"examples/{name}.py", "src/shared.py"]
        read += ["examples/a/one.npz"] if name == "a/two" else []
        for ending in ("py", "out"):
            write(root / f"examples/{name}.{ending}", "")
        with zipfile.ZipFile(root / f"examples/{name}.npz", "w") as file:
            file.writestr("record.json", json.dumps({"files": dict.fromkeys(read, "hash")}))
    commit(root)
    commit(root)  # one in which nothing changed
    return root


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def asked(root: Path) -> list[str]:
    """What the checker was asked for, a line a call."""
    return (root / "asked").read_text().splitlines() if (root / "asked").exists() else []


@pytest.mark.parametrize(
    ("path", "due"),
    [
        ("examples/b/five.py", {"b/five"}),
        ("examples/b/five.out", {"b/five"}),
        ("examples/a/one.npz", {"a/one", "a/two"}),
        ("src/shared.py", {*RECIPES}),
        ("src/checker/running/lane.py", {*RECIPES}),
        ("src/other.py", set()),
    ],
)
def test_recipes_that_a_change_touches_come_first(
    trains: Path, train: ModuleType, path: str, due: set[str]
) -> None:
    with (trains / path).open("ab") as file:
        file.write(b"\n")
    found, others = train.plan(trains, change(trains, ""))
    assert {*found} == due and sorted(found + others) == sorted(RECIPES)


def test_what_runs_recipes_is_there(train: ModuleType) -> None:
    assert train.RUN_BY and all((pages.ROOT / path).is_file() for path in train.RUN_BY)


def test_each_recipe_hangs_on_its_script_its_record_and_what_it_read(train: ModuleType) -> None:
    found = train.recipes(pages.ROOT)
    saving = {
        file.relative_to(pages.ROOT / "examples").with_suffix("").as_posix()
        for file in pages.ROOT.glob("examples/**/*.py")
        if "checkpoints.save(" in file.read_text("utf-8")
    }
    assert {*found} == saving
    assert "examples/fine_tuning/base.npz" in found["fine_tuning/tune"]
    assert "src/lessoncode/model/transformer.py" in found["pre_training/train"]


def test_damaged_weights_are_due(trains: Path, train: ModuleType) -> None:
    (trains / "examples/b/five.npz").write_bytes(b"PK")
    assert train.plan(trains, change(trains, ""))[0] == ["b/five"]


def test_two_are_trained_at_once_and_a_failure_ends_nothing(
    trains: Path, train: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    write(trains / ".cache/lessoncode/printed/c/site.out", "of the check before")
    with (trains / "examples/b/four.py").open("a") as file:
        file.write("\n")
    assert train.main(trains) == 1
    calls = [line.removeprefix("check --all ").split() for line in asked(trains)]
    assert calls[0][0] == "b/four" and [len(call) for call in calls] == [2, 2, 1]
    assert sorted(name for call in calls for name in call) == sorted(RECIPES)
    kept = [path.stem for path in (trains / ".cache/changed-records").glob("**/*.out")]
    assert {"site", "four", "three", "two"} <= {*kept}
    assert "touched: 1 (since " in capsys.readouterr().out


def test_what_does_not_fit_is_due_elsewhere(
    trains: Path,
    train: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(train, "SECONDS", -1)
    monkeypatch.setenv("GITHUB_OUTPUT", str(trains / "output"))
    assert train.main(trains) == 0
    (trains / "examples/b/five.npz").write_bytes(b"")
    assert train.main(trains) == 0
    assert asked(trains) == []
    assert (trains / "output").read_text() == "weights=\nweights=b/five\n"
    assert "  .venv/bin/lessoncode check --all b/five\n" in capsys.readouterr().out


def test_a_check_that_was_killed_failed(trains: Path, train: ModuleType) -> None:
    write(trains / ".venv/bin/lessoncode", "#!/bin/sh\nkill -KILL $$\n")
    assert train.main(trains) > 0


def test_none_runs_everything(
    trains: Path, train: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSONCODE_BASE", "none")
    assert train.main(trains) == 0
    assert asked(trains) == ["check --all"]


def test_base_that_is_missing_ends_with_advice(
    trains: Path,
    train: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LESSONCODE_BASE", "origin/main")
    assert train.main(trains) == 2
    assert asked(trains) == [] and "git fetch" in capsys.readouterr().err


def test_program_runs_without_the_packages_of_the_project() -> None:
    command = [sys.executable, "-S", "-c", "import sys; sys.path[:0] = ['.ci']; import train"]
    subprocess.run(command, cwd=pages.ROOT, check=True)
