"""One right answer in k: the wrong ones, counted."""

from math import comb

from lessoncode.grading.grade import grade


def pass_at_k(tries, k):
    found = []
    for row in tries:
        n, c = len(row), sum(row)
        found.append(1 - comb(n - c, k) / comb(n, k))
    return found


print(pass_at_k([[1, 0, 0, 0]], 2))
print(grade("verifiable-rewards-2", pass_at_k))
