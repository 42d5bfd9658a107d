"""The lowest point between a few sizes, from three numbers."""

import numpy as np

from lessoncode.grading.grade import grade


def lowest(sizes, losses):
    x = np.log(sizes)
    bend, slope, _ = np.polyfit(x, losses, 2)
    return np.exp(-slope / (2 * bend))


size = lowest(np.array([1e2, 1e3, 1e4]), np.array([2.0, 1.0, 2.0]))
print(f"{size:.0f} parameters")
print(grade("compute-optimal-2", lowest))
