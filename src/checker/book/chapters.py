"""What the book holds: the pages that need no browser, by the parts of the menu."""

import re

from checker.pages.addresses import address
from checker.project import Project
from checker.site import feed
from checker.site.as_markdown import menu_parts

FRONT = "docs/index.md"


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


def left_out(project: Project) -> list[str]:
    """List the pages of the menu that the book leaves out and no other such page leads to."""
    of_package = f"{project.settings.reference}/"
    led_to = re.compile(rf"{FRONT}|{re.escape(of_package)}(?!index\.md)\w+\.md")
    paths = [path for _, paths in menu_parts(project) for path in paths]
    return [path for path in paths if not is_held(project, path) and not led_to.fullmatch(path)]


def is_held(project: Project, path: str) -> bool:
    """Whether a page becomes a chapter of the book.

    The front leads on, labs and pages to play on need Python, and those who have the package have
    the pages about it.
    """
    settings = project.settings
    about_labs = settings.labs.replace("examples/", "docs/")
    without = (settings.play, settings.labs, about_labs, settings.reference)
    return path != FRONT and not path.startswith(tuple(f"{folder}/" for folder in without))


def day(project: Project) -> str:
    """Find the day of the last change in the feed: `2026-11-26`."""
    newest = next(iter(feed.feed(project).values()), "")
    found = re.search(r"<updated>(\d{4}-\d\d-\d\d)", newest)
    return found[1] if found else "1980-01-01"
