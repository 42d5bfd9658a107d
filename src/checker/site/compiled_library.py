"""Python's standard library for the reader's browser, in which what loads at the start is compiled.

Pyodide's own archive holds sources, which Python compiles anew at each start. With bytecode in
their place it starts sooner (`benchmarks/python_start.py`). Pyodide itself compiles them, in node,
and always to the same bytes, so the result has a known hash, like the files that are fetched.
"""

import importlib.util
import shutil
import subprocess
import tempfile
from pathlib import Path

from checker.site.fetching import FOLDER, File, pyodide_files

NAME = "python_stdlib.zip"
# The hash of the archive in files.txt that this is made from.
SOURCES = "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16"
COMPILED = File(
    "python", 3028303, "b5d35c5caf06006140100e6077d9626609f512fb2566c88e9ccf223a0d706aae", NAME
)
SCRIPT = Path(__file__).parents[1] / "browser/compile_library.js"


def library(root: Path) -> Path:
    """The file to publish: the compiled library, or, where it was not made, Pyodide's own."""
    made = compiled(root)
    return made if COMPILED.is_at(made) else root / FOLDER / NAME


def compiled(root: Path) -> Path:
    """Where the compiled library is kept."""
    return root / FOLDER / f"compiled-{NAME}"


def make(root: Path, package_list: str) -> None:
    """Compile the library, unless that was done before or the listed one isn't `SOURCES`.

    `package_list` is Pyodide's list of packages, in JSON. Raises OSError if node is missing, fails,
    or makes other bytes than `COMPILED`.
    """
    listed = {file.name: file.sha256 for file in pyodide_files("python")}
    if listed.get(NAME) != SOURCES or COMPILED.is_at(compiled(root)):
        return
    if not (node := find_node()):
        raise OSError("there is no node: install it, or Playwright, which has one")
    with tempfile.TemporaryDirectory(prefix=".new-", dir=root / FOLDER) as scratch:
        packages, made = Path(scratch, "pyodide-lock.json"), Path(scratch, NAME)
        packages.write_text(package_list, "utf-8")
        command = [node, str(SCRIPT), str(root / FOLDER), str(packages), str(made)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(done.stderr.strip())
        if not COMPILED.is_at(made):
            raise OSError(f"{made.stat().st_size} bytes were made, other than the known ones")
        made.replace(compiled(root))


def find_node() -> str | None:
    """The program node: Playwright's, or that of this machine."""
    spec = importlib.util.find_spec("playwright")
    brought = Path(spec.origin).parent / "driver/node" if spec and spec.origin else None
    return str(brought) if brought and brought.is_file() else shutil.which("node")
