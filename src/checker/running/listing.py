"""A piece of code as a page shows it, with the statements that a reader steps through."""

import ast
from dataclasses import dataclass
from typing import Any

from checker.running.example import MARKER

# They change nothing that a page shows, or their bodies are noted as calls.
SILENT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Global, ast.Nonlocal)
PARTS = ("test", "target", "iter", "subject")  # what the head of a compound statement holds


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement, or the head of one with a body, by its lines on the page.

    `inside` has the lines in the file of a loop, or of a `with`; `begins` is the line below a
    loop's head, on which each turn begins.
    """

    line: int
    end: int
    silent: bool
    inside: range = range(0)
    begins: int = 0


class Listing:
    """The lines `first` to `last` of the file at `path`, without the markers of regions.

    `called` is the name of the function that they define; a script has none. `at` has the statement
    of each line of the file, `loops` has each loop by the first statement of its body, and `names`
    are the variables in the code, like `weights` or `self.weights`.
    """

    def __init__(self, path: str, source: str, first: int, last: int, called: str = "") -> None:
        self.path, self.called = path, called
        rows = source.split("\n")
        lines = [at for at in range(first, last + 1) if not MARKER.fullmatch(rows[at - 1])]
        while lines and not rows[lines[0] - 1].strip():
            del lines[0]
        self.shown = {line: number for number, line in enumerate(lines, 1)}  # on the page
        margin = len(rows[first - 1]) - len(rows[first - 1].lstrip())
        self.code = "\n".join(rows[line - 1][margin:] for line in lines)
        self.at: dict[int, Statement] = {}
        names: dict[str, None] = {}
        nodes: list[Any] = [*ast.walk(ast.parse(source))]
        nodes = [node for node in nodes if getattr(node, "lineno", 0) in self.shown]
        for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
            match node:
                case ast.stmt():
                    self.add(node)
                case ast.Name(id=name) | ast.arg(arg=name):
                    names[name] = None
                case ast.Attribute(value=ast.Name(id="self"), attr=name):
                    names[f"self.{name}"] = None
        loops = [one for one in self.at.values() if one.begins]
        self.loops = {self.at[loop.begins]: loop for loop in loops}
        self.names = [name for name in names if name != "self" and not name.startswith("_")]

    def add(self, node: ast.stmt) -> None:
        """Add a statement; a line that two share belongs to the first."""
        end, body = node.end_lineno or node.lineno, getattr(node, "body", None)
        if body:
            parts = [getattr(node, part, None) for part in PARTS]
            parts += [item.context_expr for item in getattr(node, "items", ())]
            end = max([node.lineno, *(part.end_lineno or 0 for part in parts if part)])
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        line = self.shown[node.lineno]
        inside, begins = range(0), 0
        if body and isinstance(node, ast.For | ast.While | ast.With):
            inside = range(node.lineno, (body[-1].end_lineno or 0) + 1)
            begins = 0 if isinstance(node, ast.With) else body[0].lineno
        silent = docstring or isinstance(node, SILENT)
        statement = Statement(line, line + end - node.lineno, silent, inside, begins)
        for one in range(node.lineno, end + 1):
            self.at.setdefault(one, statement)
