"""The share of an exam that is known by heart."""

from lessoncode.grading.grade import grade


def by_heart(exam, fresh):
    return max(0, (exam - fresh) / (1 - fresh))


print(f"{by_heart(0.8, 0.6):.2f}")
print(grade("contamination-1", by_heart))
