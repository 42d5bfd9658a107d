"""The loss on soft targets, and its slopes."""

import numpy as np

from lessoncode.grading.grade import grade


def soft_targets(logits, teacher):
    p = np.exp(logits)
    p /= p.sum(1, keepdims=True)
    losses = -(teacher * np.log(p)).sum(1)
    return losses.mean(), (p - teacher) / len(logits)


loss, slopes = soft_targets(
    np.array([[0.0, 0.0]]),
    np.array([[0.75, 0.25]]),
)
print(round(float(loss), 6), slopes.tolist())
print(grade("synthetic-data-1", soft_targets))
