"""The sources that travel to the reader's browser, in two zips, under the paths of a clone.

name, members = next(iter(archives(project).items()))
(site / "run" / name).write_bytes(zipped(members))
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from checker.pages import buttons
from checker.project import Project
from checker.running.cache import reads
from checker.settings import FILE

RUNNER = "checker.zip"  # what runs any example
HERE = Path(__file__).parents[2]  # the folder that this checker is in


def archives(project: Project) -> dict[str, dict[str, bytes]]:
    """The members of each zip, by path: what runs examples, and what they may import and read."""
    paths = sorted(path for path in sources(project) if project.has(path))
    own = {path: project.data(path) for path in paths}
    return {RUNNER: runner(), f"{project.settings.package or 'package'}.zip": own}


def sources(project: Project) -> set[str]:
    """What an example of this project may import, run or read, but weights."""
    folders = ("examples", project.settings.exercises, f"src/{project.settings.package}")
    paths = {FILE, "mkdocs.yml"}
    paths |= {path for folder in folders for path in project.files(folder, ".py")}
    for name in buttons.runnable(project):
        paths |= {path for path in reads(project, name) if not path.endswith(".npz")}
    return paths


@cache
def runner() -> dict[str, bytes]:
    """The modules in `checker.browser`, and all of the checker that they import."""
    left = [*(HERE / "checker/browser").glob("**/*.py")]
    found: set[Path] = set()
    while left:
        if (file := left.pop()) not in found and file.is_file():
            found.add(file)
            names = [name for name in imported(file) if name.startswith("checker.")]
            left += [other for name in names for other in files_of(name)]
    return {f"src/{file.relative_to(HERE).as_posix()}": file.read_bytes() for file in sorted(found)}


def imported(file: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it; some of these names are no modules."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom):
            yield str(node.module)
        if isinstance(node, ast.Import | ast.ImportFrom):
            before = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            yield from (before + alias.name for alias in node.names)


def files_of(module: str) -> Iterator[Path]:
    """The files of the checker that importing a module runs."""
    parts = module.split(".")
    yield HERE.joinpath(*parts).with_suffix(".py")
    yield from (HERE.joinpath(*parts[:n], "__init__.py") for n in range(1, len(parts) + 1))
