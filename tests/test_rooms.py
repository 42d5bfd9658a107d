"""The rooms of both packages: which may import which, and what importing one asks for.

    python tests/test_rooms.py --write

draws the picture of them anew.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "guide/architecture.md"
MARKED = re.compile(r"(?<=<!-- rooms: begin -->\n).*(?=<!-- rooms: end -->)", re.DOTALL)

LESSON = ["model", "text", "training", "alignment", "worlds", "measures", "pretrained"]
LAST = ["worlds", "measures", "pretrained"]  # not from one another
CHECKER = ["settings", "problem", "project", "once", "running", "browser"]
CHECKER += ["pages", "rules", "site", "book"]
LIBRARY = {room: LESSON[: LESSON.index(room)] for room in LESSON if room not in LAST}
LIBRARY |= {room: [other for other in LESSON if other not in LAST] for room in LAST}
LIBRARY |= {"figure": [], "svg": ["figure"], "diagram": ["figure", "svg"], "grading": []}
LIBRARY |= {"play": [*LESSON, "grading"], "command": [*LESSON, "grading"]}
# What each room may import. The checker's commands are in no room, and may import all.
MAY = {
    "lessoncode": LIBRARY,
    "checker": {room: CHECKER[: CHECKER.index(room)] for room in CHECKER},
}
NOBODY = {"command", "play"}  # is imported by others


def modules(package: str) -> Iterator[tuple[str, Path]]:
    """Every module of a package below its root, and its file."""
    folder = ROOT / "src" / package
    for path in sorted(folder.glob("**/*.py")):
        name = path.relative_to(folder.parent).with_suffix("").as_posix().replace("/", ".")
        if path != folder / "__init__.py":
            yield name.removesuffix(".__init__"), path


def imported(path: Path) -> Iterator[str]:
    """The modules of both packages that a file imports, wherever in it that stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            names = [f"{node.module}.{name}" for name in names]
        yield from (name for name in names if name.partition(".")[0] in MAY)


def room_of(module: str) -> str:
    """The room of a module like `lessoncode.model.tensor`, or its own name where it is in none."""
    return module.split(".")[1]


def arrows(package: str) -> dict[str, set[str]]:
    """What each room of a package, and each module outside them, imports of the others."""
    found: dict[str, set[str]] = {}
    for name, path in modules(package):
        here = found.setdefault(room_of(name), set())
        here |= {room_of(other) for other in imported(path)} - {room_of(name)}
    return found


def picture() -> str:
    """A line for each room: what it imports, without what that imports itself."""
    rows: list[str] = []
    for package, rooms in MAY.items():
        found = {room: others for room, others in arrows(package).items() if room in rooms}

        def reached(room: str, found: dict[str, set[str]] = found) -> set[str]:
            return found[room].union(*(reached(other) for other in found[room]))

        order = [name for name in rooms if name in found]
        width = max(map(len, order))
        rows += ["", f"src/{package}/"] if rows else [f"src/{package}/"]
        for room in order:
            direct = found[room].difference(*(reached(other) for other in found[room]))
            names = ", ".join(name for name in order if name in direct)
            rows.append(f"  {room:{width}}  -> {names}" if names else f"  {room}")
    return "\n".join(["```", *rows, "```", ""])


@pytest.mark.parametrize("package", MAY)
def test_rooms_import_only_from_rooms_before_them(package: str) -> None:
    may = {room: {room, *others} for room, others in MAY[package].items()}
    wrong = [
        f"{name} imports {other}"
        for name, path in modules(package)
        for other in imported(path)
        if room_of(other) not in may.get(room_of(name), {room_of(other)})
    ]
    assert wrong == []


@pytest.mark.parametrize("package", MAY)
def test_neither_package_imports_the_other(package: str) -> None:
    """Settings name what the checker calls of the library, and an entry point the checker."""
    files = [path for _, path in modules(package)]
    assert {name.partition(".")[0] for path in files for name in imported(path)} == {package}


def test_the_library_has_no_rooms_but_these() -> None:
    assert {*arrows("lessoncode")} == {*LIBRARY}
    for room, others in arrows("lessoncode").items():
        assert not others & NOBODY, f"{room} imports {others & NOBODY}"


def test_every_init_is_free_of_code() -> None:
    inits = sorted((ROOT / "src").glob("**/__init__.py"))
    assert {path.parent.name for path in inits} >= {*MAY, *LESSON, "play", "running", "site"}
    for path in inits:
        body = ast.parse(path.read_text("utf-8")).body
        text = [node.value for node in body if isinstance(node, ast.Expr)]
        alone = len(body) == len(text) <= 1 and all(isinstance(it, ast.Constant) for it in text)
        assert alone, path


IMPORT = """\
import importlib, sys

class NumpyAlone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "numpy", sys.argv[1]}:
            raise ImportError(f"it imports {name} before it is used")

sys.meta_path.insert(0, NumpyAlone())
for name in sys.argv[2:]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        print(f"{name}: {error}")
"""


@pytest.mark.parametrize(("package", "room"), [("lessoncode", ""), ("checker", "browser")])
def test_import_needs_numpy_alone(package: str, room: str) -> None:
    """All of the library, and of the checker what runs in the reader's browser."""
    names = [name for name, _ in modules(package) if room in ("", room_of(name))]
    assert names
    command = [sys.executable, "-c", IMPORT, package, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == ""


def test_picture_is_what_the_sources_import() -> None:
    found = MARKED.search(PICTURE.read_text("utf-8"))
    assert found and found[0] == picture(), "draw it anew:  python tests/test_rooms.py --write"


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    PICTURE.write_text(MARKED.sub(picture(), PICTURE.read_text("utf-8")), encoding="utf-8")
