"""How far the right answers stand out from the others."""

import numpy as np

from lessoncode.grading.grade import grade


def ahead(p):
    right = p.diagonal()[:, None]
    wins = (p < right) + (p == right) / 2
    others = ~np.eye(len(p), dtype=bool)
    return wins[others].mean()


p = np.array([[0.6, 0.2, 0.2], [0.1, 0.1, 0.3], [0.3, 0.2, 0.1]])
print(f"{ahead(p):.4f}")
print(grade("understanding-1", ahead))
