"""A block of weights, rounded to a few levels."""

import numpy as np

from lessoncode.grading.grade import grade


def rounded(weights, n_bits):
    start, n_steps = weights.min(), 2**n_bits - 1
    step = (weights.max() - start) / n_steps
    if step == 0:
        return weights
    q = np.rint((weights - start) / step)
    return start + step * q


print(rounded(np.array([0, 0.4, 0.6, 1]), 1))
print(grade("quantization-1", rounded))
