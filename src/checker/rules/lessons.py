"""Pages of the lesson: what each must have at its top and at its end.

A page that asks for no code says so in its front matter, `exercises: none`.
"""

import re
from collections.abc import Iterator

from checker.pages import style
from checker.pages.addresses import is_lesson, slug_of
from checker.pages.exercise import Exercise
from checker.pages.exercise_files import file_of, oracles_of
from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

PROMISE = re.compile(r"(?:---\n(?s:.*?)\n---\n)?\n*# .+\n+(?![#`<>|!?=]|[-*+] )\S")
FORM = '@exercise("{}", inputs, hints=("...", "..."))'


def problems(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """What pages of the lesson lack: a title, a description, a promise below the heading,
    exercises and how to get them.
    """
    with_exercises = bool(project.files(project.settings.exercises, ".py"))
    for page in pages:
        if is_lesson(project, page.path) and not page.unread:
            for key in ("title", "description"):
                if not page.front.get(key):
                    message = f"lacks a {key}; write  {key}: ...  between two lines --- at the top"
                    yield Problem(WRONG_PAGE, page.path, 1, message)
            line = next((it.line for it in page.prose if it.kind == "heading"), 1)
            if page.title != next(iter(page.headings.values()), page.title):
                message = f"has a heading that isn't its title, {page.title}; make them match"
                yield Problem(WRONG_PAGE, page.path, line, message)
            if "before" in page.front and not PROMISE.match(project.text(page.path)):
                message = "lacks a promise, a paragraph below  # TITLE  that answers its question"
                yield Problem(WRONG_PAGE, page.path, line, message)
            if with_exercises and page.front.get("exercises") != "none":
                yield from faults_of_exercises(project, page)


def faults_of_exercises(project: Project, page: Page) -> Iterator[Problem]:
    """What is wrong with the exercises of one page, in their file and on the page."""
    slug = slug_of(project, page.path)
    path = file_of(project, slug)
    oracles = oracles_of(project, slug)
    if not 2 <= len(oracles) <= 3:
        message = f"has {len(oracles)} exercises in {path}; a page needs two or three"
        yield Problem(WRONG_PAGE, page.path, None, message)
    shown = {block.name for block in page.blocks if isinstance(block, Exercise)}
    for number, oracle in enumerate(oracles, start=1):
        name, function = f"{slug}-{number}", oracle.node.name
        for said in (oracle.docstring, *oracle.hints):
            for _, fault in style.faults_in_text(said, style.ALL):
                message = f"has an exercise, {oracle.name}, whose task or hint {fault}"
                yield Problem(WRONG_PAGE, path, oracle.node.lineno, message)
        if oracle.name != name:
            message = f"is exercise {number} of its page; write  {FORM.format(name)}"
        elif len(oracle.hints) < 2:
            message = f"gives {name} fewer than two hints; write  {FORM.format(name)}"
        elif not oracle.docstring:
            message = f"gives {name} no docstring; write its task in one"
        elif missing := [kind for kind in ("right", "mistake") if kind not in oracle.answers]:
            message = f"needs an answer below {name} that is marked  @{function}.{missing[0]}"
        else:
            if name not in shown:
                message = f"doesn't show {name}; write one  exercise  fence with  {name}  in it"
                yield Problem(WRONG_PAGE, page.path, None, message)
            continue
        yield Problem(WRONG_PAGE, path, oracle.node.lineno, message)
