"""How much better an answer is than the others to its prompt."""

import numpy as np

from lessoncode.grading.grade import grade


def better(rewards, log_p, before, price):
    r = rewards - price * (log_p - before)
    return r - r.mean(-1, keepdims=True)


rewards, log_p = np.array([[1.0, 0.0]]), np.array([[-1.0, -3.0]])
before = np.array([[-2.0, -3.0]])
print(better(rewards, log_p, before, price=0.5))
print(grade("whole-2", better))
