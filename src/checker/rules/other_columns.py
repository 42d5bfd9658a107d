"""Measured links that a change leads to another number of the same line.

    rises to [0.16](#out-votes "87+70 votes")      before
    rises to [0.30](#out-votes "87+70 votes")      now, and the line still holds both

Where the output has changed, the old number is gone, and this says nothing.
"""

from collections.abc import Iterator

from checker.pages.addresses import target_of
from checker.pages.page import Page
from checker.pages.reading import output_at
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.since import before


def other_columns(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Links whose number was another one of the same line, which the output still holds."""
    for page in pages:
        old = before(project).get(page.path, Page(page.path))
        same = {it[1:5] for it in page.measured} & {it[1:5] for it in old.measured}
        was = {(it.page, it.anchor, it.title): it for it in old.measured if it[1:5] not in same}
        for link in page.measured:
            other = was.get((link.page, link.anchor, link.title))
            if link.title and other and link[1:5] not in same:
                output = output_at(project, target_of(page.path, link.page), link.anchor) or ""
                if not other.wrong(output) and link.lines(output) == other.lines(output):
                    message = f"links {link.text!r} to a line in which it linked {other.text!r},"
                    message += " and both are there; compare it, as in  "
                    message += f"[{link.text}](#{link.anchor} '\"WORD\" 2 = {link.text}')"
                    yield Problem(WRONG_PAGE, page.path, link.line, message)
