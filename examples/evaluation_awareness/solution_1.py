"""How often the best policy is careful, in tests and in real use."""

import math

from lessoncode.grading.grade import grade


def careful_best(before, reliability, beta):
    shares = []
    for graded in (reliability, 1 - reliability):
        odds = before / (1 - before) * math.exp(graded / beta)
        shares.append(odds / (1 + odds))
    return tuple(shares)


print(*(round(x, 6) for x in careful_best(0.3, 0.95, 0.25)))
print(grade("evaluation-awareness-1", careful_best))
