"""A tripwire for plain `mkdocs build`: it publishes what the checker passes.

The command `build` is the gate itself and sets LESSONCODE_GATE; so does `hooks/serve.py`.
"""

import os
import subprocess
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from checker.building import GATE, RUN, complete
from checker.lock import alone
from checker.problem import Problem
from checker.project import Project
from checker.settings import program, settings_of
from checker.site import in_browser


def checker(config: Any, *arguments: str) -> None:
    root = Path(config.config_file_path).parent
    if subprocess.run(program(root, *arguments), cwd=root, check=False).returncode:
        raise BuildError(f"{settings_of(root).program} {arguments[0]} found the problems above")


def on_pre_build(config: Any) -> None:
    if GATE in os.environ:
        return
    checker(config, "check")
    project = Project(Path(config.config_file_path).parent)
    try:
        with alone(project.root):
            in_browser.ready(project)
    except Problem as problem:
        raise BuildError(str(problem)) from None
    os.environ[RUN] = "1" if project.runs_in_browser else ""


def on_post_build(config: Any) -> None:
    if GATE in os.environ:
        return
    project = Project(Path(config.config_file_path).parent)
    project.runs_in_browser = bool(os.environ[RUN])
    complete(project, Path(config.site_dir))
    checker(config, "prove", config.site_dir)
