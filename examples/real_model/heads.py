"""What each of SmolLM2's heads does to one prediction."""

import numpy as np

from lessoncode import figure
from lessoncode.play import operate

order = {"text": "The capital of France is", "after": [], "by": 0}
effects = []
while len(effects) < 30:
    answer = operate.heads({**order, "layer": len(effects) + 1}, print)
    effects += [layer["effects"] for layer in answer["layers"]]
points = (100 * np.array(effects)).round().astype(int)

print(f"{points.size} heads; all on: {answer['before']:.2f}")
largest = np.argsort(points, axis=None, kind="stable")
for place in largest[:3]:
    layer, head = np.unravel_index(place, points.shape)
    fall, name = -points[layer, head], f"{layer + 1}.{head + 1}"
    print(f"without head {name}, it falls by {fall} points")
print("percentage points without a head, at the last token")
print("layer", *(f"{head:5}" for head in range(1, 10)))
for layer, row in enumerate(points, 1):
    print(f"{layer:5}", *(f"{effect:5}" for effect in row))

drawing, axes = figure.canvas(height=6)
layers, heads = np.nonzero(points)
found = points[layers, heads]
COLUMN = 120  # points, as long as a column is wide
lengths = abs(found) / COLUMN
for name, some in ("accent", found < 0), ("second", found > 0):
    bars = layers[some] + 1, lengths[some], 0.75, heads[some] + 1
    axes.barh(*bars, color=figure.COLOURS[name])
for layer, head in np.argwhere(abs(points) >= 7):
    effect = points[layer, head]
    at = head + 1.06 + abs(effect) / COLUMN, layer + 1
    axes.text(*at, f"{effect:+}".replace("-", "\u2212"), va="center")
axes.set_xticks(range(1, 10))
axes.set_yticks([1, *range(5, 31, 5)])
axes.set(xlim=(0.9, 9.6), ylim=(30.8, 0.2), xlabel="head")
axes.set_ylabel("layer")
alt = (
    "A grid with a row for each layer and a column for each head. Most "
    "cells are empty or have a short bar. By far the longest is that "
    "of head 5 in layer 24. Head 1 of layer 13 comes next."
)
caption = (
    "Paris without one head: the change in its probability, in "
    "percentage points (blue: it falls). Most heads hardly matter "
    "here, and one in layer 24 matters by far the most."
)
figure.save(drawing, "heads", alt, caption)
