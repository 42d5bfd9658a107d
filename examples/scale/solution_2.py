"""The loss of a model that has room for the most frequent facts."""

import numpy as np

from lessoncode.grading.grade import grade


def loss_of_facts(frequency, capacity, n_values):
    falling = np.sort(frequency)[::-1]
    return falling[capacity:].sum() * np.log2(n_values)


print(f"{loss_of_facts(np.array([0.7, 0.2, 0.1]), 1, 2):.1f} bits")
print(grade("scale-2", loss_of_facts))
