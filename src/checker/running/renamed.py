"""A recipe that was renamed: its record moves with it, and it does not train again.

git mv examples/a/train.py examples/b/train.py
git mv examples/a/train.npz examples/b/train.npz
lessoncode accept b/train
"""

import base64
import json
from pathlib import Path

from checker.project import Project
from checker.running.recipe import RECORD, Trained, fingerprint, hashes, pack, unpack


def renamed(project: Project, name: str) -> bytes | None:
    """The record of a recipe under the new names of the files that it read.

    None where nothing was renamed, and where a file has changed in more than the names it loads.
    """
    script, weights = f"examples/{name}.py", f"examples/{name}.npz"
    try:
        arrays = dict(unpack(project.data(weights))) if project.has(weights) else {}
        record = json.loads(base64.b64decode(arrays.pop(RECORD)))
        files = dict(record["files"])
    except (LookupError, TypeError, ValueError):
        return None
    gone = {path for path in files if not project.has(path)}
    if script in files:
        return None
    source, suffixes = project.data(script), {Path(path).suffix for path in gone} - {".py"}
    here: dict[str, str] = {}
    for path in filter(project.has, sorted(project.seen)):
        if path.startswith("examples/") and (suffix := Path(path).suffix) in suffixes:
            here.setdefault(fingerprint(project.data(path), suffix), path)
    for old in gone:
        if new := here.get(files[old], ""):
            files[new] = files.pop(old)
            source = source.replace(load_of(new), load_of(old))
    then = fingerprint(source, ".py")
    for old in gone & files.keys():
        if files[old] == then:
            del files[old]
            files[script] = fingerprint(project.data(script), ".py")
    if script not in files or hashes(project, files) != files:
        return None
    return pack(Trained(**record | {"files": files}, arrays=arrays))


def load_of(path: str) -> bytes:
    """How a script names the weights that it loads."""
    return f'"{path.removeprefix("examples/").removesuffix(".npz")}"'.encode()
