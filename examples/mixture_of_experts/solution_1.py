"""The sum over the experts that are taken."""

import numpy as np

from lessoncode.grading.grade import grade


def mixed(scores, outputs, k):
    p = np.exp(scores - scores.max())
    p = p / p.sum()
    taken = np.argsort(-scores)[:k]
    return p[taken] @ outputs[taken]


outputs = np.array([[1.0, 0], [0, 1.0], [5.0, 5.0]])
print(mixed(np.log([0.5, 0.3, 0.2]), outputs, 2))
print(grade("mixture-of-experts-1", mixed))
