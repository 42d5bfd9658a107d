"""Make a probe say something else, with the smallest change."""

import numpy as np

from lessoncode.grading.grade import grade


def exchange(x, w, b, value):
    missing = value - (x @ w + b)
    return x + np.outer(missing / (w @ w), w)


print(exchange(np.array([[1, 5]]), np.array([2, 0]), 0, 4))
print(grade("world-models-2", exchange))
