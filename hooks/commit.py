"""Tells the templates which commit the site is built from, so that a report can name it."""

import subprocess
from pathlib import Path
from typing import Any


def on_config(config: Any) -> None:
    config.extra["commit"] = commit(Path(config.config_file_path).parent)


def commit(root: Path) -> str:
    """The commit checked out here; empty without git, or where a file of it was changed."""
    describe = ["git", "--no-optional-locks", "--git-dir=.git", "describe", "--always", "--dirty"]
    command = [*describe, "--abbrev=40", "--exclude=*"]
    try:
        said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ""
    return "" if said.endswith("-dirty\n") else said.strip()
