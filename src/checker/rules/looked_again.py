"""What a page may not change without a sign that someone looked again: what isn't known, a formula.

<!-- seen 2026-11-29 in examples/emergence/sums.py -->
"""

import re
from collections.abc import Iterator
from itertools import groupby

from checker.pages.formula import Formula
from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.since import before, changes, marks, told

UNKNOWN = re.compile(
    r"\b(?:don't know|can't (?:tell|say|know)|not known"
    r"|didn't (?:find out|test|measure|try|check))\b"
)


def admissions(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Pages that no longer say of something that it isn't known, and say something else instead."""
    for page, group in groupby(changes(project, pages), lambda it: it.page):
        found = [*group]
        was = [it for it in found[0].gone if UNKNOWN.search(" ".join(it.words))]
        now = [it for it in found if it.looked or UNKNOWN.search(" ".join(it.new.words))]
        if len(was) > len(now):
            near = min((it.new.line for it in found), key=lambda line: abs(line - was[0].line))
            message = "no longer says that something isn't known; say it, or show how it is known,"
            message += " for example by  <!-- seen YYYY-MM-DD in FILE -->"
            yield Problem(WRONG_PAGE, page.path, near, message, " ".join(was[0].words))


def formulas(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Formulas that a change rewrites, on pages where nothing shows that someone looked again."""
    for page in pages:
        if old := before(project).get(page.path):
            known = {it.latex for it in old.blocks if isinstance(it, Formula)}
            new = [it for it in page.blocks if isinstance(it, Formula) and it.latex not in known]
            if (
                len(new) <= len(known)
                and new
                and not marks(told(project, page)) - marks(told(project, old))
            ):
                message = "has another formula than before; look again, and write behind a sentence"
                yield new[0].wrong(f"{message}  <!-- seen YYYY-MM-DD in FILE -->")
