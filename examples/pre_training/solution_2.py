"""AdamW: a mean of slopes, over the root of a mean of squares."""

import numpy as np

from lessoncode.grading.grade import grade


def adamw(w, grads, rate, decay):
    m, v, rows = 0, 0, []
    for t, g in enumerate(grads, 1):
        m = 0.9 * m + 0.1 * g
        v = 0.95 * v + 0.05 * g * g
        mean = m / (1 - 0.9**t)
        size = np.sqrt(v / (1 - 0.95**t))
        w = w - rate * (mean / (size + 1e-8) + decay * w)
        rows.append(w)
    return rows


(w,) = adamw(np.array([1.0]), np.array([[0.5]]), 0.1, 0.5)
print(w.round(4))
print(grade("pre-training-2", adamw))
