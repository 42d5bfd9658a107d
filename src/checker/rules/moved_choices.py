"""Choices to which a change gives the comparison or the reason of another, by moving their texts,
and choices that a change marks right.

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
            known = {it.text: it for it in asked.get(block.ask, ())}
            for it in choices:
                shown, was = (it.holds, it.because), known.get(it.text)
                others = [
                    text for text, other in known.items()
                    if text != it.text and (other.holds, other.because) == shown
                ]  # fmt: skip
                message = ""
                if was and any(shown) and others and (was.holds, was.because) != shown:
                    message = f"gives {it.text.markdown!r} what {others[0].markdown!r} had"
                elif was and it.right and not was.right and not it.holds:
                    message = f"marks {it.text.markdown!r} right, which was marked wrong; write a"
                    message += "  holds  for each choice, or commit this by itself"
                if message:
                    yield Problem(WRONG_PAGE, page.path, it.text.line, message)


def with_choices(page: Page) -> Iterator[tuple[Guess | Question, tuple[Choice, ...]]]:
    """The guesses and questions of a page that have choices, and these."""
    for block in page.blocks:
        if isinstance(block, Question):
            yield block, block.choices.all
        elif isinstance(block, Guess) and isinstance(block.answers, Choices):
            yield block, block.answers.all
