"""Doors: ways into the lesson side by side, each with what it leads to and how long that takes.

- title: The overview
  to: lesson/overview.md
  text: How it predicts, how it is made, why it errs. One page.
  pages: [lesson/overview.md]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from checker.pages.addresses import PAGE, address, target_of
from checker.pages.bodies import Text, read_bodies
from checker.pages.inline import inline
from checker.pages.links import Link
from checker.problem import WRONG_PAGE, Problem

COUNTS = dict(enumerate(["Two", "Three", "Four", "Five", "Six", "Seven", "Eight"], start=2))


@dataclass(frozen=True)
class Door:
    """One door: its title, the page it opens to, what is behind it, the pages of that way."""

    title: Text
    to: Text
    text: Text
    pages: tuple[Text, ...]


@dataclass(frozen=True)
class Doors:
    """All doors of a block, which begins at a line of a page."""

    page: str
    line: int
    all: tuple[Door, ...]

    @property
    def texts(self) -> Iterator[Text]:
        """What a reader is told, under the rules of prose."""
        for door in self.all:
            yield from (door.title, door.text)

    @property
    def links(self) -> Iterator[Link]:
        """Where the doors lead, and the pages of their ways."""
        for door in self.all:
            for to in (door.to, *door.pages):
                page, _, anchor = to.markdown.partition("#")
                yield Link(to.line, page, anchor)

    def ways(self) -> list[list[str]]:
        """The sources of the pages behind each door."""
        return [[target_of(self.page, to.markdown) for to in door.pages] for door in self.all]


def read_doors(page: str, line: int, body: str) -> Doors:
    """Understand the body of a doors fence. Raises Problem."""
    doors = []
    for part in read_bodies("door", page, line, body):
        part.expect(("title", "to", "text", "pages"))
        door = Door(part.text("title"), part.text("to"), part.text("text"),
                    tuple(part.texts("pages")))  # fmt: skip
        if "](" in door.title.markdown + door.text.markdown:
            raise part.wrong("has a link in a door, which is a link as a whole")
        if door.to.markdown[0] != "#" and not PAGE.fullmatch(door.to.markdown.partition("#")[0]):
            raise part.wrong("has a door that opens to no page; write  to: lesson/tokens.md")
        way = {to.markdown for to in door.pages if PAGE.fullmatch(to.markdown)}
        if not way or len(way) < len(door.pages):
            message = "has a door whose way is not some pages, each once; write"
            raise part.wrong(f"{message}  pages: [lesson/tokens.md]")
        doors.append(door)
    if len(doors) not in COUNTS:
        message = f"has doors: {len(doors)}; two to eight stand together"
        raise Problem(WRONG_PAGE, page, line, message)
    return Doors(page, line, tuple(doors))


def render(doors: Doors, times: list[str]) -> str:
    """The HTML of doors, each with how long its way takes."""
    rows = []
    for door, way, time in zip(doors.all, doors.ways(), times, strict=True):
        behind = " ".join(address(path).removesuffix("index.html") for path in way)
        rows.append(
            f'<a href="{escape(door.to.markdown)}" data-pages="{behind}">'
            f"<strong>{inline(door.title)}</strong> "
            f'<span class="time">{time}</span> '
            f'<span class="text">{inline(door.text)}</span></a>'
        )
    label = f"{COUNTS[len(doors.all)]} doors"
    return "\n".join([f'<nav class="doors" aria-label="{label}">', *rows, "</nav>"])
