"""Answer above a threshold that follows from the marks."""

import numpy as np

from lessoncode.grading.grade import grade


def choose(p, penalty):
    threshold = penalty / (1 + penalty)
    return np.where(p.max(1) > threshold, p.argmax(1), -1)


print(choose(np.array([[0.6, 0.3], [0.2, 0.7]]), 2))
print(grade("hallucination-2", choose))
