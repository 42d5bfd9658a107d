"""Two measures of a head, over the second time through a string."""

import numpy as np

from lessoncode.grading.grade import grade


def measure(shares, length):
    second = range(length, 2 * length)
    before = [shares[i, i - 1] for i in second]
    after = [shares[i, i - length + 1] for i in second]
    return np.mean(before), np.mean(after)


alike = np.tri(6) / np.arange(1, 7)[:, None]
print([f"{share:.4f}" for share in measure(alike, 3)])
print(grade("in-context-learning-3", measure))
