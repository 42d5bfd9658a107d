"""What stands in `site/run/`: Python for the reader's browser, and the sources it runs there.

A page loads none of it before the first click. `lessoncode.zip` holds the package and the examples
under the paths they have here; `runs.json` says what each example needs.
"""

import ast
import hashlib
import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lessoncode.browser import files as browser
from lessoncode.check.pages import buttons
from lessoncode.check.problem import FAILED, Problem
from lessoncode.check.project import CACHE, Project
from lessoncode.check.running import cache, prepare
from lessoncode.check.running.example import names_of
from lessoncode.check.site import fetching, licences

RUN = "run"
ZIP = "lessoncode.zip"
PACKAGE, CHECKER = "src/lessoncode/", "src/lessoncode/check/"

Content = Path | bytes  # a file, or what one holds


def ready(project: Project) -> None:
    """Have the files fetched that a site with buttons needs; without them it has none.

    Raises Problem where they cannot be had and this is CI.
    """
    if not project.has(buttons.FILE):
        return
    failed = fetching.fetch(project.root)
    project.runs_in_browser = not failed
    if failed and os.environ.get("CI"):
        what = "needs Pyodide's files, which no source has"
        raise Problem(FAILED, buttons.FILE, None, what, "\n".join(failed))
    if failed:
        print("The pages get no Run buttons: no source has Pyodide's files.", file=sys.stderr)
        print("".join(f"  {line}\n" for line in failed), end="", file=sys.stderr)


def contents(project: Project) -> dict[str, Content]:
    """Each file that stands there, by its path in that folder. Raises Problem."""
    fetched = project.root / fetching.FOLDER
    found: dict[str, Content] = {file.name: fetched / file.name for file in published()}
    found |= licences.texts(fetched)
    found[buttons.VOCABULARY] = vocabulary(project)
    found[ZIP] = zipped(members(project))
    found |= {path: project.root / path for path in project.files("examples", ".npz")}
    needed = {name: buttons.needs(project, name) for name in buttons.runnable(project)}
    if any(need.model for need in needed.values()) and "://" not in browser.MODEL:
        found[browser.MODEL] = model()
    found["pyodide-lock.json"] = lock().encode()
    python = [file.name for file in browser.listed("python")] + ["pyodide-lock.json", ZIP]
    about = {
        "python": {name: size(found[name]) for name in python},
        "figures": {file.name: file.size for file in browser.listed("figures")},
        "model": {browser.MODEL: browser.MODEL_SIZE},
        "examples": {name: vars(need) for name, need in needed.items()},
    }
    found["runs.json"] = (json.dumps(about, indent=0, sort_keys=True) + "\n").encode()
    return found


def published() -> list[browser.File]:
    """The files of Pyodide that a site carries."""
    return browser.listed("python", "figures")


def model() -> Path:
    """SmolLM2's file. Raises Problem where it is not installed."""
    try:
        return browser.model()
    except (FileNotFoundError, ValueError) as error:
        raise Problem(FAILED, buttons.FILE, None, "needs SmolLM2's file", str(error)) from None


def vocabulary(project: Project) -> Path:
    """The ranks of tiktoken's cl100k_base. Raises Problem where they are not those."""
    folder = project.root / CACHE / "prepared"
    folder.mkdir(parents=True, exist_ok=True)
    prepare.place_vocabulary(folder)
    path = folder / hashlib.sha1(prepare.VOCABULARY.encode()).hexdigest()
    if hashlib.sha256(path.read_bytes()).hexdigest() != browser.VOCABULARY_SHA256:
        what = "is not tiktoken's vocabulary; delete it"
        raise Problem(FAILED, path.relative_to(project.root).as_posix(), None, what)
    return path


def size(content: Content) -> int:
    """How many bytes a file has."""
    return content.stat().st_size if isinstance(content, Path) else len(content)


def lock() -> str:
    """The list of packages that Pyodide asks for: those that are there, and no others."""
    packages = {}
    for file in published():
        if file.name.endswith(".whl"):
            name, version, _ = file.name.split("-", 2)
            packages[name.replace("_", "-")] = {
                "depends": [], "file_name": file.name, "imports": [], "install_dir": "site",
                "name": name.replace("_", "-"), "package_type": "package", "sha256": file.sha256,
                "unvendored_tests": False, "version": version,
            }  # fmt: skip
    return json.dumps({"info": browser.INFO, "packages": packages}, indent=0, sort_keys=True)


def members(project: Project) -> dict[str, bytes]:
    """What the zip holds, by path: all that a browser may import, run or read, but weights."""
    paths = {*project.files("examples", ".py"), *project.files("exercises", ".py"), "mkdocs.yml"}
    paths |= {p for p in project.files("src/lessoncode", ".py") if not p.startswith(CHECKER)}
    paths |= imported(project, project.files(f"{PACKAGE}browser", ".py"))
    for name in buttons.runnable(project):
        paths |= {path for path in cache.reads(project, name) if project.has(path)}
    return {path: project.data(path) for path in sorted(paths) if not path.endswith(".npz")}


def imported(project: Project, paths: list[str]) -> set[str]:
    """These modules and all of the package that they import, with what those import."""
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
                if name.startswith("lessoncode."):
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


def write(project: Project, site: Path) -> None:
    """Put it all into a built site; large files are linked, where the disk can. Raises Problem."""
    if not project.runs_in_browser:
        return
    for path, content in contents(project).items():
        target = site / RUN / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            target.write_bytes(content)
            continue
        try:
            target.unlink(missing_ok=True)
            target.hardlink_to(content)
        except OSError:  # another disk
            shutil.copyfile(content, target)
