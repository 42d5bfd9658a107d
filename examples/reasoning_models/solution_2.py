"""The best of n answers, by a judge that may err."""

from lessoncode.grading.grade import grade


def best(p, scores, n):
    below = p[scores < scores[0]].sum()
    return (below + p[0]) ** n - below**n


print(grade("reasoning-models-2", best))
