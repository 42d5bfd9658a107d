"""The smallest change with which a key gives a new value."""

import numpy as np

from lessoncode.grading.grade import grade


def changed(w, key, value):
    missing = value - w @ key
    return w + np.outer(missing, key) / (key @ key)


print(changed(np.eye(2), np.array([1, 1]), np.array([3, 1])))
print(grade("where-facts-are-stored-2", changed))
