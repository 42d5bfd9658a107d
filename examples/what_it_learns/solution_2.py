"""The answers of the sums next door."""

from lessoncode.grading.grade import grade


def next_door(read, a, b):
    near = set()
    for c, d in read:
        if abs(a - c) + abs(b - d) == 1:
            near.add(c + d)
    return sorted(near)


print(next_door([(5, 9), (6, 8), (9, 6)], 6, 9))
print(grade("what-it-learns-2", next_door))
