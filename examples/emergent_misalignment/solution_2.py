"""A loss that guards other questions."""

import numpy as np

from lessoncode.grading.grade import grade


def guarded_loss(taught, now, before):
    divergence = (now * np.log(now / before)).sum(1)
    return -np.log(taught).mean() + divergence.mean()


now, before = np.array([[0.9, 0.1]]), np.array([[0.5, 0.5]])
print(round(float(guarded_loss(np.array([1.0]), now, before)), 6))
print(grade("emergent-misalignment-2", guarded_loss))
