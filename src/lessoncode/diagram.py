"""Diagrams that follow the page: plain SVG in its pixels and in the figures' colours.

    >>> from lessoncode.diagram import Drawing, save
    >>> drawing = Drawing(width=200, height=60)
    >>> places = drawing.chip(40, 30, "rain"), drawing.chip(160, 30, " falls")
    >>> drawing.arrow((80, 30), (120, 30))
    >>> save(None, drawing, "next", "Falls follows rain.", "Next: a token follows.").path.name
    'next.svg'

Each kind of data has its own look: text is in italics, a token is a chip with its id, a vector is a
row of dots, and probabilities are bars. A dot is a number: hollow if negative, its area the size. A
box is a working part, filled if it holds learned numbers; a pill only computes. Data flow right or
down, and return around the outside.

A diagram is drawn twice: wide, and narrow enough for a phone. The page shows what fits.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from math import inf, sqrt
from xml.etree.ElementTree import Element, SubElement

from lessoncode import figure
from lessoncode.svg import (
    STYLES,
    Place,
    Point,
    around,
    check_points,
    css,
    extent,
    known,
    rounded,
    short,
    spot,
    towards,
)

WIDE = {640: "wide", 1080: "wide front"}  # in pixels: for a column, and for the front page
NARROW = 350  # the largest width of a narrow drawing
LINES = {  # what a line carries: its colour and width
    "flow": ("ink", 1.5),
    "stream": ("accent", 3),  # the residual stream
    "loop": ("second", 1.75),  # a drawn token, on its way back
    "quiet": ("muted", 1),
}


class Drawing:
    """A drawing of `width` by `height` pixels: 640 or 1080 wide, or narrow, at most 350.

    Each method draws on top of what is there. `y` counts down; for a text it is the middle of the
    line. Colours are names in `figure.COLOURS`. The methods raise ValueError for another colour,
    style, anchor or line, for numbers that cannot be drawn, and for what reaches over the edge.
    """

    def __init__(self, width: int, height: int) -> None:
        if (width not in WIDE and not 0 < width <= NARROW) or not 0 < height < inf:
            size = f"{width} by {height}"
            raise ValueError(f"a drawing is 640, 1080 or at most {NARROW} wide, not {size}")
        self.width, self.height = width, height
        look = css(fill="ink", font="13px var(--md-text-font-family, sans-serif)")
        look += f"; max-width: {width / 20:g}rem"  # one rem of the page is 20 pixels
        kind = WIDE.get(width, "narrow")
        self.svg = Element("svg", {"class": kind, "viewBox": f"0 0 {width} {height}"})
        self.svg.set("style", look)
        self.into = self.svg  # or the open link
        figure.unsaved.append(self)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        style: str = "plain",
        colour: str = "ink",
        anchor: str = "middle",
        on_line: bool = False,
    ) -> Place:
        """A text whose start, middle or end is at `x`; `on_line` blanks out what is behind it."""
        size, font = known("style", style, STYLES)
        wide = extent(words, style)
        left = x - wide * known("anchor", anchor, {"start": 0, "middle": 0.5, "end": 1})
        place = self.within(Place(left, y - size / 2, left + wide, y + size / 2), words)
        looks = font | ({"fill": colour} if colour != "ink" else {})
        if on_line:
            looks |= {"paint-order": "stroke", "stroke": "surface", "stroke-width": "9"}
        attributes = {"text-anchor": anchor, "style": css(**looks)}
        self.add("text", words, x=x, y=y + 0.35 * size, **attributes)
        return place

    def box(
        self,
        left: float,
        top: float,
        width: float,
        title: str,
        detail: str = "",
        learned: bool = True,
        link: str = "",
    ) -> Place:
        """A box with a title, filled if `learned`. Raises ValueError if a text does not fit."""
        place = self.within(Place(left, top, left + width, top + (46 if detail else 30)), title)
        if max(extent(title, "title"), extent(detail)) > width - 8:
            raise ValueError(f"{title!r} with {detail!r} is too long for a box {width} wide")
        with self.link(link, place, f"{title}: {detail}" if detail else title):
            fill = "learned" if learned else "none"
            self.outline(place, 3, fill=fill, stroke="ink", stroke_width=1.25)
            look = ("link", "accent") if link else ("title", "ink")
            self.text(place.x, top + 15, title, *look)
            if detail:
                self.text(place.x, top + 33, detail, colour="muted")
        return place

    def pill(self, x: float, y: float, words: str) -> Place:
        """A part that only computes: a pill centred at (x, y)."""
        place = self.within(around(x, y, extent(words) + 28, 30), words)
        self.outline(place, 15, fill="none", stroke="ink", stroke_width=1.25)
        self.text(x, y, words)
        return place

    def chip(self, x: float, y: float, token: str, width: float = 0, colour: str = "ink") -> Place:
        """A token as a chip centred at (x, y); each space is drawn as an open box, U+2423."""
        place = self.within(around(x, y, width or extent(token, "code") + 10, 24), token)
        self.outline(place, 3, fill="none", stroke="muted" if colour == "ink" else colour)
        self.text(x, y, token.replace(" ", "\u2423"), "code", colour)
        return place

    def dots(
        self, x: float, y: float, vector: Sequence[float], largest: float, down: bool = False
    ) -> Place:
        """A vector as dots 15 pixels apart, the first at (x, y); `largest` is 11 pixels wide."""
        if not 0 < largest < inf:
            raise ValueError(f"largest is {largest!r}: give a finite number above 0")
        for i, number in enumerate(vector):
            sign = {"fill": "none", "stroke": "ink"} if number < 0 else {"fill": "ink"}
            centre = {"cx": x, "cy": y + 15 * i} if down else {"cx": x + 15 * i, "cy": y}
            radius = max(5.5 * sqrt(abs(number) / largest), 0.75)
            self.add("circle", **centre, r=radius, style=css(**sign))
        length = 15 * (len(vector) - 1)
        end = x + (not down) * length, y + down * length
        return self.within(Place(x - 6, y - 6, end[0] + 6, end[1] + 6), "a vector")

    def bars(
        self, x: float, y: float, rows: Sequence[tuple[str, float]], longest: float, step: int = 22
    ) -> Place:
        """Bars for rows of (token, probability), from (x, y) down; for 1, `longest` pixels long.

        The first is accented. A token that ends in "others" represents many, and is hollow.
        """
        if not rows or not all(len(row) == 2 and 0 <= round(row[1], 3) <= 1 for row in rows):
            raise ValueError(f"rows are {rows!r}: give tokens, each with a probability, 0 to 1")
        for i, (token, p) in enumerate(rows):
            middle, many = y + step * i, token.endswith("others")
            name = token if many else token.replace(" ", "\u2423")
            self.text(x - 8, middle, name, "plain" if many else "code", anchor="end")
            look = css(fill="muted" if i else "accent")
            look = css(fill="none", stroke="muted") if many else look
            self.add("rect", x=x, y=middle - 7, width=max(longest * p, 1), height=14, style=look)
            self.text(x + longest * p + 6, middle, f"{p:.3f}", colour="muted", anchor="start")
        return Place(x, y - 7, x + longest, y + step * (len(rows) - 1) + 7)

    def plus(self, x: float, y: float) -> Place:
        """A plus sign centred at (x, y), where one line is added to another."""
        look = css(fill="surface", stroke="ink", stroke_width=1.25)
        self.add("circle", cx=x, cy=y, r=8.5, style=look)
        cross = f"M{x - 4.5:g} {y:g}h9M{x:g} {y - 4.5:g}v9"
        self.add("path", d=cross, style=css(fill="none", stroke="ink", stroke_width=1.25))
        return self.within(around(x, y, 17, 17), "a plus")

    def arrow(self, *points: Point, line: str = "flow", head: bool = True) -> None:
        """A line with rounded right angles; `head` adds an arrowhead. A slant raises ValueError."""
        check_points(points, 2)
        for point in points:
            self.within(around(*point, 0, 0), "an arrow")
        for (x0, y0), (x1, y1) in pairwise(points):
            if (x0 == x1) == (y0 == y1):
                raise ValueError(
                    f"an arrow slants or has no length: {x0:g}, {y0:g} to {x1:g}, {y1:g}"
                )
        colour, width = known("line", line, LINES)
        end, before = points[-1], points[-2]
        drawn = rounded([*points[:-1], towards(end, before, 7) if head else end], 7)
        self.add("path", d=drawn, style=css(fill="none", stroke=colour, stroke_width=width))
        if head:
            x, y = towards(end, before, 8)
            dx, dy = (end[1] - y) / 2, (end[0] - x) / 2
            sides = spot((x + dx, y + dy)), spot((x - dx, y - dy))
            self.add("path", d=f"M{spot(end)}L{sides[0]}L{sides[1]}Z", style=css(fill=colour))

    def bracket(self, left: float, right: float, y: float, height: float = 8) -> None:
        """A bracket from `left` to `right` below something; above it if the height is negative."""
        corners = [(left, y - height), (left, y), (right, y), (right, y - height)]
        self.within(Place(left, min(y, y - height), right, max(y, y - height)), "a bracket")
        self.add("path", d=rounded(corners, 3), style=css(fill="none", stroke="muted"))

    def opened(self, view: Place, box: Place | None = None) -> None:
        """A dashed frame at `view`; dotted lines join it to the right side of the box it opens."""
        self.within(view, "an opened view")
        self.outline(view, 3, fill="none", stroke="muted", stroke_dasharray="5 4")
        if box:
            up = f"M{spot((box.right, box.top))}L{spot((view.left, view.top))}"
            down = f"M{spot((box.right, box.bottom))}L{spot((view.left, view.bottom))}"
            look = css(fill="none", stroke="muted", stroke_dasharray="1.5 3")
            self.add("path", d=up + down, style=look)

    def look(
        self, start: Point, end: Point, share: float, chosen: bool = False, down: bool = True
    ) -> None:
        """A curve along which attention carries information: 4 pixels wide for a `share` of 1."""
        check_points((start, end), 2)
        (x0, y0), (x1, y1) = start, end
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        for point in start, end:
            self.within(around(*point, 0, 0), "a look")
        bends = [(x0, y), (x1, y)] if down else [(x, y0), (x, y1)]
        curve = f"M{spot(start)}C{spot(bends[0])} {spot(bends[1])} {spot(end)}"
        colour, opacity = ("accent", 1) if chosen else ("muted", 0.45)
        look = css(fill="none", stroke=colour, stroke_width=4 * share, stroke_opacity=opacity)
        self.add("path", d=curve, style=look)

    def heading(self, x: float, y: float, words: str, link: str, anchor: str = "middle") -> Place:
        """The name of a part, as a link to the part's page."""
        self.within(around(x, y, 1, 28), words)
        half = extent(words, "link") / 2
        middle = x + half * known("anchor", anchor, {"start": 1, "middle": 0, "end": -1})
        with self.link(link, around(middle, y, 2 * half + 8, 28), words):
            return self.text(x, y, words, "link", "accent", anchor)

    @contextmanager
    def link(self, page: str, place: Place, name: str) -> Iterator[None]:
        """Link what is drawn in this block to a `page` (lesson/tokens.md); `place` is clickable."""
        outside = self.into
        if page:
            self.into = SubElement(outside, "a", {"href": page, "aria-label": name})
            self.outline(place, 3, fill="transparent")
        yield
        self.into = outside

    def outline(self, place: Place, radius: float, **look: str | float) -> None:
        """Draw a rectangle with rounded corners at `place`."""
        left, top, right, bottom = place
        size = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        self.add("rect", **size, rx=radius, style=css(**look))

    def add(self, tag: str, words: str | None = None, /, **attributes: str | float) -> None:
        """Add an SVG element to the drawing; empty attributes are left out."""
        node = SubElement(self.into, tag)
        node.text = words
        for key, value in attributes.items():
            if value != "":
                node.set(key, value if isinstance(value, str) else short(value))

    def within(self, place: Place, what: str) -> Place:
        """The place itself. Raises ValueError if it reaches over the drawing's edge."""
        left, top, right, bottom = place
        if not (0 <= left <= right <= self.width and 0 <= top <= bottom <= self.height):
            edges = ", ".join(f"{edge:g}" for edge in place)
            size = f"{self.width} by {self.height}"
            raise ValueError(f"{what!r} reaches over the edge of {size}: it is at {edges}")
        return place


def save(
    wide: Drawing | None,
    narrow: Drawing,
    name: str,
    alt: str,
    caption: str,
    data: Mapping[str, object] | None = None,
) -> figure.Saved:
    """Write both drawings to `name`.svg in the current folder; the rest is as in `figure.write`.

    Without a wide drawing, pages always show the narrow one. Raises what `write` raises, and
    ValueError unless one drawing is wide and the other narrow.
    """
    drawings = [wide, narrow] if wide else [narrow]
    if [drawing.width in WIDE for drawing in drawings] != [True, False][-len(drawings) :]:
        widths = " and ".join(str(drawing.width) for drawing in drawings)
        raise ValueError(f"a diagram is drawn wide and narrow, or narrow alone, not {widths}")
    figure.unsaved[:] = [other for other in figure.unsaved if other not in drawings]
    for drawing in drawings:
        links = drawing.svg.find("a") is not None
        label = {"role": "group" if links else "img", "aria-label": alt.strip()}
        drawing.svg.attrib |= label
    both = figure.stacked([(drawing.svg, drawing.width, drawing.height) for drawing in drawings])
    return figure.write(both, name, alt, caption, data)
