"""A picture's record: what an example drew, in an SVG file of its own beside the example.

    examples/sycophancy/ways.py             draws two figures, "rewards" and "odds"
    examples/sycophancy/ways.rewards.svg    their records
    examples/sycophancy/ways.odds.svg

A record holds the names of colours, `var(--figure-accent)`, so that a new colour changes no record.
A page adds the colours themselves, for browsers that don't know these names.
"""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from checker.once import once_per_project
from checker.project import Project

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = ("path", "text", "circle", "rect", "line", "polyline", "polygon", "ellipse", "use")
FALLBACK = re.compile(r"var\((--figure-([\w-]+)), *#[0-9a-f]{6}\)")
NAME = re.compile(r"var\(--figure-([\w-]+)\)")
REGION = re.compile(r' data-region="([\w-]*)"')


@dataclass(frozen=True)
class Picture:
    """A drawing by the name of its file, with the region of the script that drew it."""

    name: str
    region: str | None
    svg: str


def paths_of(project: Project, example: str) -> list[str]:
    """The paths of the records of an example's pictures, by name."""
    return by_example(project).get(f"examples/{example}", [])


@once_per_project
def by_example(project: Project) -> dict[str, list[str]]:
    """The paths of all records of pictures, by the path of their example without its ending."""
    found: dict[str, list[str]] = {}
    for path in project.files("examples", ".svg"):
        found.setdefault(path.rsplit(".", 2)[0], []).append(path)
    return found


def read_pictures(project: Project, example: str) -> list[Picture]:
    """The records of an example's pictures, by name."""
    found = []
    for path in paths_of(project, example):
        svg = project.text(path, "replace")
        region = REGION.search(svg)
        found.append(Picture(path.rsplit(".", 2)[1], region[1] if region else None, svg))
    return found


def record_of(name: str, region: str | None, drawn: str) -> Picture:
    """The record of a drawing, with its region, and with only the names of its colours."""
    svg = FALLBACK.sub(r"var(\1)", drawn)
    if region:
        svg = svg.replace("<svg ", f'<svg data-region="{region}" ', 1)
    return Picture(name, region, svg)


def with_colours(svg: str, colours: dict[str, str]) -> str:
    """A record as a page shows it: with the colour itself, in the light theme, behind each name."""

    def paint(used: re.Match[str]) -> str:
        colour = colours.get(used[1])
        return f"var(--figure-{used[1]}, {colour})" if colour else used[0]

    return NAME.sub(paint, REGION.sub("", svg))


def is_empty(svg: ElementTree.Element) -> bool:
    """Whether nothing is drawn that a reader could see: no text, and no shape with a colour."""
    shapes = (node for node in svg.iter() if node.tag.removeprefix(SVG) in SHAPES)
    return all(
        "fill: none" in node.get("style", "") and "stroke:" not in node.get("style", "")
        for node in shapes
    )
