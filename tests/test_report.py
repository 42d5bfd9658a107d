"""*Something wrong?* names the page that it stands on, and the commit that it was built from."""

import importlib.util
import subprocess
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from conftest import Published
from pages import PAGES, ROOT

from checker.pages.addresses import repository, site_address
from checker.project import Project

PROJECT = Project(ROOT)
spec = importlib.util.spec_from_file_location("commit", ROOT / "hooks/commit.py")
assert spec and spec.loader
hook = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hook)


def git(folder: Path, *arguments: str) -> str:
    user = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    command = ["git", "-C", str(folder), *user, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_link_opens_an_issue_about_its_page(published: Published) -> None:
    commit = hook.commit(ROOT)
    for path in PAGES:
        (link,) = published(path).find_all("a", string="Something wrong?")
        address, _, query = str(link["href"]).partition("?")
        assert address == f"{repository(PROJECT)}/issues/new"
        asked = parse_qs(query, strict_parsing=True)
        assert asked.keys() == {"title", "body"}
        assert asked["title"][0].startswith("Something wrong: ")
        named = dict(line.split(": ") for line in asked["body"][0].split("\n") if ": " in line)
        assert named.pop("Page") == site_address(PROJECT) + path
        assert named == ({"Commit": commit} if commit else {})


def test_commit_is_known_of_a_clean_checkout_only(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "page.md").write_text("one")
    assert hook.commit(tmp_path) == ""
    git(tmp_path, "init")
    assert hook.commit(tmp_path) == ""
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "One")
    git(tmp_path, "tag", "-a", "v1", "-m", "A tag is no commit")
    assert hook.commit(tmp_path) == git(tmp_path, "rev-parse", "HEAD")
    assert hook.commit(inner) == "", "the repository is that of a folder around this"
    (tmp_path / "page.md").write_text("two")
    assert hook.commit(tmp_path) == ""


def test_commit_is_known_of_a_worktree(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    git(tmp_path, "init", str(first))
    git(first, "commit", "--allow-empty", "-m", "One")
    git(first, "worktree", "add", str(second))
    assert hook.commit(second) == git(first, "rev-parse", "HEAD")


def test_commit_is_not_known_without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert hook.commit(ROOT) == ""
