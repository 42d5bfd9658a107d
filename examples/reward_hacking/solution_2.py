"""What the best of n is worth, when a reward model chooses."""

import numpy as np

from lessoncode.grading.grade import grade


def best_of(p, scores, worths, n):
    order = np.argsort(scores)
    at_most = np.cumsum(p[order]) ** n
    chosen = np.diff(at_most, prepend=0)
    return chosen @ worths[order]


p, scores, worths = np.array([[0.5, 0.5], [0, 1], [1, 0]])
print(best_of(p, scores, worths, 2))
print(grade("reward-hacking-2", best_of))
