"""The package on its own: in `site/package/` a wheel, which pip installs from there, and its hash.

The same sources make the same bytes. A project whose `pyproject.toml` names no package has none.
"""

import hashlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.problem import FAILED, Problem
from checker.project import Project
from checker.settings import FILE

FOLDER = "package"
SUMS = "SHA256SUMS"


def wheel(project: Project) -> str:
    """The wheel's path in a built site; empty where the project has no package."""
    about = tomllib.loads(project.text(FILE)) if project.has(FILE) else {}
    package = about.get("project")
    return f"{FOLDER}/{package['name']}-{package['version']}-py3-none-any.whl" if package else ""


def contents(project: Project) -> dict[str, bytes]:
    """The wheel and its hash, by their names in that folder. Raises Problem."""
    if not (name := Path(wheel(project)).name):
        return {}
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800"}  # 1980, whatever files say
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "flit_core.wheel", "--outdir", folder, str(project.root)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Problem(FAILED, FILE, None, "can't be built into a wheel", done.stderr)
        data = Path(folder, name).read_bytes()
    return {name: data, SUMS: sums(name, data)}


def sums(name: str, content: bytes) -> bytes:
    """A file's hash, as `sha256sum --check` reads it."""
    return f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode()
