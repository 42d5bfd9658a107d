"""The package on its own: in `site/package/` a wheel, which pip installs from there, and its hash.

The same sources make the same bytes. A project whose `pyproject.toml` names no package has none.
"""

import hashlib
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.once import once_per_project
from checker.problem import FAILED, WRONG_PAGE, Problem
from checker.project import Project
from checker.settings import FILE
from checker.site import archives

FOLDER = "package"
SUMS = f"{FOLDER}/SHA256SUMS"


def wheel(project: Project) -> str:
    """The wheel's path in a built site; empty where the project has no package."""
    about = tomllib.loads(project.text(FILE)) if project.has(FILE) else {}
    package = about.get("project")
    return f"{FOLDER}/{package['name']}-{package['version']}-py3-none-any.whl" if package else ""


@once_per_project
def contents(project: Project) -> dict[str, bytes]:
    """The wheel and its hash, by their paths in a built site. Raises Problem."""
    if not (path := wheel(project)):
        return {}
    content = built(project, Path(path).name)
    return {path: content, SUMS: sums(path, content)}


def built(project: Project, name: str) -> bytes:
    """The wheel. Raises Problem where none can be made."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "flit_core.wheel", "--outdir", folder, str(project.root)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "0"}  # else it holds the dates of files
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Problem(FAILED, FILE, None, "makes no wheel", done.stderr)
        return Path(folder, name).read_bytes()


def sums(path: str, content: bytes) -> bytes:
    """A file's hash, as `sha256sum --check` reads it."""
    return f"{hashlib.sha256(content).hexdigest()}  {Path(path).name}\n".encode()


def write(project: Project, site: Path) -> None:
    """Put it all into a built site. Raises Problem."""
    for path, content in contents(project).items():
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_bytes(content)


def problems(project: Project, site: Path) -> Iterator[Problem]:
    """What in a built site is not what `write` puts there. Raises Problem."""
    should = contents(project)
    there = {path.relative_to(site).as_posix() for path in site.glob(f"{FOLDER}/**/*")}
    for path in sorted(should.keys() - there):
        yield Problem(WRONG_PAGE, path, None, "is not published")
    for path in sorted(there - should.keys()):
        yield Problem(WRONG_PAGE, path, None, "has nothing of the project behind it")
    for path in sorted(there & {wheel(project)}):
        yield from archives.differing(site / path, path, archives.unzipped(should[path]))
        if SUMS in there and (site / SUMS).read_bytes() != sums(path, (site / path).read_bytes()):
            yield Problem(WRONG_PAGE, SUMS, None, f"is not the hash of {Path(path).name}")
