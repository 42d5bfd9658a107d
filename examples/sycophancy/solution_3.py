"""How far the best of n is from the model, exactly."""

import numpy as np

from lessoncode.grading.grade import grade


def how_far(p, scores, n):
    q = p[np.argsort(scores)]
    best = np.diff(np.minimum(np.cumsum(q), 1) ** n, prepend=0)
    some = best > 0
    return best[some] @ np.log(best[some] / q[some])


p, scores = np.array([[0.5, 0.5], [0, 1]])
print(how_far(p, scores, 2).round(6))
print(grade("sycophancy-3", how_far))
