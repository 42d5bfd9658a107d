"""Top p: the fewest likely tokens that reach a sum."""

import numpy as np

from lessoncode.grading.grade import grade


def top_p_only(p, top_p):
    order = np.argsort(-p)  # the likeliest first
    largest = p[order]
    likelier = largest.cumsum() - largest  # the sum before each
    kept = np.zeros(len(p))
    kept[order] = np.where(likelier < top_p, largest, 0)
    return kept / kept.sum()


p = np.array([0.125, 0.5, 0.0625, 0.3125])
print(top_p_only(p, 0.6).round(3).tolist())
print(grade("next-token-2", top_p_only))
