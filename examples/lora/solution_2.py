"""Two additions to one matrix, in one."""

import numpy as np

from lessoncode.grading.grade import grade


def in_one(a1, b1, a2, b2):
    return np.vstack([a1, a2]), np.hstack([b1, b2])


first = np.array([[1.0, 0.0]]), np.array([[1.0], [2.0]])
second = np.array([[0.0, 1.0]]), np.array([[3.0], [0.0]])
a, b = in_one(*first, *second)
print(b @ a)
print(grade("lora-2", in_one))
