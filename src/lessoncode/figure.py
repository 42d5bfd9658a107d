"""Figures that follow the page: drawn with matplotlib, coloured by the site's style sheet.

    >>> from lessoncode import figure
    >>> drawing, axes = figure.canvas()
    >>> lines = axes.plot([1, 2, 3], [9, 4, 1])
    >>> figure.save(drawing, "loss", "A curve falls.", caption="The loss: it falls.").path.name
    'loss.svg'

Draw in the light colours of `COLOURS`. `save` turns each colour into a CSS variable, such as
`var(--figure-accent, #1f6690)`, which the site defines for light and dark; the colour remains as a
fallback for a file opened alone. Text remains text: sharp, small, and found by the browser's
search. It is laid out in DejaVu Sans, which is wider than most readers' fonts, so labels that fit
here fit there. The file also holds the caption and the numbers, which the page shows.

A plot is laid out twice, wide and narrow, with letters of the same size. The page shows what fits.
"""

import io
import json
import re
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree
from zlib import crc32

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {  # their dark twins are in docs/assets/lessoncode.css
    "ink": "#24211d",
    "muted": "#615b51",
    "grid": "#ddd7cb",
    "surface": "#fbfaf7",
    "accent": "#1f6690",
    "second": "#a0431a",
    "third": "#3d7050",
    "learned": "#ece6da",  # fills what training found
}
SERIES = ("accent", "second", "third")  # the order in which lines and bars take their colours
SVG = "http://www.w3.org/2000/svg"
WIDTHS = {"wide": 640, "narrow": 400}  # pixels of a plot's drawings; phones shrink the narrow one
POINT = 1.3  # pixels in a point: matplotlib's 10-point letters then have diagrams' 13 pixels
FONT = re.compile(r"font-(size: 10px|family: sans-serif)(; |$)")  # the whole drawing says so once
MONO = "var(--md-code-font-family, monospace)"
BOLD = "font-weight: 700", "font-weight: 600"  # as bold as the titles of diagrams
XLINK = "{http://www.w3.org/1999/xlink}href"
TICK = re.compile(r"[xyz]tick_\d+")  # what matplotlib calls the group of a tick and its label
unsaved: list[object] = []  # figures and drawings; the checker refuses a script that leaves one
UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML
CIRCLE = re.compile(r"M \S+ \S+ (?:C (?:\S+ ){6}){8}z")  # as matplotlib writes one


def styled() -> AbstractContextManager[None]:
    """matplotlib's settings for a figure, in force while it is made and while it is written."""
    import matplotlib
    from cycler import cycler

    return matplotlib.rc_context(
        {
            "axes.axisbelow": True,
            "axes.edgecolor": COLOURS["muted"],
            "axes.facecolor": "none",
            "axes.labelcolor": COLOURS["muted"],
            "axes.prop_cycle": cycler(color=[COLOURS[name] for name in SERIES]),
            "axes.spines.right": False,
            "axes.spines.top": False,
            "figure.facecolor": "none",
            "svg.fonttype": "none",
            "svg.hashsalt": "lessoncode",
            "text.color": COLOURS["ink"],
        }
    )


def canvas(height: float = 2.6) -> tuple["Figure", "Axes"]:
    """An empty figure, `height` inches high, and its axes; `save` decides how wide it is.

    Raises ValueError for a height that is not finite and above 0.
    """
    if not 0 < height < inf:
        raise ValueError(f"height is {height!r}: give a finite number above 0")
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import TightLayoutEngine

    # Not "constrained": its solver sometimes fails in WebKit, and takes Python down with it.
    layout = TightLayoutEngine(pad=0.3, w_pad=0.6)
    with styled():
        figure = Figure(figsize=(inches("wide"), height), layout=layout)
        axes = figure.subplots()
    # Ticks are made later, when matplotlib's own style is back in force.
    axes.tick_params(colors=COLOURS["muted"], grid_color=COLOURS["grid"])
    unsaved.append(figure)
    return figure, axes


def inches(kind: str) -> float:
    """The width in inches of a "wide" or "narrow" drawing."""
    return WIDTHS[kind] / POINT / 72


class Saved(NamedTuple):
    """The path of a saved figure, in whose place a notebook shows the drawing."""

    path: Path

    def _repr_svg_(self) -> str:
        return self.path.read_text(encoding="utf-8")


def save(
    figure: "Figure",
    name: str,
    alt: str,
    caption: str | None = None,
    data: Mapping[str, object] | None = None,
) -> Saved:
    """Write the figure to `name`.svg in the current folder, ready for a page.

    It is laid out twice, for a wide column and for a phone. `alt`, `caption` and `data` are those
    of `write`. Two runs write the same bytes. Raises what `write` raises, and ValueError for a
    bitmap, text of another size, or a colour outside `COLOURS` (matplotlib's black becomes ink).
    """
    unsaved[:] = [other for other in unsaved if other is not figure]
    for axes in figure.axes:
        axes.title.set(fontsize=10, fontweight="bold")
        if legend := axes.get_legend():
            legend.set_frame_on(False)
    drawings = []
    for kind, width in WIDTHS.items():
        figure.set_figwidth(inches(kind))
        written = io.StringIO()
        with styled():
            figure.draw_without_rendering()  # labels move the axes, and axes change labels
            figure.savefig(written, format="svg", metadata={"Date": None})
        if "<image" in written.getvalue():
            raise ValueError(f"figure {name!r} holds pixels: draw with pcolormesh, not imshow")
        drawing = adapted(writable(written.getvalue(), name), f"{name}-{kind}")
        look = f"max-width: {width / 20:g}rem; font: 10px var(--md-text-font-family, sans-serif); "
        # matplotlib does not write a black fill.
        look += f"fill: {paint('ink')}; stroke-linejoin: round; white-space: pre"
        drawing.attrib |= {"class": kind, "role": "img", "aria-label": alt.strip(), "style": look}
        drawings.append((drawing, width, round(POINT * 72 * figure.get_figheight())))
    svg = stacked(drawings)
    svg.set("data-drawn-by", "matplotlib")
    return write(svg, name, alt, caption, data)


def stacked(drawings: list[tuple[ElementTree.Element, int, int]]) -> ElementTree.Element:
    """One SVG of several drawings, the widest first, each with its width and height in pixels.

    Opened alone, the file shows one below the other; a page shows the one that fits.
    """
    both = ElementTree.Element("svg", {"xmlns": SVG, "class": "drawings"})
    both.set("viewBox", f"0 0 {drawings[0][1]} {sum(height for _, _, height in drawings)}")
    top = 0
    for drawing, width, height in drawings:
        drawing.attrib |= {"y": f"{top}", "width": f"{width}", "height": f"{height}"}
        both.append(drawing)
        top += height
    return both


def write(
    svg: ElementTree.Element,
    name: str,
    alt: str,
    caption: str | None = None,
    data: Mapping[str, object] | None = None,
) -> Saved:
    """Write a drawing to `name`.svg in the current folder, with its caption and data.

    `alt` describes the picture to readers who do not see it. The caption has the form "Name: one
    sentence"; the page sets the name in bold. `data` is what a script of the page needs to redraw
    the figure, as JSON. Raises ValueError for an empty `alt`, a caption without a name, a `name`
    that cannot be an id, a number that is not finite, or a character that SVG cannot hold, and
    TypeError for other data that JSON cannot hold.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(f"figure name {name!r}: use small letters, digits and hyphens")
    if not alt.strip():
        raise ValueError(f"figure {name!r} has no alternative text: say what the picture shows")
    if caption is not None:
        caption = " ".join(caption.split())
        if not re.fullmatch(r"[^:]+: .+", caption):
            raise ValueError(f"caption {caption!r} has no name; write  Name: one sentence")
        svg.set("data-caption", caption)
    if data is not None:
        svg.set("data-values", json.dumps(data, ensure_ascii=False, allow_nan=False))
    ElementTree.register_namespace("", SVG)
    text = writable(ElementTree.tostring(svg, "unicode"), name)
    saved = Saved(Path(f"{name}.svg"))
    saved.path.write_text(f"{text}\n", encoding="utf-8")
    if sys.stderr.isatty():  # a person runs this
        print(f"drew {saved.path.resolve()}", file=sys.stderr)
    return saved


def writable(text: str, name: str) -> str:
    """Return the text of a drawing. Raises ValueError for a character that SVG cannot hold."""
    if found := UNWRITABLE.search(text):
        code = f"U+{ord(found[0]):04X}"
        raise ValueError(f"figure {name!r} has the character {code}, which SVG cannot hold")
    return text


def adapted(text: str, name: str) -> ElementTree.Element:
    """The drawing with its own ids, the page's colours, and no style that acts outside it."""
    # A style element would restyle every drawing of the page.
    svg = ElementTree.fromstring(re.sub(r"(?s)<(metadata|style).*?</\1>", "", text))
    referred = set(re.findall(r"#([\w-]+)", text))
    for node in svg.iter():
        node.tag = node.tag.removeprefix(f"{{{SVG}}}")
        identifier = node.attrib.pop("id", None)
        if TICK.fullmatch(identifier or ""):
            node.set("class", "tick")  # its label is on the scale, not measured
        if identifier and identifier in referred:
            node.set("id", identifier)
        if XLINK in node.attrib:
            node.set("href", node.attrib.pop(XLINK))
        if node.get("transform", "").startswith("rotate(-0 "):
            del node.attrib["transform"]
        for key, value in node.attrib.items():
            value = " ".join(value.split())
            value = re.sub(r"font-family: [^;]* ([\w-]+)(?=;|$)", r"font-family: \1", value)
            value = FONT.sub("", value).replace("monospace", MONO).replace(*BOLD)
            if "font-size" in value:
                raise ValueError(f"a text of figure {name} has a size of its own: {value}")
            value = re.sub(r"-?\d+\.\d{3,}", hundredths, value)
            node.set(key, re.sub(r"#[0-9a-f]{6}\b", variable, value))
        if CIRCLE.fullmatch(node.get("d", "")):
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", node.attrib.pop("d"))]
            right, low = max(numbers[::2]), max(numbers[1::2])
            left, high = min(numbers[::2]), min(numbers[1::2])
            node.tag = "circle"
            for key, twice in ("cx", left + right), ("cy", low + high), ("r", right - left):
                node.set(key, f"{twice / 2:.2f}")
    flatten(svg)
    rename(svg, name)
    del svg.attrib["version"]
    return svg


def rename(svg: ElementTree.Element, name: str) -> None:
    """Make each id from `name` and its element's checksum; ids repeat only if elements do."""
    ids = {}
    for node in svg.iter():
        if old := node.attrib.pop("id", ""):
            ids[old] = f"{name}-{crc32(ElementTree.tostring(node)):x}"
            node.set("id", ids[old])
    for node in svg.iter():
        for key, value in node.attrib.items():
            if key != "id":
                node.set(key, re.sub(r"(?<=#)[\w-]+", lambda id: ids.get(id[0], id[0]), value))


def flatten(node: ElementTree.Element) -> None:
    """Draw the same with fewer elements: drop needless groups, and join equal neighbours."""
    if node.tag == "text":
        return
    node.text = None
    inside: list[ElementTree.Element] = []
    for child in node:
        flatten(child)
        child.tail = "\n"
        for part in [*child] if child.tag == "g" and not child.attrib else [child]:
            if inside and part.tag == inside[-1].tag == "g" and part.attrib == inside[-1].attrib:
                inside[-1].extend(part)
            elif len(part) or (part.tag not in ("g", "defs") and part.get("style") != "fill: none"):
                inside.append(part)
    node[:] = inside
    styles = {child.get("style", "") if child.tag == "use" else "" for child in node}
    if node.tag == "g" and node.attrib and len(styles) == 1 and all(styles):
        node.set("style", styles.pop())
        for child in node:
            del child.attrib["style"]


def hundredths(match: re.Match[str]) -> str:
    """A number with two decimals at most; the unit is a point, 1/72 of an inch."""
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")


def variable(match: re.Match[str]) -> str:
    """The CSS value of a hex colour; black is ink. Raises ValueError outside `COLOURS`."""
    colour = COLOURS["ink"] if match[0] == "#000000" else match[0]
    for name, value in COLOURS.items():
        if value == colour:
            return paint(name)
    raise ValueError(f"colour {colour} is not in figure.COLOURS; it has {', '.join(COLOURS)}")


def paint(name: str) -> str:
    """The CSS value of a colour, by its name in `COLOURS`. Raises ValueError for another name."""
    if name not in COLOURS:
        raise ValueError(f"colour {name!r} is not in figure.COLOURS; it has {', '.join(COLOURS)}")
    return f"var(--figure-{name}, {COLOURS[name]})"
