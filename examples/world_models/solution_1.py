"""A linear probe, and its score on states that it never saw."""

import numpy as np

from lessoncode.grading.grade import grade


def probe(x, labels, n_train):
    design = np.column_stack([x, np.ones(len(x))])
    weights = np.linalg.lstsq(design[:n_train], labels[:n_train])[0]
    right = (design @ weights > 0.5) == labels
    return right[:n_train].mean(), right[n_train:].mean()


x = np.array([[11], [12], [14], [15], [10], [16]])
print(*probe(x, x[:, 0] > 13, 4))
print(grade("world-models-1", probe))
