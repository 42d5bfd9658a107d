"""Exchange a vector after 0, 1, 2 ... layers, and go on."""

import numpy as np

from lessoncode.grading.grade import grade


def exchanged(layers, x, other, place):
    rows = []
    for i in range(len(layers) + 1):
        moved = x.copy()
        moved[place] = other[place]
        for layer in layers[i:]:
            moved = layer(moved)
        rows.append(moved[-1])
        if i < len(layers):
            x, other = layers[i](x), layers[i](other)
    return np.array(rows)


def fetch(x):
    """Add row 0 to row 1."""
    return x + np.array([0 * x[0], x[0]])


x, other = np.array([[1], [0]]), np.array([[5], [0]])
print(exchanged([fetch], x, other, 0))
print(grade("inside-a-real-model-1", exchanged))
