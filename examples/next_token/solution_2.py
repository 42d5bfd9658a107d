"""A draw: lay the probabilities side by side, see where u falls."""

import numpy as np

from lessoncode.grading.grade import grade


def draw(logits, temperature, us):
    if temperature == 0:
        return [np.argmax(logits)] * len(us)
    scores = np.asarray(logits) / temperature
    powers = np.exp(scores - scores.max())  # can't overflow
    ends = np.cumsum(powers / powers.sum())
    return [int((ends <= u).sum()) for u in us]


print(draw([2, 1, 1], 1, [0.1, 0.6, 0.9]))
print(grade("next-token-2", draw))
