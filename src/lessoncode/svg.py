"""Plain SVG: styles, paths with rounded corners, and the width of a text.

    >>> from lessoncode import svg
    >>> svg.extent("rain"), svg.css(fill="accent", stroke_width=2)
    (25.74, 'fill: var(--figure-accent, #1f6690); stroke-width: 2')
    >>> svg.rounded([(0, 0), (20, 0), (20, 20)], radius=5)
    'M0 0L15 0Q20 0 20 5L20 20'

Lengths are pixels, from the top left corner. Colours are names in `figure.COLOURS`. Texts are
measured a little wider than they are in DejaVu's fonts, which are wider than most.
"""

from collections.abc import Mapping, Sequence
from math import hypot, inf, isfinite
from typing import NamedTuple, TypeVar

from lessoncode import figure

MONO = "var(--md-code-font-family, monospace)"
STYLES = {  # of text: its size in pixels, and its font where that is not 13 pixels sans-serif
    "plain": (13, {}),
    "title": (14, {"font-size": "14px", "font-weight": "600"}),
    "link": (14, {"font-size": "14px", "font-weight": "600", "text-decoration": "underline"}),
    "code": (13, {"font-family": MONO}),
    "id": (12, {"font-family": MONO, "font-size": "12px"}),
    "read": (18, {"font": "italic 18px var(--serif, serif)"}),
}
WIDTHS = {  # in DejaVu Sans, as parts of the size, rounded up; all other ASCII is at most 0.64
    0.32: " ',.IJijl",
    0.41: "!()-/:;[\\]frt|",
    0.53: '"*?_`sz',
    0.61: "FLPTYackovxy",
    0.79: "&ABCDGHKNOQRUVXZ",
    0.86: "#+<=>M^w~",
    1: "%@Wm\u2026",
}

Point = tuple[float, float]
T = TypeVar("T")


class Place(NamedTuple):
    """A rectangle of a drawing, by its four sides in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def x(self) -> float:
        """The horizontal middle of the rectangle."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The vertical middle of the rectangle."""
        return (self.top + self.bottom) / 2


def around(x: float, y: float, width: float, height: float) -> Place:
    """The rectangle of this size whose middle is (x, y)."""
    return Place(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def extent(words: str, style: str = "plain") -> float:
    """An upper limit in pixels for the width of ASCII text, in fonts no wider than DejaVu's.

    Raises ValueError for a style that is not in `STYLES`.
    """
    size, _ = known("style", style, STYLES)
    if style in ("code", "id"):
        return 0.603 * size * len(words)
    width = {letter: width for width, letters in WIDTHS.items() for letter in letters}
    total = size * sum(width.get(letter, 0.64) for letter in words)
    return total if style == "plain" else 1.15 * total  # bold and italic letters are wider


def known(what: str, name: str, values: Mapping[str, T]) -> T:
    """The value of a name. If there is none, raises a ValueError that calls the name `what`."""
    if name not in values:
        raise ValueError(f"{what} {name!r} is none of {', '.join(values)}")
    return values[name]


def css(**look: str | float) -> str:
    """The text of a `style` attribute, from its properties, with _ for -.

    A fill or stroke is a name in `figure.COLOURS`, "none" or "transparent". Raises ValueError for
    another colour, and for a number that is not finite.
    """
    rules = {key.replace("_", "-"): value for key, value in look.items()}
    for key in ("fill", "stroke"):
        if (colour := rules.get(key, "none")) not in ("none", "transparent"):
            rules[key] = figure.paint(str(colour))
    return "; ".join(f"{key}: {v if isinstance(v, str) else short(v)}" for key, v in rules.items())


def rounded(points: Sequence[Point], radius: float) -> str:
    """The path through points with right angles, its corners rounded.

    Raises ValueError for no points, one that is not finite, or a negative or non-finite radius.
    """
    check_points(points, 1)
    if not 0 <= radius < inf:
        raise ValueError(f"radius is {radius!r}: give a finite number, 0 or more")
    path = f"M{spot(points[0])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = towards(corner, before, radius), towards(corner, after, radius)
        path += f"L{spot(start)}Q{spot(corner)} {spot(end)}"
    return f"{path}L{spot(points[-1])}"


def check_points(points: Sequence[Point], least: int) -> None:
    """Raise ValueError unless there are `least` points or more, each of two finite numbers."""
    if len(points) < least or not all(len(p) == 2 and all(map(isfinite, p)) for p in points):
        wanted = f"give {least} or more, each of two finite numbers"
        raise ValueError(f"the points of a path are {points!r}: {wanted}")


def towards(start: Point, end: Point, length: float) -> Point:
    """The point `length` away from `start` on the way to `end`, half-way at most."""
    way = hypot(end[0] - start[0], end[1] - start[1])
    part = min(length / way, 0.5) if way else 0.0
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


def spot(point: Point) -> str:
    """A point as it is written in a path."""
    return f"{short(point[0])} {short(point[1])}"


def short(number: float) -> str:
    """A number with two decimals at most. Raises ValueError for NaN and infinity."""
    if not isfinite(number):
        raise ValueError(f"a drawing is given the number {number}, which is not finite")
    return f"{round(float(number), 2) + 0:g}"
