"""Tiny sites for the tests of the checker: how to write one and see what a command leaves."""

import os
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

ENDING = 10  # seconds that a process which was killed may take to end, on a busy machine

MKDOCS = """\
site_name: Toy
theme: {name: material, font: false}
plugins: []
markdown_extensions:
  - pymdownx.superfences
  - checker.site.extension
  - admonition
  - attr_list
  - def_list
  - md_in_html
  - tables
  - pymdownx.highlight: {anchor_linenums: false, pygments_lang_class: true}
  - pymdownx.tabbed: {alternate_style: true}
validation: {links: {anchors: warn}}
"""

PROGRAM = """\
[tool.checker]
program = "lessoncode"
colours = "lessoncode.figure:COLOURS"
"""

CHECKPOINTS = """\
from pathlib import Path

import numpy


def save(name, **arrays):
    numpy.savez(f"{name}.npz", **arrays)


def load(name):
    return numpy.load(Path(__file__).parents[1] / f"examples/{name}.npz")
"""


def write_site(root: Path, files: dict[str, str]) -> None:
    """Write a tiny site below `root`, with what it needs and lacks."""
    scripts = [path for path in files if path.startswith("examples/") and path.endswith(".py")]
    fenced = [script.removeprefix("examples/") for script in scripts if "/labs/" not in script]
    shown = [f"```example\n{script}\n```\n" for script in fenced]
    usual = {
        "pyproject.toml": PROGRAM,
        "mkdocs.yml": MKDOCS,
        "docs/index.md": "\n".join(["# Toy\n", *shown]),
    }
    if any("checkpoints" in files[script] for script in scripts):
        usual["src/checkpoints.py"] = CHECKPOINTS
    for path, text in {**usual, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "examples").mkdir(exist_ok=True)


def environment(temporary: Path) -> dict[str, str]:
    """What a command sees: this Python's `lessoncode`, nothing of the outer CI."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    return {
        "PATH": programs, "LANG": "C.UTF-8", "TMPDIR": str(temporary), "HOME": str(temporary),
        "NO_MKDOCS_2_WARNING": "1",
        "GATE": str(Path(__file__).parents[2] / "hooks/gate.py"),
    }  # fmt: skip


def left_behind(root: Path, temporary: Path) -> str:
    """What no command may leave: half-written files, scratch folders, processes (seen on Linux).

    The processes are ended, so that a test which fails leaves none either.
    """
    left = [f"file {path.name}" for path in root.glob("**/*") if re.search(r"\.\d+$", path.name)]
    left += [f"folder {path.name}" for path in temporary.iterdir()]
    soon = time.monotonic() + ENDING
    while started_in(temporary) and time.monotonic() < soon:
        time.sleep(0.05)
    for process in started_in(temporary):
        with suppress(OSError):
            left.append("process " + (process / "comm").read_text().strip())
            os.kill(int(process.name), signal.SIGKILL)
    return "".join(f"left behind: {what}\n" for what in left)


def started_in(temporary: Path) -> list[Path]:
    """The processes that a command has started, as folders of /proc."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if bytes(temporary) in (process / "environ").read_bytes():
                found.append(process)
    return found
