"""Where a walker stands: move the probability, cell by cell."""

import numpy as np

from lessoncode.grading.grade import grade

MOVES = {"n": (-1, 0), "e": (0, 1), "s": (1, 0), "w": (0, -1)}


def where(moves, size):
    inside = range(size)
    p = np.full((size, size), 1 / size**2)
    for move in moves:
        after = np.zeros((size, size))
        for (row, column), chance in np.ndenumerate(p):
            cells = {
                name: (row + down, column + right)
                for name, (down, right) in MOVES.items()
                if row + down in inside and column + right in inside
            }
            if move in cells:
                after[cells[move]] += chance / len(cells)
        p = after / after.sum()
    return p


print(where("e", 2))
print(grade("world-models-3", where))
