"""The chapters of the book: the pages that need no browser, by the parts of the menu."""

import re

from checker.pages.addresses import address
from checker.project import Project
from checker.site import feed
from checker.site.as_markdown import menu_parts


def contents(project: Project) -> list[tuple[str, list[str]]]:
    """List the parts of the menu that have chapters, each with the paths of these pages."""
    found = []
    for title, paths in menu_parts(project):
        if held := [path for path in paths if is_held(project, path)]:
            found.append((title, held))
    return found


def id_of(page: str, anchor: str = "") -> str:
    """The id in the book of a page, `lesson-tokens`, or of an id on it: `lesson-tokens--bytes`."""
    chapter = address(page).removesuffix("/index.html").replace("/", "-")
    return f"{chapter}--{anchor}" if anchor else chapter


def is_held(project: Project, path: str) -> bool:
    """Whether a page becomes a chapter of the book.

    The front page only leads to others, labs and pages to play with need Python, and the reference
    repeats what the package says.
    """
    settings = project.settings
    about_labs = settings.labs.replace("examples/", "docs/")
    without = (settings.play, settings.labs, about_labs, settings.reference)
    return path != "docs/index.md" and not path.startswith(
        tuple(f"{folder}/" for folder in without)
    )


def day(project: Project) -> str:
    """Find the day of the last change in the feed: `2026-11-26`."""
    newest = next(iter(feed.feed(project).values()), "")
    found = re.search(r"<updated>(\d{4}-\d\d-\d\d)", newest)
    return found[1] if found else "1980-01-01"
