"""The dot product says how far two vectors point the same way."""

import numpy as np

from lessoncode import figure


def drawing(vectors):
    """An arrow for each vector."""
    fig, axes = figure.canvas(width=3.6, height=1.8)
    for name, (x, y) in vectors.items():
        colour = "second" if name == "v" else "accent"
        colour = figure.COLOURS[colour]
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8}
        arrow |= {"shrinkA": 0, "shrinkB": 0}
        axes.annotate("", xy=(x, y), xytext=(0, 0), arrowprops=arrow)
        axes.text(1.2 * x, 1.2 * y, name, ha="center", va="center")
    axes.set(xlim=(-3, 3), ylim=(-0.3, 2.7), aspect="equal")
    axes.set_axis_off()
    return fig


alt = (
    "Four arrows from one point. Arrow v goes right and a little up. "
    "Arrow a goes much the same way, b stands at right angles to it, "
    "c goes nearly the opposite way."
)
caption = (
    "Three dot products with v: positive with a, which points much the "
    "same way, 0 with b at a right angle, negative with c."
)

# --8<-- [start:dot]
v = (2, 1)
others = {"a": (2, 2), "b": (-1, 2), "c": (-2, 0)}

print("v", v)
for name, (x, y) in others.items():
    print(name, (x, y), "dot product", v[0] * x + v[1] * y)
matrix = np.array(list(others.values()))  # a row for each
print("matrix @ v", matrix @ np.array(v))
vectors = {"v": v, **others}
figure.save(drawing(vectors), "dot", alt, caption)
# --8<-- [end:dot]
