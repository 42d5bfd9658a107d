"""How the pictures that an example drew differ from their records: elements, texts and numbers."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple
from xml.etree import ElementTree

from checker.running.picture import SVG, Picture

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
COORDINATES = {
    *("d", "points", "transform", "viewBox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r"),
    *("width", "height", "rx", "ry"),
}
SHOWN = 5  # differences of one picture that a message lists
LONGEST = 60  # characters of a value in a message


class Fault(NamedTuple):
    """What is wrong with one picture, in a few words, and how it differs.

    `moved` is how far its coordinates moved, if nothing else differs.
    """

    message: str
    difference: str = ""
    moved: Decimal | None = None


def faults_of_pictures(recorded: list[Picture], drawn: list[Picture], exact: bool) -> list[Fault]:
    """What differs between the records of an example's pictures and what it drew."""
    old, new = ({picture.name: picture.svg for picture in side} for side in (recorded, drawn))
    faults = []
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            faults.append(Fault(f"picture {name} is no longer drawn"))
        elif name not in old:
            faults.append(Fault(f"picture {name} is new"))
        elif not agrees(old[name], new[name], exact):
            faults.append(Fault(f"picture {name} differs", *difference(old[name], new[name])))
    return faults


def details_of(faults: list[Fault]) -> list[str]:
    """How the pictures of an example differ, a text for each that is still drawn."""
    return [f"{fault.message}:\n{fault.difference}" for fault in faults if fault.difference]


def agrees(recorded: str, drawn: str, exact: bool) -> bool:
    """Whether a drawing equals its record; if not `exact`, but for the last place of numbers."""
    if exact or NUMBER.split(recorded) != NUMBER.split(drawn):
        return recorded == drawn
    pairs = zip(NUMBER.findall(recorded), NUMBER.findall(drawn), strict=True)
    return all(a == b or abs(Decimal(a) - Decimal(b)) <= last_place(a, b) for a, b in pairs)


def last_place(a: str, b: str) -> Decimal:
    """One unit in the last place of the finer one of two numbers; 0 if both are whole."""
    exponent = min(int(Decimal(number).as_tuple().exponent) for number in (a, b))
    return Decimal(1).scaleb(exponent) if exponent < 0 else Decimal(0)


def difference(recorded: str, drawn: str) -> tuple[str, Decimal | None]:
    """How two drawings differ, in elements, texts, attributes and coordinates.

    If only coordinates differ, it also returns how far they moved.
    """
    try:
        old, new = elements(recorded), elements(drawn)
    except ElementTree.ParseError as error:
        return f"the record isn't an SVG: {error}", None
    if [tag for tag, _ in old] != [tag for tag, _ in new]:
        counts = Counter(tag for tag, _ in new)
        counts.subtract(tag for tag, _ in old)
        changed = [f"{count:+d} {tag}" for tag, count in sorted(counts.items()) if count]
        return f"different elements: {', '.join(changed) or 'the same ones, reordered'}", None
    lines: list[str] = []
    moved: list[Decimal] = []
    for (tag, before), (_, after) in zip(old, new, strict=True):
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key, ""), after.get(key, "")
            if key in COORDINATES and NUMBER.split(was) == NUMBER.split(now):
                moved += distances(was, now)
            elif was != now:
                what = tag if key == "text" else f"{tag} {key}"
                lines.append(f"{what}: {shortened(was)} -> {shortened(now)}")
    alone = max(moved) if moved and not lines else None
    if len(lines) > SHOWN + 1:
        lines[SHOWN:] = [f"... {len(lines) - SHOWN} more"]
    if moved:
        count = f"{len(moved)} coordinate{'s' if len(moved) > 1 else ''}"
        lines.append(f"{count} moved, by up to {max(moved)}")
    return "\n".join(lines), alone


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
    """A value, cut if a message has no room for it."""
    return repr(text if len(text) < LONGEST else f"{text[:LONGEST]}...")
