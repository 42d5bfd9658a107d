"""From which layer on the lens stays with the answer."""

import numpy as np

from lessoncode.grading.grade import grade


def settled(stream, head, ids, answer):
    logits = stream @ head[ids].T  # [n_layer + 1, len(ids)]
    ahead = logits.argmax(1) == ids.index(answer)
    first = len(stream)
    while first > 0 and ahead[first - 1]:
        first -= 1
    return first


stream = np.array([[0, 1], [2, 1], [0, 3]])
print(settled(stream, np.eye(2), [0, 1], 1))
print(grade("inside-a-real-model-2", settled))
