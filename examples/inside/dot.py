"""The dot product says how far two vectors point the same way."""

import numpy as np

from lessoncode import figure

WAYS = {
    "a": ", nearly\nthe same way",
    "b": ", at a\nright angle",
    "c": ",\npointing away",
}


def drawing(vectors):
    """An arrow for each vector."""
    fig, axes = figure.canvas(height=1.7)
    for name, (x, y) in vectors.items():
        colour = "second" if name == "v" else "accent"
        colour = figure.COLOURS[colour]
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8}
        arrow |= {"shrinkA": 0, "shrinkB": 0}
        axes.annotate("", xy=(x, y), xytext=(0, 0), arrowprops=arrow)
        label = name if name == "v" else f"{name}: {v @ (x, y)}"
        label += WAYS.get(name, "")
        side = "left" if x > 0 else "right"
        axes.text(1.1 * x, 1.1 * y, label, ha=side, va="center")
    axes.set(xlim=(-4.4, 4.4), ylim=(-0.3, 2.6), aspect="equal")
    axes.set_axis_off()
    return fig


alt = (
    "Four arrows from one point. Arrow v points right and a little up. "
    "Arrow a points much the same way, and its dot product with v is 6. "
    "b is at a right angle to v, with 0, and c points nearly the "
    "opposite way, with a negative dot product."
)
caption = (
    "The dot product with v: positive for an arrow that points roughly "
    "the same way, 0 at a right angle, negative for one that points away."
)

# --8<-- [start:dot]
v = np.array([2, 1])
others = {"a": (2, 2), "b": (-1, 2), "c": (-2, 0)}

print("v", v)
for name, (x, y) in others.items():
    print(name, (x, y), "dot product", v[0] * x + v[1] * y)
matrix = np.array(list(others.values()))  # a row for each
print("matrix @ v", matrix @ v)
vectors = {"v": v, **others}
figure.save(drawing(vectors), "dot", alt, caption)
# --8<-- [end:dot]
