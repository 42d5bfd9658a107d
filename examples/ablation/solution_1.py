"""A layer: twice a norm, a part, and a sum."""

import numpy as np

from lessoncode.grading.grade import grade


def layer(x, w_attention, w_mlp, attention, mlp):
    def norm(x, w):
        mean = np.mean(x**2, axis=-1, keepdims=True)
        return w * x / np.sqrt(mean + 1e-5)

    x = x + attention(norm(x, w_attention))
    return x + mlp(norm(x, w_mlp))


one = np.array([[3.0, 4.0]])
print(layer(one, 1, 1, lambda x: x, lambda x: 0 * x).round(4))
print(grade("ablation-1", layer))
