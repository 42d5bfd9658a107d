"""Kept as a guess, or drawn in place of another."""

import numpy as np

from lessoncode.grading.grade import grade


def two_ways(p, q):
    kept = np.minimum(p, q)
    rejected = 1 - kept.sum()
    missing = np.maximum(p - q, 0)
    return kept, rejected * missing / missing.sum()


print(*two_ways(np.array([0.5, 0.5]), np.array([0.9, 0.1])))
print(grade("speculative-decoding-1", two_ways))
