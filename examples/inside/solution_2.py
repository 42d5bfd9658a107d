"""Rotary positions: to turn is to multiply complex numbers."""

import numpy as np

from lessoncode.grading.grade import grade


def turn(x, base):
    n_seq, d_head = x.shape
    half = d_head // 2
    speed = base ** (-2 * np.arange(half) / d_head)
    angle = np.arange(n_seq)[:, None] * speed
    arrows = x[:, :half] + 1j * x[:, half:]
    turned = arrows * np.exp(1j * angle)
    return np.concatenate([turned.real, turned.imag], axis=1)


print(turn(np.array([[1, 0], [1, 0]]), 100).round(4))
print(grade("inside-2", turn))
