"""Shell commands, which a page shows and nothing runs."""

import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from typing import Self

from checker.pages.page import Block, Code, Site, fenced
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.settings import named


@dataclass(frozen=True)
class Console(Block):
    """Shell commands for a reader's terminal.

        ```console
        $ lessoncode exercise tokens-1
        ```

    Each line begins with `$ `. What the commands print is left out, because nothing runs them. Each
    must be in the project: a command of its program, a target of its Makefile or one of its files.
    """

    text: str

    @classmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        if any(row and not row.startswith("$ ") for row in body.split("\n")):
            message = "has a line in a console block that isn't a command; begin each with  $ "
            raise Problem(WRONG_PAGE, page, line - 1, message)
        return cls(page, line, body)

    def problems(self, site: Site) -> Iterator[Problem]:
        """Find commands that the project's program, its Makefile or its files do not know."""
        for at, row in enumerate(self.text.split("\n")):
            if fault := fault_of(site.project, row.removeprefix("$ ")):
                yield Problem(WRONG_PAGE, self.page, self.line + at, f"shows  {row}  {fault}")

    def html(self, site: Site, code: Code) -> str:
        return f'<div class="console">{code(self.text, "console")}</div>'

    def markdown(self, site: Site) -> str:
        return fenced(self.text, "console")


def fault_of(project: Project, command: str) -> str:
    """Why a command would fail in a clone, as far as we know; empty if it wouldn't."""
    program, *given = shlex.split(command)
    name, settings = program.rpartition("/")[2], project.settings
    if name == settings.program and settings.commands:
        said = StringIO()
        try:
            with redirect_stderr(said):
                named(settings.commands)().parse_args(given)
        except SystemExit:
            error = said.getvalue().rpartition(" error:")[2].partition(" (")[0]
            return f"which fails:{error.rstrip()}"
    targets = project.text("Makefile") if project.has("Makefile") else ""
    if name == "make" and given and not re.search(rf"(?m)^(?:[\w-]+ )*{given[0]}\b.*:", targets):
        return "but the Makefile has no such target"
    missing = [it for it in given if re.fullmatch(r"[\w.-]+/[\w./-]+\.(?:py|ipynb)", it)]
    missing = [it for it in missing if not project.has(it)]
    return f"but {missing[0]} doesn't exist" if missing else ""
