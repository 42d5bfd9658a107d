"""The loss of comparisons, pair by pair, and its slopes."""

import math

from lessoncode.grading.grade import grade


def bradley_terry(rewards, pairs):
    loss, slopes = 0.0, [0.0] * len(rewards)
    for better, worse in pairs:
        margin = rewards[better] - rewards[worse]
        p = 1 / (1 + math.exp(-margin))
        loss -= math.log(p) / len(pairs)
        slopes[better] -= (1 - p) / len(pairs)
        slopes[worse] += (1 - p) / len(pairs)
    return loss, slopes


loss, slopes = bradley_terry([0, 0, 0], [[0, 1], [0, 2]])
print(f"{loss:.6f}", slopes)
print(grade("alignment-1", bradley_terry))
