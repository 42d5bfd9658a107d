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
            within = body(lines[first + 1 : index], opening["margin"])
            yield Fence(opening["info"], first + 1, within, True)
            lines[first : index + 1] = [""] * (index + 1 - first)
            opening = None
    if opening:
        within = body(lines[first + 1 :], opening["margin"])
        yield Fence(opening["info"], first + 1, within, False)
        lines[first:] = [""] * (len(lines) - first)


def folded(lines: list[str]) -> set[int]:
    """The lines of a page, counted from 1, that stand in folds which are closed at first."""
    inside, found = False, set()
    for number, line in enumerate(lines, start=1):
        if line[:1].strip():
            inside = line.startswith("??? ")
        elif inside:
            found.add(number)
    return found


def body(lines: list[str], margin: str) -> str:
    """The lines of a block without the margin of what it stands in."""
    width = len(margin.expandtabs(4))
    rows = [line.expandtabs(4) for line in lines]
    cuts = [min(width, len(row) - len(row.lstrip(" >"))) for row in rows]
    return "\n".join(row[cut:].rstrip() for row, cut in zip(rows, cuts, strict=True))


def indented(lines: list[str]) -> Iterator[int]:
    """The lines indented like code outside lists, tabs and the like; they would show as prose."""
    inside, before = False, ""
    for number, line in enumerate(lines, start=1):
        if line[:1].strip():
            inside = bool(CONTAINER.match(line))
        elif line.startswith(("    ", "\t")) and line.strip() and not inside and not before.strip():
            yield number
        before = line
