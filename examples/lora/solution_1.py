"""A matrix with a low-rank addition beside it."""

import numpy as np

from lessoncode.grading.grade import grade


def beside(x, w, a, b, alpha):
    scale = alpha / len(a)
    return w @ x + scale * (b @ (a @ x))


x, w = np.array([1.0, 2.0]), np.eye(2)
print(beside(x, w, np.array([[1.0, 1.0]]), np.array([[1.0], [0.0]]), 1))
print(grade("lora-1", beside))
