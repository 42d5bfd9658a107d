"""A smooth measure and a strict one, of the same answers."""

import numpy as np

from lessoncode.grading.grade import grade


def two_measures(p):
    smooth = p.mean()
    return smooth, p.prod(axis=1).mean(), smooth ** p.shape[1]


print(*two_measures(np.array([[1, 1], [0, 0.5]])))
print(grade("emergence-1", two_measures))
