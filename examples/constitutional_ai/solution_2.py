"""Soft labels from a judge who may lean to one of the places."""

from lessoncode.grading.grade import grade


def labels(judge, pairs):
    rows = []
    for a, b in pairs:
        a_first, a_second = judge(a, b), 1 - judge(b, a)
        label = (a_first + a_second) / 2
        rows.append((label, a_first - label))
    return rows


def judge(first, second):
    return 0.9 if first == "a" else 0.3


((label, lean),) = labels(judge, [("a", "b")])
print(f"{label:.1f} {lean:.1f}")
print(grade("constitutional-ai-2", labels))
