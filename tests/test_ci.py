"""Which recipes and slow examples CI runs for a change: in a tiny repository, with a stand-in for
the checker.
"""

import importlib
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pages
import pytest
from changed import change
from test_changed import commit, two_commits

from checker.project import Project
from checker.running import recipe

FOR_EVER = float("inf")
RECIPES = ["a/one", "a/three", "a/two", "b/four", "b/five"]
ALL = [*RECIPES, "b/slow"]
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
    monkeypatch.delenv("LESSONCODE_BASE", raising=False)  # of the CI that runs this
    return importlib.import_module("train")


@pytest.fixture
def trains(tmp_path: Path) -> Path:
    """A repository with five recipes and a slow example: all read shared.py, a/two the weights of
    a/one as well.
    """
    root = two_commits(tmp_path / "project")
    write(root / ".venv/bin/lessoncode", LESSONCODE)
    (root / ".venv/bin/lessoncode").chmod(0o755)
    write(root / ".gitignore", ".venv\n.cache\nasked\n")
    for path in ("src/shared.py", "src/other.py", "src/checker/running/lane.py"):
        write(root / path, "import os\n\nx = 1\n")
    for name in RECIPES:
        write(root / f"examples/{name}.py", "checkpoints.save('x')\n")
        write(root / f"examples/{name}.out", "")
    write(root / "examples/b/slow.py", "# time limit: 60 s\nprint(1)\n")
    write(root / "examples/b/slow.out", "1\n")
    write(root / "examples/b/slow.one.svg", "<svg/>\n")
    write(root / "examples/b/quick.py", "print(1)\n")
    for name in ALL:
        accept(root, name)
    commit(root)
    commit(root)  # one in which nothing changed
    return root


def accept(root: Path, name: str) -> None:
    """Write what is kept of an example's run, made of the files as they are."""
    read = [f"examples/{name}.py", "src/shared.py"]
    read += ["examples/a/one.npz"] if name == "a/two" else []
    project, numpy = Project(root), Project(pages.ROOT).settings.numpy
    kept = recipe.Kept("", numpy, recipe.hashes(project, read), {"w.npy": ""})
    if recipe.slow(project, name):
        beside = recipe.hash_of(*recipe.recorded_output(project, name))
        kept = replace(kept, output=beside, arrays=None)
    (root / recipe.file_of(project, name)).write_bytes(recipe.pack(kept))


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def asked(root: Path) -> list[str]:
    """What the checker was asked for, a line a call."""
    return (root / "asked").read_text().splitlines() if (root / "asked").exists() else []


def due(root: Path, train: ModuleType) -> set[str]:
    return {*train.due(root, change(root, ""))[0]}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("examples/b/five.py", {"b/five"}),
        ("examples/b/five.out", {"b/five"}),
        ("examples/b/slow.py", {"b/slow"}),
        ("examples/b/slow.out", {"b/slow"}),
        ("examples/b/slow.one.svg", {"b/slow"}),
        ("examples/b/slow.json", {"b/slow"}),
        ("src/shared.py", {*ALL}),
        ("src/checker/running/lane.py", {*ALL}),
        ("src/other.py", set()),
    ],
)
def test_they_are_due_where_what_they_rest_on_changes(
    trains: Path, train: ModuleType, path: str, told: set[str]
) -> None:
    with (trains / path).open("a") as file:
        file.write("y = 2\n")
    assert due(trains, train) == told


def test_comments_make_none_due(trains: Path, train: ModuleType) -> None:
    scripts = ("examples/b/five.py", "examples/b/slow.py")
    for path in (*scripts, "src/shared.py", "src/checker/running/lane.py"):
        with (trains / path).open("a") as file:
            file.write("# the end\n")
    assert due(trains, train) == set()


def test_new_records_are_due(trains: Path, train: ModuleType) -> None:
    write(trains / "examples/b/five.py", "checkpoints.save('y')\n")
    write(trains / "examples/b/slow.py", "# time limit: 90 s\nprint(2 - 1)\n")
    for name in ("b/five", "b/slow"):
        accept(trains, name)
        assert not recipe.stale(Project(trains), name)
    assert due(trains, train) == {"b/five", "b/slow"}


def test_a_slow_example_without_its_record_is_due(trains: Path, train: ModuleType) -> None:
    (trains / "examples/b/slow.json").unlink()
    assert due(trains, train) == {"b/slow"}


def test_damaged_weights_are_due(trains: Path, train: ModuleType) -> None:
    (trains / "examples/b/five.npz").write_bytes(b"PK")
    assert due(trains, train) == {"b/five"}


def test_a_move_of_what_runs_them_makes_none_due(trains: Path, train: ModuleType) -> None:
    (trains / "src/checker").rename(trains / "src/moved")
    lane = trains / "src/moved/running/lane.py"
    lane.write_text(lane.read_text().replace("import os", "from moved import os"))
    assert due(trains, train) == set()


def test_what_runs_recipes_is_there(train: ModuleType) -> None:
    assert len(train.run_by(pages.ROOT)) == len(train.RUN_BY)


def test_as_many_at_once_as_there_are_cores_and_a_failure_ends_nothing(
    trains: Path,
    train: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(train, "AT_ONCE", 2)
    write(trains / ".cache/lessoncode/printed/c/site.out", "of the check before")
    write(trains / "src/shared.py", "x = 2\n")
    assert train.main(trains, FOR_EVER) == 1
    calls = [line.removeprefix("check --all ").split() for line in asked(trains)]
    assert [len(call) for call in calls] == [2, 2, 2]
    assert sorted(name for call in calls for name in call) == sorted(ALL)
    kept = [path.stem for path in (trains / ".cache/changed-records").glob("**/*.out")]
    assert {"site", "four", "three", "two"} <= {*kept}
    assert "recipes and slow examples: 6; due: 6 (since " in capsys.readouterr().out


def test_what_does_not_fit_is_named(
    trains: Path, train: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train.main(trains, -1) == 0
    assert "due: 0 " in capsys.readouterr().out
    (trains / "examples/b/five.npz").write_bytes(b"")
    (trains / "examples/b/slow.json").write_bytes(b"")
    assert train.main(trains, -1) == 0
    assert asked(trains) == []
    assert "  .venv/bin/lessoncode check --all b/five b/slow\n" in capsys.readouterr().out


def test_a_check_that_was_killed_failed(trains: Path, train: ModuleType) -> None:
    write(trains / ".venv/bin/lessoncode", "#!/bin/sh\nkill -KILL $$\n")
    (trains / "examples/b/five.npz").write_bytes(b"")
    assert train.main(trains, FOR_EVER) > 0


def test_none_runs_everything(
    trains: Path, train: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSONCODE_BASE", "none")
    assert train.main(trains, FOR_EVER) == 0
    assert asked(trains) == ["check --all"]


def test_base_that_is_missing_ends_with_advice(
    trains: Path,
    train: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LESSONCODE_BASE", "origin/main")
    assert train.main(trains, FOR_EVER) == 2
    assert asked(trains) == [] and "git fetch" in capsys.readouterr().err
