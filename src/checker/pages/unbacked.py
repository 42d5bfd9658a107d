"""How much a lesson page may say with nothing behind it: `unbacked.yml`, whose numbers only fall.

    docs/lesson/tokens.md: {words: 12, links: 8}

`words` are sentences that speak of a quantity, an order or a direction without a link, a comparison
or a source. `links` are measured links that do not say which line of their output they mean, where
several lines hold numbers. A page that is not listed may have none; `accept` lowers what is listed.
A project without the file has no such limits.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from checker.once import once_per_project
from checker.pages.addresses import is_lesson, target_of
from checker.pages.comparisons import NUMBER
from checker.pages.page import Page
from checker.pages.reading import output_at
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

FILE = "unbacked.yml"
HEAD = """\
# Sentences and links on lesson pages with nothing definite behind them. These numbers only fall:
# write a comparison behind a sentence, or a word that says which line a link means.
"""


class Counts(NamedTuple):
    """What a page has of both."""

    words: int
    links: int


def counts(project: Project, page: Page) -> Counts:
    """What a page has now."""
    return Counts(len(page.unbacked), len(bare_links(project, page)))


def bare_links(project: Project, page: Page) -> list[int]:
    """The lines of links without a title to outputs of which several lines hold numbers."""
    bare = []
    for link in page.measured:
        output = output_at(project, target_of(page.path, link.page), link.anchor) or ""
        if not link.title and sum(bool(NUMBER.search(row)) for row in output.split("\n")) > 1:
            bare.append(link.line)
    return bare


@once_per_project
def listed(project: Project) -> dict[str, Counts]:
    """What the file allows. Raises Problem where it is malformed."""
    try:
        found: dict[str, Any] = yaml.safe_load(project.text(FILE)) or {}
        return {path: Counts(**counted) for path, counted in found.items()}
    except (AttributeError, TypeError, yaml.YAMLError) as error:
        form = "write lines  PAGE: {words: 1, links: 1}"
        raise Problem(WRONG_PAGE, FILE, None, f"is malformed; {form}", str(error)) from None


def more_than_listed(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Pages with more of either than the file allows, each with the lines that count."""
    if not project.has(FILE):
        return
    for page in pages:
        if is_lesson(project, page.path) and not page.unread:
            allowed, now = listed(project).get(page.path, Counts(0, 0)), counts(project, page)
            if now.words > allowed.words:
                message = (
                    f"has {now.words} sentences on quantities with nothing behind them, where "
                )
                message += f"{FILE} allows {allowed.words}; link one, or compare behind it"
                rows = "\n".join(f"line {line}: {word}" for line, word in sorted(page.unbacked))
                yield Problem(WRONG_PAGE, page.path, None, message, rows)
            if now.links > allowed.links:
                message = f"has {now.links} links that name no line of their output, where "
                message += f"{FILE} allows {allowed.links}; name a word of the line meant"
                lines = ", ".join(map(str, bare_links(project, page)))
                yield Problem(WRONG_PAGE, page.path, None, message, f"lines {lines}")


def lowered(project: Project, pages: list[Page]) -> str:
    """The file with what its pages have now, where that is less. Raises Problem."""
    rows = []
    for page in sorted(pages, key=lambda page: page.path):
        if is_lesson(project, page.path):
            allowed = listed(project).get(page.path, Counts(0, 0))
            least = Counts(*map(min, allowed, counts(project, page)))
            if any(least):
                rows.append(f"{page.path}: {{words: {least.words}, links: {least.links}}}\n")
    return HEAD + "".join(rows)
