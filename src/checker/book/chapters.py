"""What the book holds: the pages that need no browser, by the parts of the menu."""

import re
from dataclasses import dataclass

from checker.pages.addresses import address
from checker.project import Project
from checker.site import feed
from checker.site.as_markdown import menu_parts

FRONT = "docs/index.md"


@dataclass(frozen=True)
class Chapter:
    """A page of the site as a chapter of the book."""

    path: str

    @property
    def address(self) -> str:
        """Where it is published: `lesson/tokens/index.html`."""
        return address(self.path)

    @property
    def id(self) -> str:
        """Its id in the book, which all ids of the page begin with: `lesson-tokens`."""
        return self.address.removesuffix("/index.html").replace("/", "-")


@dataclass(frozen=True)
class Part:
    """A part of the menu with the chapters that the book has of it."""

    title: str
    chapters: tuple[Chapter, ...]


def contents(project: Project) -> list[Part]:
    """List the parts that have chapters, in the order of the menu."""
    found = []
    for title, paths in menu_parts(project):
        if held := [path for path in paths if is_held(project, path)]:
            found.append(Part(title, tuple(map(Chapter, held))))
    return found


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
