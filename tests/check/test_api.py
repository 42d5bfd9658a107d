"""The reference beside Python's own `inspect`: nothing public is missing, nothing is otherwise."""

import ast
import importlib
import inspect
import re
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT

from checker.pages.api import Reference, block_html
from checker.pages.reading import site_of
from checker.project import Project

PACKAGE = ROOT / "src/lessoncode"
ROOMS = ("model", "text", "training", "alignment", "worlds", "measures", "pretrained")
MODULES = sorted(
    path.relative_to(PACKAGE).with_suffix("").as_posix()
    for path in [
        PACKAGE / "diagram.py",
        PACKAGE / "figure.py",
        PACKAGE / "svg.py",
        *(p for room in ROOMS for p in PACKAGE.glob(f"{room}/[!_]*.py")),
    ]
)
LEFT_OUT = {"__repr__", "__post_init__"}


def public(thing: Any, owner: str) -> dict[str, Any]:
    """The functions and classes of a module, or the methods of a class, that it defines itself."""
    found = {}
    for name, value in vars(thing).items():
        inner = getattr(value, "__func__", getattr(value, "fget", value))
        inner = inspect.unwrap(inner) if callable(inner) else inner
        code = isinstance(inner, FunctionType | type)
        private = re.match(r"_(?!_)", name) or name in LEFT_OUT
        if code and not private and name == inner.__name__ and written_here(inner, owner):
            found[name] = inner
    return found


def written_here(thing: Any, owner: str) -> bool:
    """Whether a definition stands in the module's file: dataclasses and the like make more."""
    try:
        return inspect.getsourcefile(thing) == owner
    except TypeError:
        return False


def shown(module: str) -> dict[str, tuple[str, str]]:
    """What the reference shows: for each id the code, and all that is said with it."""
    reference = Reference.read("docs/index.md", 0, f"lessoncode/{module}.py")
    written = reference.html(site_of(Project(ROOT)), lambda *_: "")
    html = BeautifulSoup(written, "html.parser")
    found: dict[str, tuple[str, str]] = {}
    name = top = Path(module).name
    for part in html.div.find_all(recursive=False) if html.div else []:
        name = str(part.get("id", name))
        code, said = found.get(name, ("", ""))
        if part.name == "pre" and not code and name != top:
            code = part.get_text()
        elif part.name in ("p", "pre", "ol"):
            said += " " + " ".join(piece.get_text() for piece in part.select("li") or [part])
        found[name] = (code, said)
    return found


def words(text: str | None) -> list[str]:
    """The words of a docstring, without the marks of code and lists."""
    straight = (text or "").translate(str.maketrans("“”‘’", "\"\"''"))
    return re.sub(r"^\d+\. |`", "", straight, flags=re.MULTILINE).split()


def parameters(code: str) -> list[tuple[str, str, bool]]:
    """Name, kind and whether there is a default, of the last definition in a piece of code."""
    function = ast.parse(code + ": ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    scope: dict[str, Any] = {}
    function.decorator_list, function.returns = [], None
    for argument in ast.walk(function.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    for defaults in (function.args.defaults, function.args.kw_defaults):
        defaults[:] = [default and ast.Constant(0) for default in defaults]  # type: ignore[misc]  # a mixed list
    exec(ast.unparse(function), scope)
    return kinds(scope[function.name])


def kinds(function: Any) -> list[tuple[str, str, bool]]:
    found = inspect.signature(function).parameters.values()
    return [(p.name, p.kind.name, p.default is not p.empty) for p in found]


@pytest.mark.parametrize("path", MODULES)
def test_reference_is_what_python_sees(path: str) -> None:
    module, name = importlib.import_module(f"lessoncode.{path.replace('/', '.')}"), Path(path).name
    owner, reference = str(module.__file__), shown(path)
    assert words(reference.pop(name)[1])[: len(words(module.__doc__))] == words(module.__doc__)
    for top, thing in public(module, owner).items():
        code, said = reference.pop(f"{name}.{top}")
        assert words(said) == words(inspect.getdoc(thing)), top
        if not isinstance(thing, type):
            assert parameters(code) == kinds(thing), top
            continue
        fields = re.findall(r"^    (\w+)(?:: | = )", code, re.MULTILINE)
        assert fields == [f for f in inspect.get_annotations(thing) if f[0] != "_"], top
        for method, function in public(thing, owner).items():
            if function.__doc__ is None:
                assert f"def {method}(" in code, (top, method)
                continue
            code_of_method, said = reference.pop(f"{name}.{top}.{method}")
            assert words(said) == words(inspect.getdoc(function)), (top, method)
            assert parameters(code_of_method) == kinds(function), (top, method)
    assert not reference, "more is shown than there is"


def test_every_module_is_shown_on_one_page() -> None:
    pages = "\n".join(p.read_text("utf-8") for p in Path(ROOT, "docs/reference/api").glob("*.md"))
    assert sorted(re.findall(r"```api\nlessoncode/([\w/]+)\.py", pages)) == MODULES


def test_a_line_begins_a_point_only_in_a_list() -> None:
    wrapped = "It counts to\n12. Then it takes\n- 1 away."
    assert block_html(wrapped) == f"<p>{wrapped}</p>"
    assert block_html("1. One,\n   2.\n2. B.") == "<ol><li>One,\n   2.</li><li>B.</li></ol>"
    assert block_html("Both:\n- One.\n- Two.") == "<p>Both:</p><ul><li>One.</li><li>Two.</li></ul>"
