"""Bits of random facts: what guessing costs, less what is paid."""

import numpy as np

from lessoncode.grading.grade import grade


def stored(logits, values):
    n_facts, n_values = logits.shape
    log_p = logits - np.log(np.exp(logits).sum(1, keepdims=True))
    right = log_p[np.arange(n_facts), values] / np.log(2)
    return (np.log2(n_values) + right).sum()


logits = np.array([[0, 0], [np.log(3), 0]])
print(f"{stored(logits, [0, 0]):.3f}")
print(grade("knowledge-1", stored))
