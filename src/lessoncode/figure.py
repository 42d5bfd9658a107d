"""Figures that follow the page: drawn with matplotlib, coloured by the site's style sheet.

    >>> from lessoncode import figure
    >>> drawing, axes = figure.canvas()
    >>> lines = axes.plot([1, 2, 3], [9, 4, 1])
    >>> figure.save(drawing, "loss", "A curve falls.", caption="The loss: it falls.").path.name
    'loss.svg'

They are drawn in the light colours of `COLOURS`. `save` turns each into a CSS variable,
`var(--figure-accent, #1f6690)`, which the site defines for light and dark; the colour remains as a
fallback, so that the file also opens alone. Text remains text: sharp, small, and found by the
browser's search. It is laid out in DejaVu Sans, which is wider than readers' fonts, so labels that
fit here fit there. The file also holds the caption and the numbers, which the page shows.
"""

import io
import json
import re
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

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
XLINK = "{http://www.w3.org/1999/xlink}href"
TICK = re.compile(r"[xyz]tick_\d+")  # what matplotlib calls the group of a tick and its label
unsaved: list[object] = []  # figures and drawings; the checker refuses a script that leaves one
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


def canvas(width: float = 5.2, height: float = 2.6) -> tuple["Figure", "Axes"]:
    """An empty figure and its axes, `width` by `height` inches.

    A page shows its letters 16 pixels high if it has the room. A phone is 360 pixels wide, so that
    a wider figure has smaller letters there: 9.6 pixels at the default width.
    """
    from matplotlib.figure import Figure

    with styled():
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots()
    # Ticks are made later, when matplotlib's own style holds again.
    axes.tick_params(colors=COLOURS["muted"], grid_color=COLOURS["grid"])
    unsaved.append(figure)
    return figure, axes


class Saved(NamedTuple):
    """The file of a saved figure. A notebook shows the drawing."""

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

    `alt`, `caption` and `data` are those of `write`. Two runs write the same bytes. Raises
    ValueError as `write` does, for pixels, and for a colour outside `COLOURS` (black, matplotlib's
    default, becomes ink).
    """
    unsaved[:] = [other for other in unsaved if other is not figure]
    for axes in figure.axes:
        if legend := axes.get_legend():
            legend.set_frame_on(False)
    written = io.StringIO()
    with styled():
        figure.savefig(written, format="svg", metadata={"Date": None})
    if "<image" in written.getvalue():
        raise ValueError(f"figure {name!r} holds pixels: draw with pcolormesh, not imshow")
    svg = adapted(written.getvalue(), name)
    svg.attrib |= {"role": "img", "aria-label": alt.strip(), "data-drawn-by": "matplotlib"}
    return write(svg, name, alt, caption, data)


def write(
    svg: ElementTree.Element,
    name: str,
    alt: str,
    caption: str | None = None,
    data: Mapping[str, object] | None = None,
) -> Saved:
    """Write a drawing to `name`.svg in the current folder, and with it what the page shows.

    `alt` describes the picture to readers who do not see it. The caption has the form "Name: one
    sentence"; the page sets the name in bold. `data` is what a script of the page needs to redraw
    the figure, as JSON. Raises ValueError for an empty `alt`, a caption without a name, a `name`
    that cannot be an id, and data that JSON cannot hold.
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
    saved = Saved(Path(f"{name}.svg"))
    saved.path.write_text(ElementTree.tostring(svg, "unicode") + "\n", encoding="utf-8")
    if sys.stderr.isatty():  # a person runs this
        print(f"drew {saved.path.resolve()}", file=sys.stderr)
    return saved


def adapted(text: str, name: str) -> ElementTree.Element:
    """The drawing with ids of its own and the page's colours, and nothing that acts outside it."""
    # A style element would restyle every drawing of the page.
    svg = ElementTree.fromstring(re.sub(r"(?s)<(metadata|style).*?</\1>", "", text))
    referred = set(re.findall(r"#([\w-]+)", text))
    for node in svg.iter():
        identifier = node.attrib.pop("id", None)
        if TICK.fullmatch(identifier or ""):
            node.set("class", "tick")  # its label is a number that nobody measured
        if identifier in referred:
            node.set("id", f"{name}-{identifier}")
        if XLINK in node.attrib:
            node.set("href", f"#{name}-{node.attrib.pop(XLINK)[1:]}")
        for key, value in node.attrib.items():
            value = " ".join(value.split()).replace("url(#", f"url(#{name}-")
            value = re.sub(r"font-family: [^;]* ([\w-]+)(?=;|$)", r"font-family: \1", value)
            value = re.sub(r"-?\d+\.\d{3,}", hundredths, value)
            node.set(key, re.sub(r"#[0-9a-f]{6}\b", variable, value))
        if CIRCLE.fullmatch(node.get("d", "")):
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", node.attrib.pop("d"))]
            right, low = max(numbers[::2]), max(numbers[1::2])
            left, high = min(numbers[::2]), min(numbers[1::2])
            node.tag = f"{{{SVG}}}circle"
            for key, twice in ("cx", left + right), ("cy", low + high), ("r", right - left):
                node.set(key, f"{twice / 2:.2f}")
    widest, _, _ = (svg.attrib.pop(key) for key in ("width", "height", "version"))
    # matplotlib leaves a black fill unsaid.
    look = f"max-width: calc(1.2 * {widest}); fill: {paint('ink')}; stroke-linejoin: round"
    svg.set("style", f"{look}; white-space: pre")
    return svg


def hundredths(match: re.Match[str]) -> str:
    """A number with two decimals; the unit of these drawings is a seventy-second of an inch."""
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")


def variable(match: re.Match[str]) -> str:
    """The page's variable for a colour. Raises ValueError for a colour outside `COLOURS`."""
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
