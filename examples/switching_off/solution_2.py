"""All layers, then all but one of them in turn."""

import numpy as np

from lessoncode.grading.grade import grade


def without_each(layers, x):
    rows = []
    for i in range(-1, len(layers)):
        out = x
        for j, layer in enumerate(layers):
            if j != i:
                out = layer(out)
        rows.append(out)
    return np.array(rows)


def add(x):
    return x + 1


def treble(x):
    return 3 * x


print(without_each([add, treble], np.array([1])))
print(grade("switching-off-2", without_each))
