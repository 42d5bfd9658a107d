"""An exercise on its page."""

import re
from dataclasses import dataclass
from html import escape
from typing import Self

from checker.pages import labels
from checker.pages.api import block_html, prose
from checker.pages.console import Console
from checker.pages.embed import Embed
from checker.pages.exercise_files import Oracle, file_of, oracles_of
from checker.pages.page import Block, Code, Site, Text
from checker.pages.typography import curly_html, ended
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

FENCE = re.compile(r"(?P<name>(?P<slug>[a-z][a-z0-9-]*)-(?P<number>[1-9]))(?: +(?P<title>\S.*))?")


@dataclass(frozen=True)
class Exercise(Block):
    """An exercise of the page, with its task, its hints and its solution.

        ```exercise
        next-token-1 Read a probability
        ```

    The name is that of the page with a number; a title may follow. `exercises/next_token.py` holds
    the task and the hints: the docstring of the function below  @exercise("next-token-1", ...).
    The solution is the example `examples/next_token/solution_1.py`.

    Each exercise of a page has one fence on it, below the heading `## Exercises`.
    """

    name: str
    title: str
    solution: Embed

    @classmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        if not (match := FENCE.fullmatch(body.strip())):
            what = f"isn't the name of an exercise: {body.strip()!r}"
            message = f"{what}; write  PAGE-NUMBER  or  PAGE-NUMBER TITLE"
            raise Problem(WRONG_PAGE, page, line, message)
        solution = f"{match['slug'].replace('-', '_')}/solution_{match['number']}.py"
        shown = Embed.read(page, line, solution)
        return cls(page, line, match["name"], match["title"] or "", shown)

    @property
    def slug(self) -> str:
        """The name of the page that it belongs to: `next-token`."""
        return self.name.rpartition("-")[0]

    def console(self, project: Project) -> Console:
        """The command that hands the exercise out."""
        return Console(self.page, self.line, f"$ {project.settings.program} exercise {self.name}")

    @property
    def texts(self) -> list[Text]:
        return [Text(self.title, self.line)] if self.title else []

    @property
    def parts(self) -> list[Block]:
        return [self.solution]

    def ids(self, site: Site) -> list[str]:
        oracle, _ = self.oracle(site.project)
        return [f"exercise-{oracle.name}", *self.solution.ids(site)]

    def oracle(self, project: Project) -> tuple[Oracle, int]:
        """Find the exercise in its file, and how many are there. Raises Problem."""
        if (page := f"{project.settings.lessons}/{self.slug}.md") != self.page:
            raise self.wrong(f"names {self.name}, which belongs on {page}")
        there = oracles_of(project, self.slug)
        for oracle in there:
            if oracle.name == self.name:
                return oracle, len(there)
        known = ", ".join(oracle.name for oracle in there) or "none"
        raise self.wrong(f"names {self.name}, but {file_of(project, self.slug)} has: {known}")

    def html(self, site: Site, code: Code) -> str:
        oracle, count = self.oracle(site.project)
        number = self.name.rpartition("-")[2]
        title = f": {curly_html(escape(self.title, quote=False))}" if self.title else ""
        of = len(oracle.hints)
        hints = [
            f'<details class="hint"><summary>{labels.HINT.format(place, of)}</summary>'
            f"<p>{prose(hint)}</p></details>"
            for place, hint in enumerate(oracle.hints, start=1)
        ]
        return "\n".join([
            f'<details class="exercise" id="exercise-{self.name}" data-exercise="{self.name}"'
            f' data-stub="{escape(oracle.stub())}">',
            f'<summary class="label">{labels.EXERCISE.format(number, count)}{title}</summary>',
            "".join(map(block_html, oracle.task.split("\n\n"))),
            *hints,
            self.console(site.project).html(site, code),
            # The theme names a block of code after the nearest id, and copies what has that name.
            f'<details class="solution" id="solution-{self.name}">'
            f"<summary>{labels.SOLUTION}</summary>",
            self.solution.html(site, code),
            "</details>",
            "</details>",
        ])  # fmt: skip

    def markdown(self, site: Site) -> str:
        oracle, _ = self.oracle(site.project)
        title = f" {ended(self.title)}" if self.title else ""
        parts = [f"**{labels.EXERCISE_ALONE}.**{title} {oracle.task}"]
        parts += [f"*{labels.HINT_ALONE}:* {' '.join(hint.split())}" for hint in oracle.hints]
        solution = self.solution.markdown(site)
        return "\n\n".join(
            [*parts, self.console(site.project).markdown(site), f"{labels.SOLUTION}:", solution]
        )
