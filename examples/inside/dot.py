"""The dot product says how far two vectors point the same way."""

# --8<-- [start:dot]
from lessoncode import figure

query = (2, 1)
others = {"a": (2, 2), "b": (-1, 2), "c": (-2, 0)}

print("query", query)
for name, (x, y) in others.items():
    print(name, (x, y), "dot product", query[0] * x + query[1] * y)

fig, axes = figure.canvas(width=3.6, height=2.4)
for name, (x, y) in {"query": query, **others}.items():
    colour = figure.COLOURS["second" if name == "query" else "accent"]
    arrow = {"arrowstyle": "->", "color": colour, "linewidth": 1.8}
    axes.annotate("", xy=(x, y), xytext=(0, 0), arrowprops=arrow)
    axes.text(1.2 * x, 1.2 * y, name, ha="center")
axes.set(xlim=(-3, 3), ylim=(-0.6, 2.7), aspect="equal")
alt = (
    "Four arrows from one point. The query goes right and a little up. "
    "Arrow a goes nearly the same way, b stands at right angles to it, "
    "c goes nearly the opposite way."
)
figure.save(fig, "dot", alt)
# --8<-- [end:dot]

# --8<-- [start:matrix]
import numpy as np

x = np.array([2, 1])
w = np.array([[2, 2], [-1, 2], [-2, 0]])
print(w @ x)
# --8<-- [end:matrix]
