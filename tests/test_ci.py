"""What CI takes for changed, and which recipes it trains then: tiny git repositories."""

import importlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pages
import pytest
from changed import Change, change

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


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    command = ["git", "-C", str(root), *who, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def commit(root: Path, **changed: str) -> str:
    """Write a file each, its folder and ending left out, and commit them; the commit's name."""
    for name, text in changed.items():
        (root / f"{name}.txt").write_text(text)
    git(root, "add", "--all")
    git(root, "commit", "--allow-empty", "--message", "change")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository of two commits, the second of which changes second.txt."""
    root = tmp_path / "project"
    root.mkdir()
    git(root, "init")
    commit(root, first="1")
    commit(root, second="2")
    return root


def differing(root: Path, base: str = "") -> set[str]:
    paths = change(root, base).paths
    assert paths is not None
    return {*paths}


def test_last_commit_and_all_that_is_not_committed(root: Path) -> None:
    assert differing(root) == {"second.txt"}
    (root / "first.txt").write_text("3")
    (root / "an ünusual\nname.txt").write_text("new")
    (root / ".gitignore").write_text("*.npz\n")
    (root / "ignored.npz").write_text("")
    assert differing(root) == {*("first.txt", "second.txt", ".gitignore", "an ünusual\nname.txt")}
    assert change(root, "").turn == 2


def test_deleted_and_renamed_files_differ(root: Path) -> None:
    git(root, "mv", "first.txt", "moved.txt")
    git(root, "rm", "second.txt")
    commit(root)
    assert differing(root) == {"first.txt", "second.txt", "moved.txt"}


def test_merge_is_compared_with_the_branch_it_was_merged_into(root: Path) -> None:
    git(root, "switch", "--create", "topic", "HEAD^1")
    commit(root, third="3")
    commit(root, fourth="4")
    git(root, "switch", "main")
    commit(root, fifth="5")
    git(root, "merge", "--no-ff", "--message", "merge", "topic")
    assert differing(root) == {"third.txt", "fourth.txt"}


def test_branch_is_compared_with_where_it_left_its_base(root: Path) -> None:
    git(root, "switch", "--create", "topic")
    commit(root, third="3")
    commit(root, fourth="4")
    git(root, "switch", "main")
    commit(root, fifth="5")
    git(root, "switch", "topic")
    assert differing(root) == {"fourth.txt"}
    assert differing(root, "main") == {"third.txt", "fourth.txt"}


def test_none_takes_all_for_changed(root: Path) -> None:
    assert change(root, "none").paths is None


def test_clone_of_one_commit_lacks_the_parent(root: Path, tmp_path: Path) -> None:
    base = git(root, "rev-parse", "HEAD^1")
    git(tmp_path, "clone", "--depth", "1", root.as_uri(), "shallow")
    found = change(tmp_path / "shallow", "")
    assert found.paths is None and found.why == "this clone lacks the parent of HEAD"
    with pytest.raises(ValueError, match=f"{base}.* no commit that it shares.* --unshallow"):
        change(tmp_path / "shallow", base)
    git(tmp_path / "shallow", "fetch", "--unshallow")
    assert differing(tmp_path / "shallow", base) == {"second.txt"}


def test_first_commit_has_no_parent(root: Path) -> None:
    git(root, "checkout", "HEAD^1")
    assert change(root, "").paths is None


def test_folder_without_git_or_inside_another_repository(root: Path, tmp_path: Path) -> None:
    (root / "inside").mkdir()
    for folder in (tmp_path, root / "inside"):
        found = change(folder, "")
        assert found.paths is None and found.why.startswith("no git: ")
        with pytest.raises(ValueError, match="LESSONCODE_BASE is main, but there is no git"):
            change(folder, "main")


def test_machine_without_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert change(root, "").paths is None


def test_folder_stands_for_what_is_below_it() -> None:
    found = Change("", frozenset({"docs/assets/a.css", "docs/index.md"}), 0)
    assert found.touches(["docs/assets/"]) and found.touches(["x", "docs/index.md"])
    assert not found.touches(["docs/index", "docs/asset", "docs/lesson/"])


def test_everything_has_its_turn() -> None:
    turns = [Change("", frozenset(), turn).in_turn("abcde", 2)[:2] for turn in range(5)]
    assert ["".join(turn) for turn in turns] == ["ab", "cd", "ea", "bc", "de"]
    assert Change("", frozenset(), 3).in_turn([], 2) == []


def opened(monkeypatch: pytest.MonkeyPatch, turn: int, *paths: str) -> set[str]:
    monkeypatch.setattr(pages, "change", lambda root: Change("", frozenset(paths), turn))
    return set(pages.to_open()[0])


def test_each_page_is_opened_within_three_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = [opened(monkeypatch, turn) for turn in range(7, 10)]
    assert set.union(*turns) == {*pages.PAGES}
    assert max(map(len, turns)) <= len(pages.PAGES) / 3 + 1


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("docs/lesson/tokens.md", "lesson/tokens/"),
        ("examples/tokens/utf8.out", "lesson/tokens/"),
        ("examples/tokens/utf8.py", "lesson/tokens/"),
        ("examples/labs/train.py", "labs/train/"),
        ("src/lessoncode/text/bpe.py", "reference/api/text/"),
        ("docs/index.md", ""),
    ],
)
def test_page_is_opened_whenever_it_changes(
    monkeypatch: pytest.MonkeyPatch, path: str, page: str
) -> None:
    assert (pages.ROOT / path).is_file()
    for turn in range(3):
        chosen = opened(monkeypatch, turn, path)
        assert page in chosen and len(chosen) < len(pages.PAGES) / 2


@pytest.mark.parametrize("path", pages.SHARED)
def test_what_all_pages_share_opens_all(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    file = pages.ROOT / path
    assert file.exists()
    below = next(file.glob("**/*.*")).relative_to(pages.ROOT).as_posix() if file.is_dir() else path
    assert opened(monkeypatch, 0, below) == {*pages.PAGES}


@pytest.fixture
def train(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(pages.ROOT / ".ci"))
    monkeypatch.delenv("LESSONCODE_BASE", raising=False)
    return importlib.import_module("train")


@pytest.fixture
def trains(root: Path) -> Path:
    """A repository with five recipes: all read shared.py, a/two the weights of a/one as well."""
    write(root / ".venv/bin/lessoncode", LESSONCODE)
    (root / ".venv/bin/lessoncode").chmod(0o755)
    write(root / ".gitignore", ".venv\n.cache\nasked\n")
    for path in ("src/shared.py", "src/other.py", "src/lessoncode/check/lane.py"):
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
        ("src/lessoncode/check/lane.py", {*RECIPES}),
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
