"""What counts as changed, in tiny git repositories, and which pages and tests run for it."""

import re
import subprocess
from pathlib import Path

import conftest
import pages
import pytest
from changed import Change, change


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    command = ["git", "-C", str(root), *who, "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def commit(root: Path, **changed: str) -> str:
    """Write a file each, its folder and ending left out, and commit them; the commit's name."""
    for name, text in changed.items():
        (root / f"{name}.txt").write_text(text)
    git(root, "add", "--all")
    git(root, "commit", "--allow-empty", "--message", "change")
    return git(root, "rev-parse", "HEAD")


def two_commits(root: Path) -> Path:
    """A repository, the second commit of which changes second.txt."""
    root.mkdir()
    git(root, "init")
    commit(root, first="1")
    commit(root, second="2")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return two_commits(tmp_path / "project")


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
    found = Change("", frozenset({"docs/assets/a.css", "docs/index.md"}))
    assert found.touches(["docs/assets/"]) and found.touches(["x", "docs/index.md"])
    assert not found.touches(["docs/index", "docs/asset", "docs/lesson/"])


def opened(monkeypatch: pytest.MonkeyPatch, *paths: str) -> set[str]:
    monkeypatch.setattr(pages, "change", lambda root: Change("", frozenset(paths)))
    return set(pages.to_open()[0])


def test_one_page_of_each_kind_is_always_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(monkeypatch) == {*pages.ALWAYS} <= {*pages.PAGES}


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("docs/lesson/scale.md", "lesson/scale/"),
        ("examples/scale/fit.out", "lesson/scale/"),
        ("examples/scale/fit.py", "lesson/scale/"),
        ("examples/labs/talk.py", "labs/talk/"),
        ("src/lessoncode/model/layers.py", "reference/api/model/"),
    ],
)
def test_page_is_opened_where_it_changes(
    monkeypatch: pytest.MonkeyPatch, path: str, page: str
) -> None:
    assert (pages.ROOT / path).is_file() and page not in pages.ALWAYS
    chosen = opened(monkeypatch, path)
    assert page in chosen and len(chosen) < len(pages.PAGES) / 2


@pytest.mark.parametrize("path", pages.SHARED)
def test_what_all_pages_share_opens_all(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    file = pages.ROOT / path
    assert file.exists()
    below = next(file.glob("**/*.*")).relative_to(pages.ROOT).as_posix() if file.is_dir() else path
    assert opened(monkeypatch, below) == {*pages.PAGES}


def test_what_is_left_out_and_what_it_tests_are_there() -> None:
    tested = [*conftest.LONG.values(), *conftest.OF_CODE.values()]
    listed = [*conftest.BEHAVIOUR, *conftest.CODE, *(path for paths in tested for path in paths)]
    assert all((pages.ROOT / path).exists() for path in listed)
    tests = [pages.ROOT / "tests" / name for name in (*conftest.LONG, *conftest.OF_CODE)]
    assert all(path.is_dir() or path.with_suffix(".py").is_file() for path in tests)


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("docs/lesson/scale.md", set()),
        ("docs/lesson/tokens.md", {"test_theme"}),
        ("examples/next_token/train.npz", {"pretrained"}),
        ("docs/play/train.md", {"test_train_page", "test_play_pages"}),
        ("src/lessoncode/svg.py", {"model", "check/test_cases", "test_run"}),
        ("tests/texts.py", {"model", "check/test_cases"}),
        ("tests/windows.py", {"test_run", "test_quiz"}),
    ],
)
def test_a_test_runs_where_a_change_touches_what_it_tests(
    monkeypatch: pytest.MonkeyPatch, path: str, runs: set[str]
) -> None:
    monkeypatch.setattr(conftest, "change", lambda root: Change("", frozenset([path])))
    run = {*conftest.LONG, *conftest.OF_CODE} - conftest.untouched()
    assert runs <= run
    if not path.startswith(("src/", "tests/")):
        assert not run & {"model", "check/test_cases", "test_run"}


@pytest.mark.parametrize("name", conftest.OF_CODE)
def test_what_tests_code_takes_no_page(name: str) -> None:
    place = pages.ROOT / "tests" / name
    for file in place.glob("*.py") if place.is_dir() else [place.with_suffix(".py")]:
        assert not re.search("built_site|Published", file.read_text("utf-8")), file
