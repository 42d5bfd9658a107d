"""The licences, in `site/run/`, of other people's software that a site carries."""

import zipfile
from contextlib import suppress
from importlib import metadata
from pathlib import Path, PurePosixPath

from checker.project import Project
from checker.settings import named
from checker.site.fetching import pyodide_files

NAMES = ("LICENSE", "LICENCE", "COPYING")
# Software without its licence in a file of the site, and the installed package that has it.
INSTALLED = {"python": "typing_extensions", "tiktoken": "tiktoken"}


def texts(project: Project, folder: Path) -> dict[str, bytes]:
    """A file for each package, like `LICENSE-numpy.txt`, of the texts that its wheel holds."""
    found = {}
    installed = {**INSTALLED}
    if project.settings.model_wheel:
        model = Path(project.settings.model_address).stem
        installed[model] = named(project.settings.model_wheel).partition("==")[0]
    for file in pyodide_files():
        if file.name.endswith(".whl"):
            name = file.name.partition("-")[0].replace("_", "-")
            name = "pyodide" if file.part == "licence" else name
            found[f"LICENSE-{name}.txt"] = text(folder / file.name)
    for name, package in installed.items():
        with suppress(metadata.PackageNotFoundError):
            files = metadata.distribution(package).files or []
            kept = [file for file in files if file.name.startswith(NAMES)]
            found[f"LICENSE-{name}.txt"] = b"\n".join(file.read_binary() for file in kept)
    return found


def text(wheel: Path) -> bytes:
    """All the texts of licences in a wheel's own description, one below the other."""
    with zipfile.ZipFile(wheel) as archive:
        paths = [PurePosixPath(name) for name in sorted(archive.namelist())]
        kept = [p for p in paths if p.name.startswith(NAMES) and ".dist-info" in p.parts[0]]
        return b"\n".join(archive.read(str(path)) for path in kept)
