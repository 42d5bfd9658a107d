"""What the book holds: the pages that need no browser, by the parts of the menu."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.pages.addresses import FILE, address, settings, target_of
from checker.project import Project
from checker.site import feed
from checker.site.as_markdown import parts

FRONT = "docs/index.md"


@dataclass(frozen=True)
class Chapter:
    """A page in the book."""

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
    """The parts that have chapters, in the menu's order."""
    menu = settings(project.text(FILE)).get("nav") or []
    all_of_them = (
        (title, [target_of(FRONT, name) for name in names]) for title, names in parts(menu)
    )
    return [
        Part(title, tuple(map(Chapter, held)))
        for title, paths in all_of_them
        if (held := [path for path in paths if is_held(project, path)])
    ]


def left_out(project: Project) -> Iterator[str]:
    """The pages of the menu that the book does not have, but for those that others lead to."""
    menu = settings(project.text(FILE)).get("nav") or []
    for _, names in parts(menu):
        for path in (target_of(FRONT, name) for name in names):
            of_package = path.startswith(f"{project.settings.reference}/")
            leads_there = of_package and not path.endswith("/index.md")
            if not is_held(project, path) and not leads_there and path != FRONT:
                yield path


def is_held(project: Project, path: str) -> bool:
    """Whether the book has this page.

    The front leads on, labs and pages to play on need Python, and who has the package has the
    pages about it.
    """
    settings = project.settings
    about_labs = settings.labs.replace("examples/", "docs/")
    without = (settings.play, settings.labs, about_labs, settings.reference)
    return path != FRONT and not path.startswith(tuple(f"{folder}/" for folder in without))


def day(project: Project) -> str:
    """The day of the last change that readers were told of: `2026-11-26`."""
    told = next(iter(feed.feed(project).values()), "")
    found = re.search(r"<updated>(\d{4}-\d\d-\d\d)", told)
    return found[1] if found else "1980-01-01"
