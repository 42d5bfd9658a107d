"""How often raters agree, and how often the best model is right."""

import numpy as np

from lessoncode.grading.grade import grade


def ceiling(margins, sharpness):
    p = 1 / (1 + np.exp(-sharpness * margins))
    agree = p * p + (1 - p) * (1 - p)
    right = np.maximum(p, 1 - p)
    return agree.mean(), right.mean()


agree, right = ceiling(np.array([0, 2]), 1)
print(f"{agree:.3f} {right:.3f}")
print(grade("alignment-2", ceiling))
