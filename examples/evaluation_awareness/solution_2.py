"""How much of the real use must be graded."""

import math

from lessoncode.grading.grade import grade


def share_to_grade(before, wanted, beta):
    odds_before = before / (1 - before)
    odds_wanted = wanted / (1 - wanted)
    share = beta * math.log(odds_wanted / odds_before)
    if share > 1:
        return None
    return max(share, 0.0)


print(round(share_to_grade(0.3, 0.5, 0.25), 6))
print(grade("evaluation-awareness-2", share_to_grade))
