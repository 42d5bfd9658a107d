"""What the book holds: the pages that need no browser, by the parts of the menu."""

import re
from dataclasses import dataclass

from checker.pages.addresses import address
from checker.project import Project
from checker.running.example import is_lab
from checker.site import feed
from checker.site.as_markdown import menu_parts

# The front leads on, pages to play on need Python, the reference is for who has the package.
LEFT_OUT = re.compile(r"docs/(index\.md|(play|labs|reference/api)/.*)")
LED_TO = re.compile(r"docs/(index|reference/api/(?!index)\w+)\.md")  # by others of these


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
    parts = [(title, [*filter(is_held, paths)]) for title, paths in menu_parts(project)]
    return [Part(title, tuple(map(Chapter, held))) for title, held in parts if held]


def left_out(project: Project) -> list[str]:
    """List the pages of the menu that the book leaves out and no other such page leads to."""
    paths = [path for _, paths in menu_parts(project) for path in paths]
    return [path for path in paths if not is_held(path) and not LED_TO.fullmatch(path)]


def is_held(path: str) -> bool:
    """Whether a page becomes a chapter of the book."""
    return not is_lab(path) and not LEFT_OUT.fullmatch(path)


def day(project: Project) -> str:
    """Find the day of the last change in the feed: `2026-11-26`."""
    newest = next(iter(feed.feed(project).values()), "")
    found = re.search(r"<updated>(\d{4}-\d\d-\d\d)", newest)
    return found[1] if found else "1980-01-01"
