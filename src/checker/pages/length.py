"""How long a page takes, computed from what it holds, and what to read before it.

How fast a reader is we assume, by the constants below. Exercises are named and take no time, nor
does what stands in folds.
"""

from html import escape

from checker.pages.addresses import slug_of, target_of
from checker.pages.embed import proven
from checker.pages.exercise import Exercise, marked
from checker.pages.guess import Guess
from checker.pages.page import Page
from checker.pages.question import Question
from checker.pages.reading import page_of
from checker.project import Project

WORDS, CODE, OUTPUT = 200, 20, 40  # words and lines a minute
PICTURE, GUESS, QUESTION = 0.25, 0.5, 0.75  # minutes


def counts(project: Project, page: Page) -> dict[str, int]:
    """What is on a page, by name. Raises Problem where no run stands behind an example."""
    solutions = {block.solution for block in page.blocks if isinstance(block, Exercise)}
    read = [
        (embed, proven(project, embed))
        for embed in page.embeds
        if embed not in solutions and embed.line not in page.folded
    ]
    return {
        "word": page.words,
        "picture": sum(len(shown.figures) for _, shown in read),
        "guess": sum(isinstance(block, Guess) for block in page.blocks),
        "question": sum(isinstance(block, Question) for block in page.blocks),
        "code": sum(lines(shown.code) for embed, shown in read if not embed.folded),
        "output": sum(lines(shown.output) for _, shown in read),
    }


def lines(text: str) -> int:
    """How many lines a text has."""
    return len(text.strip("\n").split("\n")) if text.strip() else 0


def minutes(project: Project, page: Page) -> float:
    """How long a page takes."""
    found = counts(project, page)
    return (
        found["word"] / WORDS
        + found["code"] / CODE
        + found["output"] / OUTPUT
        + found["picture"] * PICTURE
        + found["guess"] * GUESS
        + found["question"] * QUESTION
    )


def said(time: float) -> str:
    """A time in words: from ten minutes on in fives, from an hour on in half hours."""
    rounded = max(1, round(time)) if time < 9.5 else 5 * round(time / 5)
    if rounded < 60:
        return number(rounded, "minute")
    halves = round(time / 30)
    half = "½" if halves % 2 else ""
    return f"{halves // 2}{half} hour{'' if halves == 2 else 's'}"


def number(count: int, name: str) -> str:
    """So many of them: `1 guess`, `3 guesses`."""
    plural = "es" if name.endswith("s") else "s"
    return f"{count:,} {name}{'' if count == 1 else plural}"


def render(project: Project, page: Page) -> str:
    """The HTML of how long a page takes, what it holds, and what to read before."""
    found = counts(project, page)
    listed = [number(found[name], name) for name in ("word", "picture", "guess", "question")
              if found[name]]  # fmt: skip
    exercises = len(marked(project, slug_of(project, page.path)))
    more = f"; and {number(exercises, 'exercise')}" if exercises else ""
    time = said(minutes(project, page))
    rows = [f"<p><strong>{time}</strong>: {', '.join(listed)}{more}</p>"]
    if "before" in page.front:
        links = [
            f'<a href="{name}">{title(project, page, name)}</a>' for name in page.front["before"]
        ]
        rows.append(f"<p>Read before: {', '.join(links) or 'nothing'}</p>")
    joined = "\n".join(rows)
    return f'<div class="page-length" data-search-exclude="">{joined}</div>'


def title(project: Project, page: Page, name: str) -> str:
    """The title of another page, which `page` calls so."""
    return escape(page_of(project, target_of(page.path, name)).title, quote=False)
