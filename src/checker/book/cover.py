"""The cover: the site's logo, enlarged, and the title."""

import io
from textwrap import wrap

WIDTH, HEIGHT = 6.8, 9.6  # inches: 17 by 24
DOTS = 200  # an inch
GROUND, LINE, BAR = "#26576f", "#fbfaf7", "#f0a878"  # those of docs/assets/logo.svg


def cover(title: str, about: str) -> bytes:
    """A picture for both books, as PNG; two runs draw the same bytes."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    figure = Figure(figsize=(WIDTH, HEIGHT), facecolor=GROUND)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 17), ylim=(24, 0))
    axes.axis("off")
    for left, top, wide, high, colour in (
        (2.2, 13.2, 8.4, 0.9, LINE),
        (4.9, 15.3, 9.9, 0.9, LINE),
        (2.2, 17.4, 12.6, 1.75, BAR),
    ):
        axes.add_patch(Rectangle((left, top), wide, high, color=colour, linewidth=0))
    rows = "\n".join(wrap(title, 13))
    axes.text(
        2.2, 2.4, rows, color=LINE, size=40, va="top", family="DejaVu Serif", linespacing=1.25
    )
    rows = "\n".join(wrap(about, 48))
    axes.text(2.2, 20.6, rows, color=LINE, size=12, va="top", family="DejaVu Sans", linespacing=1.5)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=DOTS, metadata={"Software": None})
    return picture.getvalue()
