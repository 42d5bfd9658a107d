"""The last good run of each example, which counts while every file that it read is the same."""

import ast
import hashlib
import json
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from checker.once import once_per_project
from checker.project import CACHE, Project
from checker.running import recipe
from checker.running.lane import on_reference_lane
from checker.running.picture import Picture
from checker.running.record import replace_files

RUN_BY = (
    *("child", "example", "lane", "picture", "prepare", "process", "recipe", "record", "runner"),
)

Reads = dict[str, str | None]  # each project file that a run read, with its digest


@dataclass(frozen=True)
class Printed:
    """What a run left: its output and its pictures, as records, and the record of what it read."""

    output: str
    pictures: list[Picture]
    kept: recipe.Kept | None = None


def load(project: Project, name: str) -> Printed | None:
    """What the last good run of an example left; None once anything that it read has changed."""
    return last_run(project, name)[0]


def reads(project: Project, name: str) -> list[str]:
    """The project's files and folders that the last good run of an example read."""
    return last_run(project, name)[1]


@once_per_project
def last_run(project: Project, name: str) -> tuple[Printed | None, list[str]]:
    """What the last good run of an example left, and which files and folders it read.

    If the cache has no valid run, a valid record of a recipe or a slow example takes its place.
    """
    with suppress(AttributeError, OSError, ValueError, LookupError, TypeError):  # absent or damaged
        entry = json.loads((project.root / file_of(name)).read_text(encoding="utf-8"))
        holds = all(project.digest(path) == digest for path, digest in entry["reads"].items())
        if holds and entry["setting"] == setting(project):
            pictures = [Picture(**picture) for picture in entry["pictures"]]
            kept = recipe.Kept(**entry["kept"]) if entry["kept"] else None
            return Printed(entry["output"], pictures, kept), [*entry["reads"]]
    if recipe.stale(project, name):
        return None, []
    kept = recipe.recorded(project, name)
    left = recipe.recorded_output(project, name) if kept.arrays is None else (kept.output, [])
    return Printed(*left, kept), [*kept.files]


def store(project: Project, name: str, printed: Printed, reads: Reads) -> None:
    """Keep a good run in the cache."""
    entry = {"setting": setting(project), "reads": reads, **asdict(printed)}
    replace_files(project.root, {file_of(name): json.dumps(entry)})
    project.known[last_run, name] = printed, [*reads]


def file_of(name: str) -> str:
    """The path of the file that keeps the last run of an example."""
    return f"{CACHE}/runs/{name}.json"


@once_per_project
def setting(project: Project) -> str:
    """A hash of what a run depends on besides the project's files: Python, lock, what runs it."""
    lock = project.text("requirements.lock") if project.has("requirements.lock") else ""
    lane = str(on_reference_lane(project.root))
    parts = [runner_syntax(), lock, sys.version, sys.platform, lane]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def runner_syntax() -> str:
    """The code of the modules that run examples, without comments and docstrings."""
    files = [Path(__file__).with_name(f"{name}.py") for name in RUN_BY]
    return "".join(recipe.syntax(ast.parse(file.read_bytes())) for file in files)
