"""Hold each hidden unit at its mean, one at a time."""

import numpy as np

from lessoncode.grading.grade import grade


def without_each(hidden, out, values):
    rows = []
    for unit in range(hidden.shape[1]):
        held = hidden.copy()
        held[:, unit] = hidden[:, unit].mean()
        exp = np.exp(held @ out.T)
        p = exp / exp.sum(1, keepdims=True)
        rows.append(p[np.arange(len(values)), values])
    return np.array(rows)


hidden = np.array([[2.0, 0.0], [0.0, 0.0]])
print(without_each(hidden, np.eye(2), [0, 1]).round(3))
print(grade("where-facts-are-stored-1", without_each))
