"""The gradient of a table, pair by pair."""

import numpy as np

from lessoncode.grading.grade import grade


def gradient(table, before, after):
    powers = np.exp(table)
    p = powers / powers.sum(axis=1, keepdims=True)
    slopes = np.zeros(table.shape)
    for row, came in zip(before, after):
        slopes[row] += p[row]
        slopes[row, came] -= 1
    return slopes / len(before)


print(gradient(np.zeros((2, 2)), [0, 0, 0], [0, 0, 1]).round(4))
print(grade("pre-training-1", gradient))
