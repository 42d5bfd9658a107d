"""Passes for many answers, if a free seat is taken at once."""

from lessoncode.grading.grade import grade


def passes(lengths, seats):
    free = [0] * seats
    for length in lengths:
        first = free.index(min(free))
        free[first] += length
    return max(free)


print(passes([4, 1, 1, 1], 2))
print(grade("what-an-answer-costs-2", passes))
