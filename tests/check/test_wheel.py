"""The wheel that a site carries: the same bytes for the same sources."""

import hashlib
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.project import Project
from checker.site import extra_files, package
from checker.site.proof import wrong_files

FILES = {
    "mkdocs.yml": "site_name: Toy\n",
    "pyproject.toml": """\
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"
[project]
name = "toy"
version = "1.2"
requires-python = ">=3.11"
description = "A toy"
""",
    "src/toy/__init__.py": "",
    "src/toy/toys.py": "N = 3\n",
    "src/toy/toys.txt": "bear\n",
}
WHEEL = "package/toy-1.2-py3-none-any.whl"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "site").mkdir()
    return tmp_path


def write(root: Path) -> None:
    extra_files.write(root / "site", extra_files.contents(Project(root)))


def wrong(root: Path) -> list[str]:
    made = extra_files.contents(Project(root))
    return [str(problem).strip() for problem in wrong_files(root / "site", (), made)]


def test_wheel_holds_the_sources_and_its_hash_is_right(root: Path) -> None:
    write(root)
    with zipfile.ZipFile(root / "site" / WHEEL) as wheel:
        members = {name: wheel.read(name) for name in wheel.namelist() if "dist-info" not in name}
    assert members == {
        path.removeprefix("src/"): text.encode()
        for path, text in FILES.items()
        if path.startswith("src/")
    }
    digest = hashlib.sha256((root / "site" / WHEEL).read_bytes()).hexdigest()
    said = (root / "site/package/SHA256SUMS").read_text("utf-8")
    assert said == f"{digest}  toy-1.2-py3-none-any.whl\n"
    assert wrong(root) == []


def test_dates_of_files_do_not_change_its_bytes(root: Path) -> None:
    first = package.contents(Project(root))
    for path in FILES:
        os.utime(root / path, (1_000_000_000, 1_000_000_000))
    assert package.contents(Project(root)) == first


def change_source(root: Path) -> None:
    (root / "src/toy/toys.py").write_text("N = 4\n", encoding="utf-8")


def cut_short(root: Path) -> None:
    (root / "site" / WHEEL).write_bytes((root / "site" / WHEEL).read_bytes()[:99])


def remove(root: Path) -> None:
    (root / "site" / WHEEL).unlink()


def add(root: Path) -> None:
    (root / "site/package/more.whl").write_bytes(b"")


def change_hash(root: Path) -> None:
    (root / "site/package/SHA256SUMS").write_text(f"{'0' * 64}  {Path(WHEEL).name}\n", "utf-8")


CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "source": (change_source, f"{WHEEL}  doesn't match its sources"),
    "cut short": (cut_short, f"{WHEEL}  doesn't match its sources"),
    "removed": (remove, f"{WHEEL}  is missing from the site"),
    "added": (add, "package/more.whl  has no source in the project"),
    "hash": (change_hash, "package/SHA256SUMS  doesn't match its sources"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_tampered(root: Path, name: str) -> None:
    write(root)
    change, message = CHANGES[name]
    change(root)
    assert message in wrong(root)


def test_a_project_without_a_package_has_none(root: Path) -> None:
    (root / "pyproject.toml").unlink()
    write(root)
    assert list(root.glob("site/**/*")) == []
    assert wrong(root) == []
