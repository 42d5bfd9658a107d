"""How often the best policy agrees with a user who is wrong."""

import math

from lessoncode.grading.grade import grade


def flattery(wrong, truth, liking, beta):
    agrees = wrong * math.exp(liking / beta)
    is_right = (1 - wrong) * math.exp(truth / beta)
    return agrees / (agrees + is_right)


print(round(flattery(0.25, 0.5, 1.0, 0.5), 6))
print(grade("sycophancy-1", flattery))
