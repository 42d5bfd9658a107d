"""One more operation for the file: tanh, and its slope."""

import numpy as np

from lessoncode.grading.grade import grade


def tanh(x, g):
    y = np.tanh(x)
    return y, g * (1 - y * y)


for part in tanh(np.array([0.5]), np.array([2.0])):
    print(part.round(6))
print(grade("whole-1", tanh))
