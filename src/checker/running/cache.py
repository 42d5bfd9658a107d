"""What examples printed when they last ran, good while every file they read is the same."""

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from checker.project import CACHE, Project
from checker.running import recipe
from checker.running.lane import on_reference_lane
from checker.running.record import replace_files

RUN_BY = ("child", "example", "lane", "prepare", "process", "recipe", "record", "runner")

Reads = dict[str, str | None]  # each project file that a run read, with its digest


@dataclass(frozen=True)
class Printed:
    """What a run left: its output as a record, and its figures as (region, SVG) pairs.

    `trained` is the record of a recipe.
    """

    output: str
    figures: list[tuple[str | None, str]]
    trained: recipe.Trained | None = None


def load(project: Project, name: str) -> Printed | None:
    """The last good run of an example; None once anything it read has changed.

    A recipe's record that holds still counts as one.
    """
    if (key := f"run of {name}") not in project.known:
        project.known[key] = read_run(project, name)
    printed: Printed | None = project.known[key]
    return printed


def reads(project: Project, name: str) -> list[str]:
    """The project's files and folders that the last good run of an example read."""
    load(project, name)
    found: list[str] = project.known.get(f"reads of {name}", [])
    return found


def read_run(project: Project, name: str) -> Printed | None:
    """The last good run, from the disk."""
    try:
        entry = json.loads((project.root / CACHE / f"runs/{name}.json").read_text(encoding="utf-8"))
        holds = all(project.digest(path) == digest for path, digest in entry["reads"].items())
        if holds and entry["setting"] == setting(project):
            figures = [(region, svg) for region, svg in entry["figures"]]
            trained = recipe.Trained(**entry["trained"]) if entry["trained"] else None
            project.known[f"reads of {name}"] = [*entry["reads"]]
            return Printed(entry["output"], figures, trained)
    except (AttributeError, OSError, ValueError, LookupError, TypeError):
        pass  # there is none, or not a whole one
    if not recipe.saves(project, name) or recipe.stale(project, name):
        return None
    trained = recipe.recorded(project, name)
    return Printed(trained.output, [], trained)


def store(project: Project, name: str, printed: Printed, reads: Reads) -> None:
    """Keep a good run. One that a power cut takes is run again, so that no disk is waited for."""
    entry = {"setting": setting(project), "reads": reads, **asdict(printed)}
    replace_files(project.root, {f"{CACHE}/runs/{name}.json": json.dumps(entry)}, sync=False)
    project.known[f"run of {name}"] = printed
    project.known[f"reads of {name}"] = [*reads]


def setting(project: Project) -> str:
    """A hash of what a run depends on besides the project's files: Python, lock, what runs it."""
    if "setting" in project.known:
        return str(project.known["setting"])
    parts = [Path(__file__).with_name(f"{name}.py").read_bytes() for name in RUN_BY]
    if project.has("requirements.lock"):
        parts.append(project.data("requirements.lock"))
    parts.append(json.dumps([sys.version, sys.platform, on_reference_lane(project.root)]).encode())
    project.known["setting"] = hashlib.sha256(b"\0".join(parts)).hexdigest()
    return str(project.known["setting"])
