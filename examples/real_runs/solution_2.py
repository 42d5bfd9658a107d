"""Updates of a run whose batches grow."""

from math import ceil

from lessoncode.grading.grade import grade


def updates(stages):
    counts, start = [], 0
    for end, batch in stages:
        counts.append(ceil((end - start) / batch))
        start = end
    return counts


print(updates([(12, 4), (30, 8)]))
print(grade("real-runs-2", updates))
