"""Doors: ways into the lesson, side by side."""

from dataclasses import dataclass
from html import escape
from typing import Self

from checker.pages import labels
from checker.pages.addresses import PAGE, address, target_of
from checker.pages.inline import inline
from checker.pages.links import Link
from checker.pages.page import Block, Code, Site, Text
from checker.pages.reading_time import amounts, in_words, minutes
from checker.pages.yaml_body import Body, read_bodies

COUNTS = dict(enumerate(["Two", "Three", "Four", "Five", "Six", "Seven", "Eight"], start=2))


@dataclass(frozen=True)
class Door:
    """One door: its title, the page it opens to, what is behind it, the pages of that way."""

    title: Text
    to: Text
    text: Text
    pages: tuple[Text, ...]

    def way(self, page: str) -> list[str]:
        """The sources of the pages on this way, as `page` links to them."""
        return [target_of(page, to.markdown) for to in self.pages]


@dataclass(frozen=True)
class Doors(Block):
    """Two to eight ways into the lesson, each with how long it takes.

        ```doors
        - title: The overview
          to: lesson/overview.md
          text: How it predicts, how it is made, why it errs. One page.
          pages: [lesson/overview.md]
        - title: The course
          to: lesson/tokens.md
          text: All of it.
          pages: [lesson/tokens.md, lesson/inside.md]
        ```

    title  what the door is called
    to     where it leads: a page, a section of one, or an id on this page
    text   what is behind the door
    pages  the pages behind this door, each once; their reading times are added up

    A whole door is a link, so its texts can't have links in them. Each is one paragraph of
    Markdown.
    """

    all: tuple[Door, ...]

    @classmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        doors = cls(page, line, tuple(map(read_door, read_bodies("door", page, line, body))))
        if len(doors.all) not in COUNTS:
            count = f"{len(doors.all)} door{'s' * (len(doors.all) != 1)}"
            raise doors.wrong(f"has a block with {count}; write two to eight")
        return doors

    @property
    def texts(self) -> list[Text]:
        return [text for door in self.all for text in (door.title, door.text)]

    @property
    def links(self) -> list[Link]:
        to = [(to.line, to.markdown.partition("#")) for it in self.all for to in (it.to, *it.pages)]
        return [Link(line, page, anchor) for line, (page, _, anchor) in to]

    def html(self, site: Site, code: Code) -> str:
        rows = []
        for door in self.all:
            way = door.way(self.page)
            behind = " ".join(address(path).removesuffix("index.html") for path in way)
            rows.append(
                f'<a href="{escape(door.to.markdown)}" data-pages="{behind}">'
                f"<strong>{inline(door.title)}</strong> "
                f'<span class="time">{self.time(site, door)}</span> '
                f'<span class="text">{inline(door.text)}</span></a>'
            )
        label = labels.DOORS.format(COUNTS[len(self.all)])
        return "\n".join([f'<nav class="doors" aria-label="{label}">', *rows, "</nav>"])

    def markdown(self, site: Site) -> str:
        return "\n".join(
            f"- [{it.title.markdown}]({it.to.markdown}), {self.time(site, it)}: {it.text.markdown}"
            for it in self.all
        )

    def time(self, site: Site, door: Door) -> str:
        """How long the pages behind a door take, in words."""
        return in_words(sum(minutes(amounts(site, site.page(it))) for it in door.way(self.page)))


def read_door(part: Body) -> Door:
    """Read one door. Raises Problem where it leads to no page, or has a link in its texts."""
    part.expect(("title", "to", "text", "pages"))
    door = Door(part.text("title"), part.text("to"), part.text("text"), part.texts("pages"))
    if "](" in door.title.markdown + door.text.markdown:
        raise part.wrong("has a link in a door, which is already a link itself; take it out")
    if door.to.markdown[0] != "#" and not PAGE.fullmatch(door.to.markdown.partition("#")[0]):
        raise part.wrong("has a door that doesn't lead to a page; write  to: lesson/tokens.md")
    way = {to.markdown for to in door.pages if PAGE.fullmatch(to.markdown)}
    if not way or len(way) < len(door.pages):
        message = "has a door whose  pages  don't list pages, each once; write"
        raise part.wrong(f"{message}  pages: [lesson/tokens.md]")
    return door
