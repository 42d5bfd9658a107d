"""The fenced blocks of a page, and what is indented like one."""

import re
from collections.abc import Iterator
from typing import NamedTuple

FENCE = re.compile(r"(?P<margin>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>.*?)[ \t]*")
CONTAINER = re.compile(r"[-*+] |\d+[.)] |!!!|\?\?\?|===|\[\^|>|<")


class Fence(NamedTuple):
    """A fenced block: what stands on its fence, the line of that, what stands below."""

    info: str
    line: int
    body: str
    closed: bool


def take_fences(lines: list[str]) -> Iterator[Fence]:
    """The fenced blocks of a page, whose lines are blanked."""
    opening, first = None, 0
    for index, line in enumerate(lines):
        fence = FENCE.fullmatch(line)
        if opening is None and fence:
            opening, first = fence, index
        elif opening and fence and fence[0].strip(" \t>") == opening["fence"]:
            yield Fence(opening["info"], first + 1, body(lines[first + 1 : index]), True)
            lines[first : index + 1] = [""] * (index + 1 - first)
            opening = None
    if opening:
        yield Fence(opening["info"], first + 1, body(lines[first + 1 :]), False)
        lines[first:] = [""] * (len(lines) - first)


def body(lines: list[str]) -> str:
    """The lines of a block without the margin of what it stands in."""
    return "\n".join(line.strip(" \t>") for line in lines)


def indented(lines: list[str]) -> Iterator[int]:
    """The lines indented like code outside lists, tabs and the like; they would show as prose."""
    inside, before = False, ""
    for number, line in enumerate(lines, start=1):
        if line[:1].strip():
            inside = bool(CONTAINER.match(line))
        elif line.startswith(("    ", "\t")) and line.strip() and not inside and not before.strip():
            yield number
        before = line
