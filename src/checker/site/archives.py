"""The sources that travel to the reader's browser, in two zips, under the paths of a clone."""

import io
import zipfile
from pathlib import Path

from checker.pages import buttons
from checker.project import Project
from checker.running.cache import reads
from checker.settings import FILE

RUNNER = "checker.zip"  # what runs any example
CHECKER = Path(__file__).parents[1]
IMPORTED = (  # by those in checker/browser/
    *("__init__", "problem", "project", "settings"),
    *("running/__init__", "running/described", "running/example", "running/listing"),
    "running/trace",
)


def archives(project: Project) -> dict[str, bytes]:
    """Each zip by its name: what runs examples, and what they may import and read."""
    paths = sorted(path for path in sources(project) if project.has(path))
    own = {path: project.data(path) for path in paths}
    name = f"{project.settings.package or 'package'}.zip"
    return {RUNNER: zipped(runner()), name: zipped(own)}


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of files by their paths: the same bytes for the same files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in members.items():
            info = zipfile.ZipInfo(path)  # dated 1980
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return file.getvalue()


def sources(project: Project) -> set[str]:
    """What an example of this project may import, run or read, except weights."""
    folders = ("examples", project.settings.exercises, f"src/{project.settings.package}")
    paths = {FILE, "mkdocs.yml"}
    paths |= {path for folder in folders for path in project.files(folder, ".py")}
    for name in buttons.runnable(project):
        paths |= {path for path in reads(project, name) if not path.endswith(".npz")}
    return paths


def runner() -> dict[str, bytes]:
    """The modules in `checker.browser`, and those of the checker that they import."""
    paths = [f"browser/{file.name}" for file in CHECKER.glob("browser/*.py")]
    paths = sorted([*paths, *(f"{name}.py" for name in IMPORTED)])
    return {f"src/checker/{path}": (CHECKER / path).read_bytes() for path in paths}
