"""The exercises of a page, read from their file without running it.

    oracles_of(project, "next-token")  # of exercises/next_token.py

An oracle is a function that knows the answer. Its docstring is the task.
"""

import ast
from copy import deepcopy
from dataclasses import dataclass, field

from checker.once import once_per_project
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project


@dataclass(frozen=True)
class Oracle:
    """One exercise: its name, which is empty unless it is a literal, its hints and its function.

    `answers` are the kinds of answers that the file has for it, such as "right" and "mistake".
    """

    name: str
    hints: list[str]
    node: ast.FunctionDef
    answers: set[str] = field(default_factory=set)

    @property
    def docstring(self) -> str:
        """What the exercise asks for; empty where it says nothing."""
        return ast.get_docstring(self.node) or ""

    @property
    def task(self) -> str:
        """What a reader is asked to write, in Markdown."""
        arguments = ", ".join(argument.arg for argument in self.node.args.args)
        return f"Write `{self.node.name}({arguments})`. {self.docstring}"

    def stub(self) -> str:
        """Write what a reader begins with, without the task, which the page shows above it."""
        arguments = deepcopy(self.node.args)
        for argument in ast.walk(arguments):
            if isinstance(argument, ast.arg):
                argument.annotation = None
        imports = "import numpy as np\n\n\n" if "array" in self.docstring else ""
        signature = f"def {self.node.name}({ast.unparse(arguments)}):"
        return f"{imports}{signature}\n    raise NotImplementedError  # your code\n"


def file_of(project: Project, slug: str) -> str:
    """The file that holds the exercises of a page."""
    return f"{project.settings.exercises}/{slug.replace('-', '_')}.py"


@once_per_project
def oracles_of(project: Project, slug: str) -> list[Oracle]:
    """Read the exercises of a page in order; none where the file is missing.

    Raises Problem where it is not Python.
    """
    source = file_of(project, slug)
    try:
        body = ast.parse(project.text(source) if project.has(source) else "").body
    except SyntaxError as error:
        message = f"is not Python: {error.msg}"
        raise Problem(WRONG_PAGE, source, error.lineno, message) from None
    oracles: dict[str, Oracle] = {}
    for node in [it for it in body if isinstance(it, ast.FunctionDef)]:
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "exercise":
                oracles[node.name] = Oracle(name_in(mark), hints_in(mark), node)
            elif isinstance(mark, ast.Attribute) and (of := oracles.get(ast.unparse(mark.value))):
                of.answers.add(mark.attr)
    return [*oracles.values()]


def name_in(call: ast.Call) -> str:
    """Read the name in a call of `exercise`; empty unless it is a literal."""
    given = call.args[0] if call.args else None
    return str(given.value) if isinstance(given, ast.Constant) else ""


def hints_in(call: ast.Call) -> list[str]:
    """Read the hints in a call of `exercise`."""
    given = next((key.value for key in call.keywords if key.arg == "hints"), None)
    hints = getattr(given, "elts", [])
    return [str(hint.value) for hint in hints if isinstance(hint, ast.Constant)]
