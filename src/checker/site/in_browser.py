"""The files of `site/run/`: Python for the reader's browser, and the sources it runs there.

A page loads none of it before the first click. One zip holds what runs examples, another the
examples and the package, under their paths here; `runs.json` says what each example needs.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

from checker.pages import buttons, traces
from checker.pages.addresses import repository
from checker.pages.reading import pages_of
from checker.problem import FAILED, Problem
from checker.project import CACHE, Project
from checker.running import prepare
from checker.settings import named
from checker.site import compiled_library, fetching, licences
from checker.site.archives import archives

RUN = "run"
# Of tiktoken's cl100k_base.tiktoken, which tiktoken itself demands.
VOCABULARY_SHA256 = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
INFO = {  # what Pyodide checks of a list of packages
    "abi_version": "2024_0",
    "arch": "wasm32",
    "platform": "emscripten_3_1_58",
    "python": "3.12.7",
    "version": fetching.VERSION,
}


def ready(project: Project) -> None:
    """Fetch the files that a site with buttons needs, and compile Python's library.

    Without the files, the site gets no buttons. Raises Problem where either fails and this is CI.
    """
    if not project.has(buttons.FILE):
        return
    failed = fetching.fetch(project.root, repository(project))
    project.runs_in_browser = not failed
    if failed and os.environ.get("CI"):
        what = "needs Pyodide's files, which couldn't be fetched from any source"
        raise Problem(FAILED, buttons.FILE, None, what, "\n".join(failed))
    if failed:
        what = "The pages won't have Run buttons, because Pyodide's files couldn't be fetched."
        print(what, file=sys.stderr)
        print("".join(f"  {line}\n" for line in failed), end="", file=sys.stderr)
        return
    try:
        compiled_library.make(project.root, package_list())
    except OSError as error:
        what = "needs Python's library compiled, which failed"
        if os.environ.get("CI"):
            raise Problem(FAILED, buttons.FILE, None, what, str(error)) from None
        what = "Examples will take longer to start, because Python's library couldn't be compiled"
        print(f"{what}: {error}", file=sys.stderr)


def contents(project: Project) -> dict[str, Path | bytes]:
    """Each file of `site/run/`, by its path in that folder. Raises Problem."""
    fetched = project.root / fetching.FOLDER
    if fetching.missing(project.root):
        what = "needs Pyodide's files, which are incomplete; build again"
        raise Problem(FAILED, fetching.FOLDER, None, what)
    found: dict[str, Path | bytes] = {file.name: fetched / file.name for file in published()}
    if compiled_library.NAME in found:
        found[compiled_library.NAME] = compiled_library.library(project.root)
    found |= licences.texts(project, fetched)
    zips = archives(project)
    found |= zips
    for name, steps in traces.contents(project, pages_of(project)).items():
        found[f"steps/{name}"] = steps
    needed = {name: buttons.needs(project, name) for name in buttons.runnable(project)}
    found |= data(project, list(needed.values()))
    models = any(need.model for need in needed.values())
    found["pyodide-lock.json"] = package_list().encode()
    python = [file.name for file in fetching.pyodide_files("python")] + ["pyodide-lock.json", *zips]
    about = {
        "python": {name: size(found[name]) for name in python},
        "figures": {file.name: file.size for file in fetching.pyodide_files("figures")},
        "model": {project.settings.model_address: size(model(project))} if models else {},
        "examples": {name: vars(need) for name, need in needed.items()},
    }
    found["runs.json"] = (json.dumps(about, indent=0, sort_keys=True) + "\n").encode()
    return found


def size(content: Path | bytes) -> int:
    """How many bytes a file has."""
    return content.stat().st_size if isinstance(content, Path) else len(content)


def data(project: Project, needed: list[buttons.Needs]) -> dict[str, Path | bytes]:
    """What examples and play pages read: weights, vocabularies, a model's file. Raises Problem."""
    found: dict[str, Path | bytes] = {
        path: project.root / path for path in project.files("examples", ".npz")
    }
    if any(buttons.VOCABULARY in need.reads for need in needed):
        found[buttons.VOCABULARY] = vocabulary(project)
    settings = project.settings
    if any(need.model for need in needed) and "://" not in settings.model_address:
        found[settings.model_address] = model(project)
    if settings.published:
        found |= named(settings.published)(vocabulary(project), model(project))
    return found


def published() -> list[fetching.File]:
    """The files of Pyodide that a site carries."""
    return fetching.pyodide_files("python", "figures")


def model(project: Project) -> Path:
    """The large model's file. Raises Problem where it is not installed."""
    try:
        return Path(named(project.settings.model)())
    except (FileNotFoundError, ValueError) as error:
        raise Problem(FAILED, buttons.FILE, None, "needs the model's file", str(error)) from None


def vocabulary(project: Project) -> Path:
    """The ranks of tiktoken's cl100k_base. Raises Problem where the file has other content."""
    folder = project.root / CACHE / "prepared"
    folder.mkdir(parents=True, exist_ok=True)
    path = prepare.place_vocabulary(folder)
    if hashlib.sha256(path.read_bytes()).hexdigest() != VOCABULARY_SHA256:
        what = "is not tiktoken's vocabulary; delete it"
        raise Problem(FAILED, path.relative_to(project.root).as_posix(), None, what)
    return path


def package_list() -> str:
    """The list of packages that Pyodide asks for, with only those that the site has."""
    packages = {}
    for file in published():
        if file.name.endswith(".whl"):
            name, version, _ = file.name.split("-", 2)
            packages[name.replace("_", "-")] = {
                "depends": [], "file_name": file.name, "imports": [], "install_dir": "site",
                "name": name.replace("_", "-"), "package_type": "package", "sha256": file.sha256,
                "unvendored_tests": False, "version": version,
            }  # fmt: skip
    return json.dumps({"info": INFO, "packages": packages}, indent=0, sort_keys=True)
