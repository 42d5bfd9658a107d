"""Attention with a cache: one query, all keys so far."""

import numpy as np

from lessoncode.grading.grade import grade


def next_word(q, k, v, keys, values):
    keys = np.vstack([keys, k])
    values = np.vstack([values, v])
    powers = np.exp(keys @ q / np.sqrt(len(q)))
    shares = powers / powers.sum()
    return shares @ values, keys, values


print(grade("ablation-3", next_word))
