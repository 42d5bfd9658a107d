"""Answer a sum by the nearest one in a table."""

import numpy as np

from lessoncode.grading.grade import grade


def next_door(read, a, b):
    distance = np.abs(read - np.array([a, b])).sum(1)
    return int(read[distance.argmin()].sum())


print(next_door(np.array([[1, 2], [9, 9]]), 2, 2))
print(grade("understanding-2", next_door))
