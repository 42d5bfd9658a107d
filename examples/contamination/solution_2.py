"""How often chance makes a gap as large, by listing all ways."""

from itertools import combinations

from lessoncode.grading.grade import grade


def exact_p(ours, others):
    ways = list(combinations([*ours, *others], len(ours)))
    as_large = [sum(some) >= sum(ours) for some in ways]
    return sum(as_large) / len(ways)


print(f"{exact_p([3, 4], [1, 2]):.6f}")
print(grade("contamination-2", exact_p))
