# time limit: 120 s
"""Students of right answers that do not start as their teachers did."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition
from lessoncode.worlds.copied_sums import answered, score, student

sums = addition.split(n_worked=1000, n_held_out=1000)
teachers = models_of(checkpoints.load("verifiable_rewards/base"))
print("right, of 1,000 new sums, after 2,500 steps from other weights")
for seed, name in enumerate(("first", "second", "third")):
    teacher = teachers[f"direct {seed}"]
    rng = np.random.default_rng(seed)
    rows, right = answered(teacher, sums.asked, 4, rng)
    read = [rows[i] for i in np.flatnonzero(right)]
    how = {"seed": 10 + seed, "n_steps": 2500, "n_look": 2500}
    model, scores = student(teacher, read, sums.held_out, **how)
    before = 100 * score(teacher, sums.held_out)
    print(f"{name:7}{before:6.1f}%{100 * scores[-1]:8.1f}%")
checkpoints.save("other_start", model, addition.SIGNS)
