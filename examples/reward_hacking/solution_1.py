"""The best policy at a price, what it earns and how far it is."""

import numpy as np

from lessoncode.grading.grade import grade


def best_policy(ref, rewards, beta):
    pi = ref * np.exp(rewards / beta)
    pi /= pi.sum()
    return pi, pi @ rewards, pi @ np.log(pi / ref)


ref, rewards = np.array([0.5, 0.5]), np.array([0, 2])
for part in best_policy(ref, rewards, beta=2):
    print(part.round(6))
print(grade("reward-hacking-1", best_policy))
