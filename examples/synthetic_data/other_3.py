# time limit: 120 s
"""The last such student, and the third with twice the steps."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition
from lessoncode.worlds.copied_sums import answered, student

sums = addition.split(n_worked=1000, n_held_out=1000)
teachers = models_of(checkpoints.load("verifiable_rewards/base"))
teachers |= models_of(checkpoints.load("synthetic_data/teachers"))
print("right, of 1,000 new sums, every 500 steps")
curves = {}
for seed, n_steps in ((4, 3000), (2, 6000)):
    teacher = teachers[f"direct {seed}"]
    rng = np.random.default_rng(seed)
    rows, right = answered(teacher, sums.asked, 4, rng)
    read = [rows[i] for i in np.flatnonzero(right)]
    how = {"seed": 10 + seed, "n_steps": n_steps, "n_look": 500}
    model, scores = student(teacher, read, sums.held_out, **how)
    curves[f"{seed} {n_steps}"] = np.array(scores)
    shares = " ".join(f"{100 * share:.1f}%" for share in scores)
    print(f"seed {seed}: {shares}")
checkpoints.save("other_3", model, addition.SIGNS, **curves)
