"""One token's query heads attend to a cache that groups share."""

import numpy as np

from lessoncode.grading.grade import grade


def attend(q, keys, values):
    n_head, d = q.shape
    group = n_head // len(keys)
    heads = []
    for h in range(n_head):
        k, v = keys[h // group], values[h // group]
        exp = np.exp(k @ q[h] / np.sqrt(d))
        heads.append(exp @ v / exp.sum())
    return np.array(heads)


q = np.array([[np.log(3)], [0]])
keys, values = np.array([[[1], [0]]]), np.array([[[4], [8]]])
print(attend(q, keys, values))
print(grade("a-real-model-2", attend))
