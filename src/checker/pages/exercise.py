"""An exercise on its page: `next-token-1`, and behind its name a title if it has one.

Task and hints stand in the file exercises/next_token.py, which is read and not run; the solution
is the example examples/next_token/solution_1.py.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from html import escape

from checker.pages import api
from checker.pages.bodies import Text
from checker.pages.embed import Embed, read_embed
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

BODY = re.compile(r"(?P<name>(?P<slug>[a-z][a-z0-9-]*)-(?P<number>[1-9]))(?: +(?P<title>\S.*))?")

Marked = tuple[ast.FunctionDef, ast.Call]  # an oracle and its @exercise(...)


@dataclass(frozen=True)
class Exercise:
    """The exercise that a fence names, and the line of the page that does."""

    page: str
    line: int
    name: str
    title: str
    solution: Embed

    @property
    def slug(self) -> str:
        """The slug of its page, by its name."""
        return self.name.rpartition("-")[0]

    @property
    def texts(self) -> list[Text]:
        """Its title, if it has one."""
        return [Text(self.title, self.line)] if self.title else []

    def wrong(self, message: str) -> Problem:
        """The Problem of this block."""
        return Problem(WRONG_PAGE, self.page, self.line, message)


def source_of(project: Project, slug: str) -> str:
    """The file with the exercises of a page."""
    return f"{project.settings.exercises}/{slug.replace('-', '_')}.py"


def console(project: Project, exercise: Exercise) -> str:
    """What readers type to get it."""
    return f"$ {project.settings.program} exercise {exercise.name}"


def read_exercise(page: str, line: int, body: str) -> Exercise:
    """Understand the body of an exercise fence: `NAME [TITLE]`. Raises Problem."""
    if not (match := BODY.fullmatch(body.strip())):
        message = f"names no exercise: {body.strip()!r}; write  PAGE-NUMBER  or  PAGE-NUMBER TITLE"
        raise Problem(WRONG_PAGE, page, line, message)
    solution = f"{match['slug'].replace('-', '_')}/solution_{match['number']}.py"
    return Exercise(
        page, line, match["name"], match["title"] or "", read_embed(page, line, solution)
    )


def marked(project: Project, slug: str) -> list[Marked]:
    """The oracles of a page's exercises in order, each with the call that makes it one."""
    source = source_of(project, slug)
    body: list[ast.stmt] = []
    with suppress(SyntaxError):  # tests say it
        body = ast.parse(project.text(source) if project.has(source) else "").body
    return [
        (node, mark)
        for node in body
        if isinstance(node, ast.FunctionDef)
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "exercise"
    ]


def name_of(call: ast.Call) -> str:
    """The name that a call of `exercise` gives; empty where it is not written out."""
    given = call.args[0] if call.args else None
    return str(given.value) if isinstance(given, ast.Constant) else ""


def hints_of(call: ast.Call) -> list[str]:
    """The hints that it gives."""
    given = next((key.value for key in call.keywords if key.arg == "hints"), None)
    hints = getattr(given, "elts", [])
    return [str(hint.value) for hint in hints if isinstance(hint, ast.Constant)]


def find(project: Project, exercise: Exercise) -> tuple[Marked, int]:
    """The oracle of an exercise, and how many its page has. Raises Problem where there is none."""
    if (page := f"{project.settings.lessons}/{exercise.slug}.md") != exercise.page:
        raise exercise.wrong(f"names {exercise.name}, which belongs to {page}")
    there = marked(project, exercise.slug)
    for node, call in there:
        if name_of(call) == exercise.name:
            return (node, call), len(there)
    known = ", ".join(name_of(call) for _, call in there) or "none"
    source = source_of(project, exercise.slug)
    raise exercise.wrong(f"names {exercise.name}, but {source} has: {known}")


def problems(project: Project, blocks: Iterable[object]) -> Iterator[Problem]:
    """Fences that name no exercise of their page."""
    for block in blocks:
        if isinstance(block, Exercise):
            try:
                find(project, block)
            except Problem as problem:
                yield problem


def render(project: Project, exercise: Exercise, command: str, example: str) -> str:
    """The HTML of an exercise around that of the command and of its solution. Raises Problem."""
    (node, call), count = find(project, exercise)
    hints = hints_of(call)
    number = exercise.name.rpartition("-")[2]
    title = f": {escape(exercise.title, quote=False)}" if exercise.title else ""
    shown = [
        f'<details class="hint"><summary>Hint {place} of {len(hints)}</summary>'
        f"<p>{marked_up(hint)}</p></details>"
        for place, hint in enumerate(hints, start=1)
    ]
    return "\n".join([
        f'<div class="exercise" id="exercise-{exercise.name}" data-exercise="{exercise.name}"'
        f' data-stub="{escape(stub(node))}">',
        f'<p class="label">Exercise {number} of {count}{title}</p>',
        task(node),
        *shown,
        command,
        # The theme names a block of code after the nearest id, and copies what has that name.
        f'<details class="solution" id="solution-{exercise.name}"><summary>A solution</summary>',
        example,
        "</details>",
        "</div>",
    ])  # fmt: skip


def stub(node: ast.FunctionDef) -> str:
    """What a reader begins with; the task itself stands above it."""
    arguments = deepcopy(node.args)
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    imports = "import numpy as np\n\n\n" if "array" in (ast.get_docstring(node) or "") else ""
    signature = f"def {node.name}({ast.unparse(arguments)}):"
    return f"{imports}{signature}\n    raise NotImplementedError  # your code\n"


def task(node: ast.FunctionDef) -> str:
    """The HTML of what an oracle's docstring asks for: sentences, parameters, what is returned."""
    names = [argument.arg for argument in node.args.args]
    parts: list[tuple[str, str]] = [("p", f"Write `{node.name}({', '.join(names)})`.")]
    for row in (ast.get_docstring(node) or "").split("\n"):
        kind, text = parts[-1]
        if set(row.partition(": ")[0].split(", ")) <= {*names}:
            parts.append(("li", row))
        elif row.startswith("    ") and kind == "p" and text:
            parts += [("code", row.strip()), ("p", "")]
        elif not row or (kind == "li" and not row.startswith(" ")):
            parts.append(("p", row))
        else:
            parts[-1] = kind, f"{text} {row.strip()}"
    html = ""
    for kind, text in parts:
        if kind == "li":
            name, _, said = text.partition(": ")
            html += f"<li><code>{name}</code>: {marked_up(said)}</li>"
        elif kind == "code":
            html += f"<p><code>{escape(text, quote=False)}</code></p>"
        elif text:
            html += f"<p>{marked_up(text)}</p>"
    return re.sub(r"(<li>.*</li>)", r"<ul>\1</ul>", html)


def marked_up(text: str) -> str:
    """The HTML of a text of an exercise, in which two blanks on each side set code apart."""
    parts = text.split("  ")
    return " ".join(
        code(part) or api.prose(part) if parts[1:] else api.prose(part) for part in parts
    )


def code(text: str) -> str | None:
    """The HTML of Python and the sign behind it; None for other text, and for a single word."""
    python = text.strip() if text.endswith("...") else text.strip().rstrip(".,;:")
    with suppress(SyntaxError):
        if ast.parse(python).body and not python.isidentifier():
            return f"<code>{escape(python, quote=False)}</code>{text.strip()[len(python) :]}"
    return None
