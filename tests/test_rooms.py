"""The rooms of the package: which may import which, and what importing one asks for.

    python tests/test_rooms.py --write

draws the picture of CONTRIBUTING.md anew.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src/lessoncode"
PICTURE = ROOT / "CONTRIBUTING.md"
MARKED = re.compile(r"(?<=<!-- rooms: begin -->\n).*(?=<!-- rooms: end -->)", re.DOTALL)

ROOMS = ["model", "text", "training", "alignment", "worlds", "measures", "pretrained"]
LAST = ["worlds", "measures", "pretrained"]  # not from one another
AROUND = [
    "figure",
    "svg",
    "diagram",
    "grading",
    "browser.files",
    "check",
    "browser",
    "command",
]  # what is no room of the library
MAY = {room: ROOMS[: ROOMS.index(room)] for room in ROOMS if room not in LAST}
MAY |= {room: [other for other in ROOMS if other not in LAST] for room in LAST}
MAY |= {
    "figure": [],
    "svg": ["figure"],
    "diagram": ["figure", "svg"],
    "browser.files": ["text", "pretrained"],
    "check": ["browser.files"],
    "grading": [],
}
MAY |= {"browser": [*ROOMS, "figure", "svg", "diagram", "grading", "check"]}
MAY |= {"command": [*ROOMS, "figure", "svg", "diagram", "grading", "check"]}
# What a site carries for the browser, which the checker publishes.
FILES = ("checker.browser.files", "lessoncode.play.tokenizers")
CHECKER = ["project", "problem", "running", "pages", "site", "book"]  # so are its own rooms


def place(module: str) -> str:
    """The room of a module like `lessoncode.model.tensor`, or its own name where it is in none."""
    return "browser.files" if module.startswith(FILES) else module.split(".")[1]


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the package below its root, and its file."""
    for path in sorted(PACKAGE.glob("**/*.py")):
        name = path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".")
        if path != PACKAGE / "__init__.py":
            yield name.removesuffix(".__init__"), path


def imported(path: Path) -> Iterator[str]:
    """The modules of the package that a file imports, wherever in it that stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            names = [f"{node.module}.{name}" for name in names]
        yield from (name for name in names if name.startswith("lessoncode."))


def arrows() -> dict[str, set[str]]:
    """What each room, and each module outside them, imports of the others."""
    found: dict[str, set[str]] = {}
    for name, path in modules():
        here = found.setdefault(place(name), set())
        here |= {place(other) for other in imported(path)} - {place(name)}
    return found


def picture() -> str:
    """A line for each room: what it imports, without what that imports itself."""
    found = arrows()

    def reached(room: str) -> set[str]:
        return found[room].union(*(reached(other) for other in found[room]))

    order = [name for name in [*ROOMS, *AROUND] if name in found]
    width = max(map(len, order))
    rows = []
    for room in order:
        direct = found[room].difference(*(reached(other) for other in found[room]))
        names = ", ".join(name for name in order if name in direct)
        rows.append(f"{room:{width}}  -> {names}" if names else room)
    return "\n".join(["```", *rows, "```", ""])


def test_rooms_import_only_from_rooms_before_them() -> None:
    wrong = [
        f"{name} imports {other}"
        for name, path in modules()
        for other in imported(path)
        if place(other) not in {place(name), *MAY[place(name)]}
    ]
    assert wrong == []


def test_the_checker_is_built_from_the_ground_up() -> None:
    """`problem` and `project` beside its rooms serve all; its commands serve none."""
    wrong = []
    for name, path in modules():
        room = name.split(".")[2] if name.startswith("checker.") else ""
        may = CHECKER[: CHECKER.index(room) + 1] if room in CHECKER[2:] else []
        for other in imported(path) if may else ():
            if place(other) == "check" and other.split(".")[2] not in may:
                wrong.append(f"{name} imports {other}")
    assert wrong == []


def test_every_init_is_free_of_code() -> None:
    inits = sorted(PACKAGE.glob("**/__init__.py"))
    assert {path.parent.name for path in inits} >= {"lessoncode", "check", *ROOMS}
    for path in inits:
        body = ast.parse(path.read_text("utf-8")).body
        text = [node.value for node in body if isinstance(node, ast.Expr)]
        assert len(body) == len(text) <= 1 and all(isinstance(it, ast.Constant) for it in text), (
            path
        )


IMPORT = """\
import importlib, sys

class NumpyAlone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "numpy", "lessoncode"}:
            raise ImportError(f"it imports {name} before it is used")

sys.meta_path.insert(0, NumpyAlone())
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        print(f"{name}: {error}")
"""


def test_import_needs_numpy_alone() -> None:
    names = [name for name, _ in modules() if place(name) not in ("check", "command")]
    command = [sys.executable, "-c", IMPORT, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == ""


def test_picture_is_what_the_sources_import() -> None:
    found = MARKED.search(PICTURE.read_text("utf-8"))
    assert found and found[0] == picture(), "draw it anew:  python tests/test_rooms.py --write"


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    PICTURE.write_text(MARKED.sub(picture(), PICTURE.read_text("utf-8")), encoding="utf-8")
