"""The shares of a perfect induction head, place by place."""

import numpy as np

from lessoncode.grading.grade import grade


def ideal_shares(ids):
    shares = np.zeros((len(ids), len(ids)))
    for i in range(len(ids)):
        before = range(1, i + 1)
        places = [j for j in before if ids[j - 1] == ids[i]] or [0]
        shares[i, places] = 1 / len(places)
    return shares


print(ideal_shares([7, 8, 7, 9]))
print(grade("in-context-learning-2", ideal_shares))
