"""A power law is a straight line through the logarithms."""

import numpy as np

from lessoncode.grading.grade import grade


def power_law(sizes, losses, floor):
    x, y = np.log(sizes), np.log(losses - floor)
    away = x - x.mean()
    slope = (away * (y - y.mean())).sum() / (away**2).sum()
    height = y.mean() - slope * x.mean()
    return np.exp(height), -slope


a, alpha = power_law(np.array([1e2, 1e4]), np.array([2.0, 1.1]), 1.0)
print(f"{a:.2f} N^-{alpha:.2f}")
print(grade("scale-1", power_law))
