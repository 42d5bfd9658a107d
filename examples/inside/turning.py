"""Turn query and key by their positions: the distance remains."""

import numpy as np

from lessoncode import figure
from lessoncode.model.attention import rotary_table, rotate


def drawing(arrows):
    """A numbered arrow for each position."""
    fig, axes = figure.canvas(height=1.9)
    for position, (x, y) in enumerate(arrows):
        arrow = {"arrowstyle": "-|>", "color": figure.COLOURS["accent"]}
        arrow |= {"linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", xy=(x, y), xytext=(0, 0), arrowprops=arrow)
        middle = {"ha": "center", "va": "center"}
        axes.text(1.17 * x, 1.17 * y, position or "", **middle)
    axes.text(1.1, 0, "at position 0", va="center")
    bent = {"arrowstyle": "->", "connectionstyle": "arc3,rad=0.3"}
    start, end = (0.6, 0.05), 0.6 * arrows[1]
    axes.annotate("", xy=end, xytext=start, arrowprops=bent)
    axes.text(0.8, 0.6, "each step turns it\nby the same angle")
    axes.set(xlim=(-2.6, 2.6), ylim=(-0.95, 1.25), aspect="equal")
    axes.set_axis_off()
    return fig


alt = (
    "Five arrows of equal length from one point, numbered 0 to 4. Each "
    "is turned from the one before by the same angle, a bit less than "
    "a sixth of a full turn."
)
caption = (
    "One pair of numbers at five positions: each step turns the arrow "
    "by the same angle, and other pairs turn more slowly."
)

# --8<-- [start:turned]
def turned(x, position, base=10_000):
    """A vector as it is at a position."""
    place = (position, position + 1)
    cos, sin = rotary_table(place, len(x), base, x.dtype)
    return rotate(x[None], cos, sin, out=np.empty((1, len(x))))[0]


rng = np.random.default_rng(0)
query, key = rng.normal(size=(2, 16))
print("query at  key at  distance  dot product")
for i, j in [(1, 0), (6, 5), (41, 40), (5, 0), (45, 40)]:
    score = turned(query, i) @ turned(key, j)
    print(f"{i:8} {j:7} {i - j:9} {score:12.3f}")
arrows = [turned(np.array([1.0, 0.0]), i) for i in range(5)]
figure.save(drawing(arrows), "turning", alt, caption)
# --8<-- [end:turned]
