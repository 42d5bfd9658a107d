"""For each threshold, what is answered and what of it is right."""

import numpy as np

from lessoncode.grading.grade import grade


def coverage(confidence, right, thresholds):
    pairs = []
    for threshold in thresholds:
        answered = confidence >= threshold
        good = np.nan
        if answered.any():
            good = right[answered].mean()
        pairs.append((answered.mean(), good))
    return pairs


confidence, right = np.array([0.9, 0.2]), np.array([True, False])
for answered, good in coverage(confidence, right, [0, 0.5]):
    print(f"answered {answered:.1f}, right {good:.1f}")
print(grade("hallucination-1", coverage))
