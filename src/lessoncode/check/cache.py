"""What examples printed when they last ran, good while every file they read is the same."""

import functools
import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from lessoncode.check import recipe
from lessoncode.check.lane import CACHE, on_reference_lane
from lessoncode.check.record import replace_files

Reads = dict[str, str | None]  # each project file that a run read, with its digest


@dataclass(frozen=True)
class Printed:
    """What a run left: its output as a record, and its figures as (region, SVG) pairs.

    `trained` is the record of a recipe.
    """

    output: str
    figures: list[tuple[str | None, str]]
    trained: recipe.Trained | None = None


def load(root: Path, name: str) -> Printed | None:
    """The last good run of an example; None once anything it read has changed.

    A recipe's record that holds still counts as one.
    """
    try:
        entry = json.loads((root / CACHE / f"runs/{name}.json").read_text(encoding="utf-8"))
        if entry["setting"] == setting(root) and entry["reads"] == digests(root, entry["reads"]):
            figures = [(region, svg) for region, svg in entry["figures"]]
            trained = recipe.Trained(**entry["trained"]) if entry["trained"] else None
            return Printed(entry["output"], figures, trained)
    except (OSError, ValueError, LookupError, TypeError):
        pass  # there is none, or not a whole one
    if not recipe.saves(root, name) or recipe.stale(root, name):
        return None
    trained = recipe.recorded(root, name)
    return Printed(trained.output, [], trained)


def store(root: Path, name: str, printed: Printed, reads: Reads) -> None:
    """Keep a good run."""
    entry = {"setting": setting(root), "reads": reads, **asdict(printed)}
    replace_files(root, {f"{CACHE}/runs/{name}.json": json.dumps(entry)})


def digests(root: Path, paths: list[str] | Reads) -> Reads:
    """The hash of each file's content, or of the names in a folder; None where there is neither."""
    found: Reads = dict.fromkeys(paths)
    for path in paths:
        if (root / path).is_file():
            found[path] = hashlib.sha256((root / path).read_bytes()).hexdigest()
        elif (root / path).is_dir():
            names = {name for name in os.listdir(root / path) if not name.startswith(".")}
            found[path] = "/".join(sorted(names - {"__pycache__"}))
    return found


@functools.cache
def setting(root: Path) -> str:
    """A hash of what a run depends on besides the project's files: interpreter, lock, checker."""
    files = [root / "requirements.lock", *sorted(Path(__file__).parent.glob("*.py"))]
    parts = [file.read_bytes() for file in files if file.is_file()]
    parts.append(json.dumps([sys.version, sys.platform, on_reference_lane()]).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
