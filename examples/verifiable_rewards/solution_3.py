"""How GRPO pushes tokens, until the clip lets go."""

import numpy as np

from lessoncode.grading.grade import grade


def pushes(p, p_old, rewards, clip):
    advantages = rewards - rewards.mean()
    ratio, a = p / p_old, advantages[:, None]
    far_up = (a > 0) & (ratio > 1 + clip)
    far_down = (a < 0) & (ratio < 1 - clip)
    return advantages, np.where(far_up | far_down, 0, ratio * a)


p, p_old = np.array([[0.6], [0.6]]), np.array([[0.4], [0.4]])
for part in pushes(p, p_old, np.array([1, 0]), clip=0.2):
    print(part.round(6).tolist())
print(grade("verifiable-rewards-3", pushes))
