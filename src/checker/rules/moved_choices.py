"""Choices to which a change gives the comparison or the reason of another, by moving their texts.

    - text: More.                          - text: Less.
      holds: '"after" 1 > "before" 1'        holds: '"after" 1 > "before" 1'

The first is how it was. `swapped` finds some of these without the version before.
"""

from collections.abc import Iterator

from checker.pages.choices import Choice, Choices
from checker.pages.guess import Guess
from checker.pages.page import Page
from checker.pages.question import Question
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.since import before


def moved_choices(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Choices that now have the comparison or the reason that another of their block had."""
    for page in pages:
        old = before(project).get(page.path, Page(page.path))
        asked = {block.ask: choices for block, choices in with_choices(old)}
        for block, choices in with_choices(page):
            known = {it.text: (it.holds, it.because) for it in asked.get(block.ask, ())}
            for it in choices:
                shown = it.holds, it.because
                others = [text for text, had in known.items() if had == shown and text != it.text]
                if any(shown) and others and known.get(it.text, shown) != shown:
                    message = f"gives {it.text.markdown!r} what {others[0].markdown!r} had"
                    yield Problem(WRONG_PAGE, page.path, it.text.line, message)


def with_choices(page: Page) -> Iterator[tuple[Guess | Question, tuple[Choice, ...]]]:
    """The guesses and questions of a page that have choices, and these."""
    for block in page.blocks:
        if isinstance(block, Question):
            yield block, block.choices.all
        elif isinstance(block, Guess) and isinstance(block.answers, Choices):
            yield block, block.answers.all
