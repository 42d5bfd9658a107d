"""The sources that travel to the reader's browser, in two zips, under the paths they have here."""

import ast
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from checker.pages import buttons
from checker.problem import WRONG_PAGE, Problem
from checker.project import ABOUT, Project
from checker.running import cache

RUNNER = "checker.zip"  # what runs any example


def zips(project: Project) -> dict[str, dict[str, bytes]]:
    """The members of each zip, by path: what runs examples, and what they may import and read."""
    names = {RUNNER: {ABOUT, *imported(project, project.files("src/checker/browser", ".py"))}}
    names[f"{project.settings.package or 'package'}.zip"] = members(project)
    return {
        name: {path: project.data(path) for path in sorted(paths) if project.has(path)}
        for name, paths in names.items()
    }


def members(project: Project) -> set[str]:
    """What an example of this project may import, run or read, but weights."""
    paths = {*project.files("examples", ".py"), *project.files("exercises", ".py"), "mkdocs.yml"}
    paths |= {*project.files(f"src/{project.settings.package}", ".py")}
    for name in buttons.runnable(project):
        paths |= {path for path in cache.reads(project, name) if not path.endswith(".npz")}
    return paths


def imported(project: Project, paths: list[str]) -> set[str]:
    """These modules and all of the checker that they import, with what those import."""
    found: set[str] = set()
    left = [*paths]
    while left:
        if (path := left.pop()) in found or not project.has(path):
            continue
        found.add(path)
        for node in ast.walk(ast.parse(project.text(path))):
            names = [alias.name for alias in getattr(node, "names", ()) if hasattr(alias, "asname")]
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{name}" for name in names] + [str(node.module)]
            for name in names if isinstance(node, ast.Import | ast.ImportFrom) else ():
                if name.startswith("checker."):
                    left += files_of(name)
    return found


def files_of(module: str) -> Iterator[str]:
    """The files that importing a module runs, if it is one."""
    parts = module.split(".")
    yield f"src/{'/'.join(parts)}.py"
    yield from (f"src/{'/'.join(parts[:n])}/__init__.py" for n in range(1, len(parts) + 1))


def zipped(contents: dict[str, bytes]) -> bytes:
    """A zip: the same bytes for the same content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in contents.items():
            info = zipfile.ZipInfo(path)  # dated 1980
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return file.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The members of a zip. Raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {member: archive.read(member) for member in archive.namelist()}


def differing(path: Path, name: str, should: dict[str, bytes]) -> Iterator[Problem]:
    """What is wrong with the members of a published zip, however they were packed."""
    try:
        there = unzipped(path.read_bytes())
    except zipfile.BadZipFile as error:
        yield Problem(WRONG_PAGE, name, None, f"is damaged: {error}")
        return
    for member in sorted({*should, *there}):
        if should.get(member) != there.get(member):
            yield Problem(WRONG_PAGE, name, None, f"holds another {member} than the project")
