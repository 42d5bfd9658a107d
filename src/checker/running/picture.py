"""A picture's record: what an example drew, in an SVG file of its own beside the example.

    examples/flattery/ways.py             draws two figures, "rewards" and "odds"
    examples/flattery/ways.rewards.svg    their records
    examples/flattery/ways.odds.svg

A record holds the names of colours, `var(--figure-accent)`; what a page shows has the colours
behind them, for readers whose browser knows no such name. So a new colour changes no record.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

from checker.once import once_per_project
from checker.project import Project

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = ("path", "text", "circle", "rect", "line", "polyline", "polygon", "ellipse", "use")
FALLBACK = re.compile(r"var\((--figure-([\w-]+)), *#[0-9a-f]{6}\)")
NAME = re.compile(r"var\(--figure-([\w-]+)\)")
REGION = re.compile(r' data-region="([\w-]*)"')
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
COORDINATES = {
    *("d", "points", "transform", "viewBox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r"),
    *("width", "height", "rx", "ry"),
}
SHOWN = 5  # differences of one picture that a message lists
LONGEST = 60  # characters of a value in a message


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
    """The picture that a record holds of a drawing: its colours by name alone, and its region."""
    svg = FALLBACK.sub(r"var(\1)", drawn)
    if region:
        svg = svg.replace("<svg ", f'<svg data-region="{region}" ', 1)
    return Picture(name, region, svg)


def with_colours(svg: str, colours: dict[str, str]) -> str:
    """What a page shows of a record: each colour behind its name, as it is in the light."""
    return NAME.sub(
        lambda used: f"var(--figure-{used[1]}, {colours[used[1]]})", REGION.sub("", svg)
    )


def is_empty(svg: ElementTree.Element) -> bool:
    """Whether nothing is drawn that a reader could see: no text, and no shape with a colour."""
    shapes = (node for node in svg.iter() if node.tag.removeprefix(SVG) in SHAPES)
    return all(
        "fill: none" in node.get("style", "") and "stroke:" not in node.get("style", "")
        for node in shapes
    )


def faults_of_pictures(recorded: list[Picture], drawn: list[Picture], exact: bool) -> list[str]:
    """What differs between the records of an example's pictures and what it drew, a text each."""
    old, new = ({picture.name: picture.svg for picture in side} for side in (recorded, drawn))
    faults = []
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            faults.append(f"picture {name} is gone")
        elif name not in old:
            faults.append(f"picture {name} is new")
        elif not agrees(old[name], new[name], exact):
            faults.append(f"picture {name} differs\n{difference(old[name], new[name])}")
    return faults


def agrees(recorded: str, drawn: str, exact: bool) -> bool:
    """Whether a drawing is its record; where not `exact`, but for the last place of numbers."""
    if exact or NUMBER.split(recorded) != NUMBER.split(drawn):
        return recorded == drawn
    pairs = zip(NUMBER.findall(recorded), NUMBER.findall(drawn), strict=True)
    return all(a == b or abs(Decimal(a) - Decimal(b)) <= last_place(a, b) for a, b in pairs)


def last_place(a: str, b: str) -> Decimal:
    """One unit of the last place of two numbers, the finer one's; 0 where both are whole."""
    exponent = min(int(Decimal(number).as_tuple().exponent) for number in (a, b))
    return Decimal(1).scaleb(exponent) if exponent < 0 else Decimal(0)


def difference(recorded: str, drawn: str) -> str:
    """What differs between two drawings: elements, texts and attributes, and how far all moved."""
    old, new = elements(recorded), elements(drawn)
    if [tag for tag, _ in old] != [tag for tag, _ in new]:
        counts = Counter(tag for tag, _ in new)
        counts.subtract(tag for tag, _ in old)
        changed = [f"{count:+d} {tag}" for tag, count in sorted(counts.items()) if count]
        return f"other elements: {', '.join(changed) or 'the same ones in another order'}"
    lines: list[str] = []
    moved: list[Decimal] = []
    for (tag, before), (_, after) in zip(old, new, strict=True):
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key, ""), after.get(key, "")
            if key in COORDINATES and NUMBER.split(was) == NUMBER.split(now):
                moved += distances(was, now)
            elif was != now:
                lines.append(f"{tag} {key}: {shortened(was)} -> {shortened(now)}")
    if len(lines) > SHOWN + 1:
        lines[SHOWN:] = [f"... {len(lines) - SHOWN} more"]
    if moved:
        lines.append(f"{len(moved)} coordinates moved, by up to {max(moved)}")
    return "\n".join(lines)


def elements(svg: str) -> list[tuple[str, dict[str, str]]]:
    """Each element of a drawing in order, with its attributes and its text."""
    return [
        (node.tag.removeprefix(SVG), {**node.attrib, "text": (node.text or "").strip()})
        for node in ElementTree.fromstring(svg).iter()
    ]


def distances(was: str, now: str) -> Iterator[Decimal]:
    """How far apart the numbers of two texts are, where they differ."""
    for a, b in zip(NUMBER.findall(was), NUMBER.findall(now), strict=True):
        if a != b:
            yield abs(Decimal(a) - Decimal(b))


def shortened(text: str) -> str:
    """A value as a message has room for it."""
    return repr(text if len(text) < LONGEST else f"{text[:LONGEST]}...")
