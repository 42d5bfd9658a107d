"""Turn query and key by their positions: the distance remains."""

import numpy as np

from lessoncode import figure
from lessoncode.model.attention import rotary_table, rotate


def turned(x, position, base=10_000):
    """A vector as it stands at a position."""
    place = (position, position + 1)
    cos, sin = rotary_table(place, len(x), base, x.dtype)
    return rotate(x[None], cos, sin, out=np.empty((1, len(x))))[0]


rng = np.random.default_rng(0)
query, key = rng.normal(size=(2, 16))
print("query at  key at  distance  dot product")
for i, j in [(1, 0), (6, 5), (41, 40), (5, 0), (45, 40)]:
    score = turned(query, i) @ turned(key, j)
    print(f"{i:8} {j:7} {i - j:9} {score:12.3f}")

pair = np.array([1.0, 0.0])
fig, axes = figure.canvas(width=3.6, height=2.6)
for position in range(5):
    x, y = turned(pair, position)
    arrow = {"arrowstyle": "->", "color": figure.COLOURS["accent"]}
    axes.annotate("", xy=(x, y), xytext=(0, 0), arrowprops=arrow)
    axes.text(1.15 * x, 1.15 * y, position, ha="center", va="center")
axes.set(xlim=(-1.6, 1.6), ylim=(-1.1, 1.3), aspect="equal")
alt = (
    "Five arrows of equal length from one point, numbered 0 to 4. Each "
    "is turned against the one before by the same angle, a bit less "
    "than a sixth of a full turn."
)
figure.save(fig, "turning", alt)
