"""The probability that a statement is still there."""

from math import comb

from lessoncode.grading.grade import grade


def still_told(x, n, t):
    p = [0.0] * (n + 1)
    p[x] = 1.0
    for _ in range(t):
        new = [0.0] * (n + 1)
        for times, share in enumerate(p):
            q = times / n
            for y in range(n + 1):
                chance = comb(n, y) * q**y * (1 - q) ** (n - y)
                new[y] += share * chance
        p = new
    return 1 - p[0]


print(still_told(x=1, n=2, t=1), still_told(x=1, n=2, t=2))
print(grade("synthetic-data-2", still_told))
