"""Python's library for the browser: it has the sources of Pyodide's, or bytecode made of them."""

import _imp  # what importlib hashes sources with
import hashlib
import importlib.util
import shutil
import zipfile
from pathlib import Path

import pytest
from pages import ROOT

from checker.site import compiled_library, fetching, in_browser
from checker.site.compiled_library import NAME, find_node, library, make

PYTHON_3_12 = 3531  # the magic number of its bytecode, as importlib documents it


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with Pyodide's files, of which none is compiled."""
    if fetching.missing(ROOT):
        pytest.skip("no source has Pyodide's files")
    folder = tmp_path / fetching.FOLDER
    folder.mkdir(parents=True)
    for file in fetching.pyodide_files():
        (folder / file.name).symlink_to(ROOT / fetching.FOLDER / file.name)
    return tmp_path


def members(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_bytecode_stands_in_the_place_of_the_source_it_is_made_of(root: Path) -> None:
    own = library(root)
    assert own == root / fetching.FOLDER / NAME
    make(root, in_browser.package_list())
    sources, compiled = members(own), members(library(root))
    assert len(sources) == len(compiled)
    made = {name for name in compiled if name.endswith(".pyc")}
    assert {"enum.pyc", "asyncio/__init__.pyc", "pyodide/__init__.pyc"} <= made
    assert len(made) > 100
    for name, data in compiled.items():
        if name not in made:
            assert data == sources[name]
            continue
        source = sources[name.removesuffix("c")]
        assert int.from_bytes(data[:2], "little") == PYTHON_3_12
        assert int.from_bytes(data[4:8], "little") == 0b01  # by hash, which isn't compared
        magic = int.from_bytes(data[:4], "little")  # keys the hash
        assert data[8:16] == _imp.source_hash(magic, source)


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (None, "there is no node"),
        ("echo it is too old >&2; exit 1", "it is too old"),
        ('echo something else > "$4"', "15 bytes were made, other than the known ones"),
    ],
)
def test_what_fails_is_said_and_sources_are_published(
    root: Path, monkeypatch: pytest.MonkeyPatch, node: str | None, said: str
) -> None:
    if node is not None:
        (root / "node").write_text(f"#!/bin/sh\n{node}\n")
        (root / "node").chmod(0o755)
    found = None if node is None else str(root / "node")
    monkeypatch.setattr(compiled_library, "find_node", lambda: found)
    with pytest.raises(OSError, match=said):
        make(root, in_browser.package_list())
    assert library(root) == root / fetching.FOLDER / NAME
    assert not list(root.glob(f"{fetching.FOLDER}/.new-*"))


def test_damaged_bytecode_is_not_published(root: Path) -> None:
    compiled_library.compiled(root).write_bytes(b"damaged")
    assert library(root) == root / fetching.FOLDER / NAME


def test_another_library_than_the_known_one_is_left_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = hashlib.sha256(b"newer").hexdigest()
    (root / "files.txt").write_text(f"python 5 {digest} {NAME}\n")
    monkeypatch.setattr(fetching, "LIST", root / "files.txt")
    monkeypatch.setattr(compiled_library, "find_node", lambda: None)
    make(root, in_browser.package_list())
    assert not compiled_library.compiled(root).exists()


def test_node_is_playwrights_or_this_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Path(find_node() or "").name == "node"
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert find_node() == shutil.which("node")
