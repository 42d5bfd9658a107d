"""What a release is made of, from a tag in a tiny repository."""

import hashlib
import importlib
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from pages import ROOT
from test_changed import git

ABOUT = """\
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"
[project]
name = "toy"
version = "0.2.0"
requires-python = ">=3.11"
description = "A toy"
"""
CHANGES = """\
---
title: What changed
---

# What changed

The latest first.

## 2 May 2026

- A [bear](lesson/bear.md#fur), and [another site](https://example.org/bear.md).

## 1 May 2026

- A late line.
- A doll.
"""
BEFORE = CHANGES.split("## 2 May")[0] + "## 1 May 2026\n\n- A doll.\n"


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    return importlib.import_module("release")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A clone at the commit to be released, the second on main; the first was v0.1.0."""
    root = tmp_path / "toy"
    files = {
        "mkdocs.yml": "site_url: https://toy.example/at/\n",
        "pyproject.toml": ABOUT.replace("0.2.0", "0.1.0"),
        "docs/changes.md": BEFORE,
        "src/toy/__init__.py": "N = 3\n",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    git(root, "init")
    commit(root, "v0.1.0")
    (root / "pyproject.toml").write_text(ABOUT, encoding="utf-8")
    (root / "docs/changes.md").write_text(CHANGES, encoding="utf-8")
    commit(root, "v0.2.0")
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    return root


def commit(root: Path, tag: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--message", tag)
    git(root, "tag", "--annotate", "--message", tag, tag)


def test_files_hashes_and_notes(release: ModuleType, root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    assert release.main(root, "v0.2.0", folder) == 0
    wheel, sdist = folder / "toy-0.2.0-py3-none-any.whl", folder / "toy-0.2.0.tar.gz"
    assert {path.name for path in folder.iterdir()} == {
        *(wheel.name, sdist.name, "SHA256SUMS", "notes.md")
    }
    assert zipfile.ZipFile(wheel).read("toy/__init__.py") == b"N = 3\n"
    with tarfile.open(sdist) as archive:
        assert "toy-0.2.0/src/toy/__init__.py" in archive.getnames()
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (wheel, sdist)]
    said = (folder / "SHA256SUMS").read_text("utf-8")
    assert said == f"{hashes[0]}  {wheel.name}\n{hashes[1]}  {sdist.name}\n"
    bear = "[bear](https://toy.example/at/lesson/bear/#fur)"
    assert (folder / "notes.md").read_text("utf-8") == (
        f"## 2 May 2026\n\n- A {bear}, and [another site](https://example.org/bear.md).\n\n"
        "## 1 May 2026\n\n- A late line.\n"
    )


def test_first_release_tells_all(release: ModuleType, root: Path, tmp_path: Path) -> None:
    git(root, "tag", "--delete", "v0.1.0")
    release.main(root, "v0.2.0", tmp_path / "release")
    assert "- A doll." in (tmp_path / "release/notes.md").read_text("utf-8")


def test_refused(
    release: ModuleType, root: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert release.main(root, "v0.3.0", tmp_path / "release") == 2
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD^")
    assert release.main(root, "v0.2.0", tmp_path / "release") == 2
    assert not (tmp_path / "release").exists()
    assert capfd.readouterr().err.splitlines() == [
        "the tag is v0.3.0, and pyproject.toml has the version 0.2.0: tag v0.2.0",
        "this commit is not in origin/main: merge it, then tag what was merged",
    ]
