"""Recipes, which train, and slow examples: both keep a record of what they read.

`examples/pre_training/train.npz` holds the arrays that `train.py` saved and one member more,
`record.json`: what the run printed, with which NumPy, and the hash of each file that it read. The
recipe trains again only when one of these has changed. The same is true of a slow example, which
asks for more time. Its record, like `examples/harmless/topics.json`, has a hash in place of the
output and the pictures, which are beside it.
"""

import ast
import base64
import difflib
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from checker.once import once_per_project
from checker.problem import DIFFERS, WRONG_PAGE, Problem
from checker.project import Project
from checker.running.example import names_of
from checker.running.lane import numpy_of
from checker.running.picture import Picture, read_pictures
from checker.running.record import read_record

MOST_BYTES = 1_000_000  # of an .npz
RECORD = "record.json"
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

Arrays = dict[str, str]  # the members of an .npz, in base64


@dataclass(frozen=True)
class Kept:
    """What a run left: its output, NumPy's version, hashes of the files it read, its arrays."""

    output: str  # or, of a slow example, a hash of its output and pictures
    numpy: str
    files: dict[str, str]
    arrays: Arrays | None  # a slow example has none


def saves(project: Project, name: str) -> bool:
    """Whether an example is a recipe: it calls what saves weights."""
    return None in weights_of(project, name)


def slow(project: Project, name: str) -> bool:
    """Whether an example asks for more time, and is not a recipe."""
    source = project.data(f"examples/{name}.py")
    return source.startswith(b"# time limit") and not saves(project, name)


def file_of(project: Project, name: str) -> str:
    """The path of the record of a recipe, or of a slow example."""
    return f"examples/{name}.{'npz' if saves(project, name) else 'json'}"


def loads(project: Project, name: str) -> dict[str, int]:
    """The recipes whose weights an example loads, each with the line of that call.

    It calls one of the settings' `load`, as in `checkpoints.load("page/name")`.
    """
    return {needed: line for needed, line in weights_of(project, name).items() if needed}


@once_per_project
def weights_of(project: Project, name: str) -> dict[str | None, int]:
    """The line of each call that loads weights, by their name; under None, of one that saves."""
    source = project.data(f"examples/{name}.py")
    save, load = project.settings.save, project.settings.load
    found: dict[str | None, int] = {}
    if not any(known.encode() in source for known in (save, *load)):
        return found
    with suppress(SyntaxError, ValueError):  # running it says more
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.Call(ast.Attribute(ast.Name(module), function), arguments):
                    called = f"{module}.{function}"
                    if called == save:
                        found[None] = node.lineno
                    elif called in load and arguments and isinstance(arguments[0], ast.Constant):
                        found.setdefault(str(arguments[0].value), node.lineno)
    return found


def wrong_loads(project: Project, name: str) -> Iterator[Problem]:
    """The Problem of each load of weights that no recipe makes, or that are not made yet."""
    path = f"examples/{name}.py"
    for needed, line in loads(project, name).items():
        if project.has(f"examples/{needed}.py") and saves(project, needed):
            try:
                recorded(project, needed)
            except ValueError as error:
                advice = (("make them", f"{project.settings.program} accept {needed}"),)
                what = f"loads {needed}, whose weights are {error}"
                yield Problem(DIFFERS, path, line, what, "", advice)
        else:
            recipes = [known for known in names_of(project) if saves(project, known)]
            near = difflib.get_close_matches(needed, recipes, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield Problem(WRONG_PAGE, path, line, f"loads {needed}, which isn't a recipe{hint}")


def in_order(project: Project, names: list[str]) -> Iterator[list[str]]:
    """Examples in groups, each after the recipes that it loads.

    Raises Problem where recipes load each other.
    """
    sorter = TopologicalSorter({name: sorted({*loads(project, name)} & {*names}) for name in names})
    try:
        sorter.prepare()
    except CycleError as error:
        circle = error.args[1][::-1]  # each loads the next
        line, what = loads(project, circle[0])[circle[1]], f"loads itself: {' loads '.join(circle)}"
        raise Problem(WRONG_PAGE, f"examples/{circle[0]}.py", line, what) from None
    while group := sorter.get_ready():
        yield sorted(group)
        sorter.done(*group)


def pack(kept: Kept) -> bytes:
    """The .npz of a recipe's record, or the .json of a slow example's; equal for equal content."""
    record = {key: value for key, value in vars(kept).items() if key != "arrays"}
    text = json.dumps(record, indent=1, sort_keys=True)
    if kept.arrays is None:
        return f"{text}\n".encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in kept.arrays.items():
            archive.writestr(zipfile.ZipInfo(name), base64.b64decode(data))  # dated 1980, stored
        archive.writestr(zipfile.ZipInfo(RECORD), text)
    return file.getvalue()


@cache
def unpack(packed: bytes) -> Arrays:
    """The members of an .npz. Raises ValueError where it is too large or damaged."""
    if (size := len(packed)) > MOST_BYTES:
        raise ValueError(f"too large: {size:,} bytes of {MOST_BYTES:,} at most; store float16")
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            names = archive.namelist()
            return {name: base64.b64encode(archive.read(name)).decode() for name in names}
    except Exception as error:  # zipfile raises almost anything
        raise ValueError(f"damaged: {error}") from None


def recorded(project: Project, name: str) -> Kept:
    """The record of a run. Raises ValueError where it is absent, damaged or another example's."""
    if not project.has(path := file_of(project, name)):
        raise ValueError("missing")
    data = project.data(path)
    arrays = dict(unpack(data)) if path.endswith(".npz") else None
    try:
        record = json.loads(base64.b64decode(arrays.pop(RECORD)) if arrays else data)
        kept = Kept(**record | {"files": dict(record["files"])}, arrays=arrays)
    except (LookupError, TypeError, ValueError):
        raise ValueError("without a complete record, which only accept writes") from None
    if f"examples/{name}.py" not in kept.files:
        raise ValueError("the record of another example")
    return kept


def stale(project: Project, name: str) -> str:
    """Why the record of a run is no longer valid, or can't be read; empty if it is valid."""
    try:
        kept = recorded(project, name)
    except ValueError as error:
        return f"{file_of(project, name)} was {error}"
    now = hashes(project, kept.files)
    changed = sorted(file for file in kept.files if kept.files[file] != now.get(file))
    numpy = numpy_of(project.root)
    changed += [f"NumPy ({kept.numpy} then, {numpy} now)"] if kept.numpy != numpy else []
    own = saves(project, name) or kept.output == hash_of(*recorded_output(project, name))
    changed += [] if own else ["its own output or pictures"]
    return f"changed since: {', '.join(changed)}" if changed else ""


def recorded_output(project: Project, name: str) -> tuple[str, list[Picture]]:
    """The output and the pictures that are recorded beside an example."""
    return read_record(project, name)[1], read_pictures(project, name)


def hash_of(output: str, pictures: list[Picture]) -> str:
    """A hash of the output and the pictures of an example."""
    return fingerprint(json.dumps([output, *map(vars, pictures)]).encode(), ".json")


def compare(project: Project, name: str, new: Kept | None) -> tuple[str, str]:
    """How the output or weights that a run kept differ from the record, and details; else empty."""
    if not new:
        return "", ""
    try:
        old = recorded(project, name)
    except ValueError:
        what = "output has no record of what was read yet; accept writes it"
        return what if new.arrays is None else "weights have no record", stale(project, name)
    if old == new:
        return "", ""
    why = stale(project, name) or "changed since: nothing that it read"
    if new.arrays is None:  # its output is compared elsewhere
        what = "output is the same, made by changed code; run accept to note that"
        return what if new.output == hash_of(*recorded_output(project, name)) else "", why
    if arrays := differing(old.arrays or {}, new.arrays):
        return "weights have changed", f"{arrays}\n{why}"
    what = "weights are the same, trained by changed code; run accept to note that"
    return what, f"all arrays are the same\n{why}"


def differing(old: Arrays, new: Arrays) -> str:
    """The names of the arrays that differ; empty if none does."""
    members = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    names = ", ".join(member.removesuffix(".npy") for member in members)
    return f"arrays that differ: {names}" if names else ""


def hashes(project: Project, paths: Iterable[str]) -> dict[str, str]:
    """The fingerprint of each of these files that is there; folders have none."""
    files = [path for path in paths if project.has(path)]
    return {path: fingerprint(project.data(path), Path(path).suffix) for path in files}


@cache
def fingerprint(data: bytes, suffix: str) -> str:
    """A hash of what counts in a file: Python's syntax, a checkpoint's arrays, else every byte."""
    with suppress(SyntaxError, ValueError):
        if suffix == ".py":
            parts = re.split(rb"^(.*--8<--.*)$", data, flags=re.MULTILINE)  # its regions count, too
            parts[::2] = [syntax(ast.parse(part)).encode() for part in parts[::2]]
            data = b"\n".join(parts)
        elif suffix == ".npz":
            data = json.dumps({**unpack(data), RECORD: ""}).encode()
    return hashlib.sha256(data).hexdigest()


def syntax(node: object) -> str:
    """A syntax tree without comments, docstrings and positions, alike under every Python."""
    if isinstance(node, list):
        return f"[{' '.join(map(syntax, node))}]"
    if not isinstance(node, ast.AST):
        return ascii(node)
    fields = dict(ast.iter_fields(node))
    fields.pop("kind", None)  # the u of u"..."
    if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
        fields["body"] = node.body[1:]
    if isinstance(node, ast.JoinedStr):  # Python 3.12 puts empty strings into formats
        fields["values"] = [part for part in node.values if getattr(part, "value", None) != ""]
    parts = [f"{name}={syntax(value)}" for name, value in fields.items() if value not in (None, [])]
    return f"{type(node).__name__}({' '.join(parts)})"
