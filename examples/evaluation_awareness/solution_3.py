"""Set a vector to "real", along one direction."""

import numpy as np

from lessoncode.grading.grade import grade


def set_to_real(x, real, test):
    direction = test - real
    direction = direction / np.linalg.norm(direction)
    missing = real @ direction - x @ direction
    return x + missing * direction


means = np.array([1.0, 0.0]), np.array([2.0, 0.0])
print(set_to_real(np.array([3.0, 5.0]), *means))
print(grade("evaluation-awareness-3", set_to_real))
