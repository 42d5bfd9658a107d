"""Round each block of weights to levels of its own."""

import numpy as np

from lessoncode.grading.grade import grade


def rounded(weights, n_bits, size):
    blocks = np.reshape(weights, (-1, size))
    m = blocks.min(1, keepdims=True)
    d = (blocks.max(1, keepdims=True) - m) / (2**n_bits - 1)
    d[d == 0] = 1  # all are equal: any step will do
    q = np.round((blocks - m) / d)
    return (d * q + m).ravel()


print(rounded(np.array([0, 1, 2, 9]), 2, 4))
print(grade("a-real-model-1", rounded))
