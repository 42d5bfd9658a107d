"""What is right after a filter, and how much it throws away."""

from lessoncode.grading.grade import grade


def after_the_filter(p, a, b, n):
    right = p * a
    kept = right + (1 - p) * b
    return right / kept, n / kept


share, drawn = after_the_filter(p=0.5, a=1, b=0.5, n=300)
print(round(share, 6), drawn)
print(grade("text-from-models-2", after_the_filter))
