"""The share of pairs that confidence puts in the right order."""

from bisect import bisect_left, bisect_right

from lessoncode.grading.grade import grade


def surer(real, invented):
    invented = sorted(invented)
    n = 0
    for x in real:
        n += bisect_left(invented, x) + bisect_right(invented, x)
    return n / 2 / (len(real) * len(invented))


print(surer([0.9, 0.5], [0.5, 0.1]))
print(grade("asking-a-real-model-2", surer))
