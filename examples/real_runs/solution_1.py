"""Toward a good rating: more of what is rated above the mean."""

import numpy as np

from lessoncode.grading.grade import grade


def toward_rating(logits, ratings):
    powers = np.exp(logits)
    p = powers / powers.sum()
    return p * (ratings - p @ ratings)


print(toward_rating(np.zeros(2), np.array([0, 1])))
print(grade("real-runs-1", toward_rating))
