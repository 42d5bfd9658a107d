"""Attention of one head, all words at once."""

import numpy as np

from lessoncode.grading.grade import grade


def attend(q, k, v):
    scores = q @ k.T / np.sqrt(q.shape[1])
    scores += np.triu(np.full(scores.shape, -np.inf), 1)
    powers = np.exp(scores)
    shares = powers / powers.sum(axis=1, keepdims=True)
    return shares @ v


print(attend(np.zeros((2, 4)), np.zeros((2, 4)), np.eye(2)))
print(grade("inside-1", attend))
