"""Shell commands, which a page shows and nothing runs."""

from dataclasses import dataclass
from typing import Self

from checker.pages.block import Block, Code, Site, fenced
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project


@dataclass(frozen=True)
class Console(Block):
    """Shell commands for a reader's terminal.

        ```console
        $ lessoncode exercise tokens-1
        ```

    Each line begins with `$ `. What the commands print is left out, because nothing runs them.
    """

    text: str

    @classmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        if any(row and not row.startswith("$ ") for row in body.split("\n")):
            message = "has more in a console block than commands; begin each line with  $ "
            raise Problem(WRONG_PAGE, page, line - 1, message)
        return cls(page, line, body)

    def commands(self, project: Project) -> list[str]:
        return [self.text]

    def html(self, site: Site, code: Code, first: bool = True) -> str:
        return f'<div class="console">{code(self.text, "console", ())}</div>'

    def markdown(self, site: Site) -> str:
        return fenced(self.text, "console")
