"""Attention without one of its heads."""

import numpy as np

from lessoncode.grading.grade import grade


def without(gathered, out, n_head, head):
    d = len(out) // n_head
    kept = gathered.copy()
    kept[:, head * d : (head + 1) * d] = 0
    return kept @ out.T


x, out = np.array([[1.0, 2.0]]), np.array([[0.0, 1.0], [0.0, 3.0]])
print(without(x, out, 2, 0), without(x, out, 2, 1))
print(grade("a-head-for-grammar-1", without))
