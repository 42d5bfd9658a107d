"""Keeps the result of a check of everything, if all was true, for as long as it is valid.

    if said := still_true(project):
        print(said)

It is valid while the project has the same files, those that the check asked for have the same
content, and nothing else that it rests on has changed: the checker, Python and its packages, the
last release, the commit before, and the runs in the cache. Else the next check reads everything.
"""

import hashlib
import json
import platform
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from checker.problem import Problem
from checker.project import CACHE, Project
from checker.running.lane import on_reference_lane
from checker.running.record import replace_files

KEPT = f"{CACHE}/all-true.json"
CODE = Path(__file__).parents[1]  # the folder of this checker, and of what examples import


def still_true(project: Project) -> str:
    """What the last check of everything said; empty if a new one may say something else."""
    with suppress(OSError, ValueError, LookupError, TypeError):  # absent or damaged
        kept = json.loads((project.root / KEPT).read_text("utf-8"))
        if kept["rests on"] == digest(project, kept["asked"]):
            return str(kept["said"])
    return ""


def keep(project: Project, said: str) -> None:
    """Keep what a check of everything said, which has found nothing wrong."""
    asked = sorted(project.asked)
    kept = {"said": said, "asked": asked, "rests on": digest(project, asked)}
    with suppress(Problem):  # the disk is full; then the next check reads all
        replace_files(project.root, {KEPT: json.dumps(kept)})


def digest(project: Project, asked: list[str]) -> str:
    """A hash of everything that a check rests on if it asked for these files and folders."""
    contents = [project.digest(path) for path in asked]
    paths = sorted({*project.seen, *asked})
    return hashlib.sha256(json.dumps([paths, contents, *outside(project)]).encode()).hexdigest()


def outside(project: Project) -> Iterator[object]:
    """What a check rests on besides the project's own files."""
    yield from (sys.version, platform.machine(), on_reference_lane(project.root))
    yield sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    yield from (project.last_release, project.base)
    code = sorted(CODE.glob("**/*.py"))
    yield hashlib.sha256(b"\0".join(file.read_bytes() for file in code)).hexdigest()
    for folder in ("runs", "traces"):
        here = project.root / CACHE / folder
        stats = {path.relative_to(here).as_posix(): path.stat() for path in here.glob("**/*.json")}
        yield sorted((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats.items())
