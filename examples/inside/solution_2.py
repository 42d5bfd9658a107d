"""Rotary positions: each pair of numbers turns by its angle."""

import numpy as np

from lessoncode.grading.grade import grade


def turn(x, base):
    n_seq, d_head = x.shape
    half = d_head // 2
    speed = base ** (-2 * np.arange(half) / d_head)
    angle = np.arange(n_seq)[:, None] * speed
    a, b = x[:, :half], x[:, half:]
    cos, sin = np.cos(angle), np.sin(angle)
    turned = a * cos - b * sin, a * sin + b * cos
    return np.concatenate(turned, axis=1)


print(turn(np.array([[1, 0], [1, 0]]), 100).round(4))
print(grade("inside-2", turn))
