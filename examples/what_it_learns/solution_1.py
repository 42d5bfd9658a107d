"""Is the right form likelier, and what is its share?"""

import numpy as np

from lessoncode.grading.grade import grade


def likelier(right, wrong):
    won, shares = [], []
    for r, w in zip(right, wrong):
        d = np.sum(r) - np.sum(w)
        won.append(d > 0)
        shares.append(1 / (1 + np.exp(-d)))
    return np.mean(won), np.mean(shares)


won, share = likelier([[-1.0]], [[-2.0]])
print(f"{won:.1f} {share:.4f}")
print(grade("what-it-learns-1", likelier))
