"""Runs the labs as somebody does who has nothing of this project: an empty environment, an empty
folder, the notebooks of the repository, and the built site behind a server on this machine.

What they print must be their records. Only the site's address is another than in the notebooks.
The project's own Python, in .venv, runs this; the rest comes from the registry that pip asks.
"""

import json
import os
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from checker.pages.addresses import site_address
from checker.project import Project
from checker.running.example import cut
from checker.running.lane import on_reference_lane
from checker.running.record import difference, read_record, same

ROOT = Path(__file__).parent.parent
EDITOR = ("nbclient", "ipykernel")  # what runs a notebook, and has nothing of ours
EXECUTE = """\
import sys
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, timeout=900, coalesce_streams=True).execute()
nbformat.write(notebook, sys.argv[1])
"""
# Of the notebook's first cell: the package in the wheel asks the real site for weights.
HERE = "\nfrom lessoncode.pretrained import lessons\nlessons.address_of = lambda _: {!r}"


class Quiet(SimpleHTTPRequestHandler):
    """Logs nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def empty(folder: Path) -> Path:
    """A new environment with nothing but what runs notebooks; returns its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin/python"
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, *EDITOR], check=True)
    return python


def printed(python: Path, lab: Path, folder: Path, published: str, address: str) -> dict[str, str]:
    """What each cell of a lab prints, by the cell's name, in an empty folder."""
    notebook = json.loads(lab.read_text("utf-8").replace(published, address))
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    first["source"].append(HERE.format(address))
    folder.mkdir()
    copy = folder / lab.name
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    caches = {"XDG_CACHE_HOME": str(folder.with_name("cache")), "OPENBLAS_NUM_THREADS": "1"}
    environment = {**os.environ, **caches}
    subprocess.run([str(python), "-c", EXECUTE, str(copy)], cwd=folder, env=environment, check=True)
    return {cell["id"]: text_of(cell) for cell in json.loads(copy.read_text("utf-8"))["cells"]}


def text_of(cell: dict[str, Any]) -> str:
    """What a cell has printed."""
    streams = [it for it in cell.get("outputs", []) if it["output_type"] == "stream"]
    return "".join("".join(stream["text"]) for stream in streams)


def wrong(project: Project, name: str, cells: dict[str, str]) -> str:
    """How what the cells of a lab printed differs from its record; empty where it does not."""
    recorded = cut(*read_record(project, f"labs/{name}"))
    exact = on_reference_lane(ROOT)
    differing = [
        difference(f"labs/{name} [{cell}]", text, "in an empty environment", cells.get(cell, ""))
        for cell, text in recorded.items()
        if cell and not same(text, cells.get(cell, ""), exact)
    ]
    return "\n\n".join(differing)


def main(site: Path) -> int:
    """Run all labs, or say what is wrong."""
    project, status = Project(ROOT), 0
    published = site_address(project)
    with TemporaryDirectory() as scratch:
        python = empty(Path(scratch, "environment"))
        Path(scratch, "host").mkdir()
        Path(scratch, "host/lessoncode").symlink_to(site.resolve())
        handler = partial(Quiet, directory=Path(scratch, "host"))
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
            threading.Thread(target=http.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{http.server_port}/lessoncode/"
            for lab in sorted(ROOT.glob("examples/labs/*.ipynb")):
                began = time.monotonic()
                cells = printed(python, lab, Path(scratch, lab.stem), published, address)
                details = wrong(project, lab.stem, cells)
                state = details or f"as recorded ({time.monotonic() - began:.0f} s)"
                print(f"labs/{lab.stem}: {state}", flush=True)
                status |= bool(details)
            http.shutdown()
    return status


if __name__ == "__main__":
    sys.exit(main(Path(*sys.argv[1:]) if sys.argv[1:] else ROOT / "site"))
