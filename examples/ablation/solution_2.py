"""A gradient through layers is a product."""

from lessoncode.grading.grade import grade


def gradient(factors, residual):
    product = 1
    for factor in factors:
        product *= 1 + factor if residual else factor
    return product


print(gradient([0.5, 0.5], False), gradient([0.5, 0.5], True))
print(grade("ablation-2", gradient))
