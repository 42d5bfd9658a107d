# time limit: 120 s
"""The third student with another start again, for longer."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition
from lessoncode.worlds.copied_sums import answered, student

sums = addition.split(n_worked=1000, n_held_out=1000)
teachers = models_of(checkpoints.load("verifiable_rewards/base"))
teacher = teachers["direct 2"]
rows, right = answered(teacher, sums.asked, 4, np.random.default_rng(2))
read = [rows[i] for i in np.flatnonzero(right)]
how = {"seed": 12, "n_steps": 5000, "n_look": 1000}
model, scores = student(teacher, read, sums.held_out, **how)
print("right, of 1,000 new sums, after 1,000, 2,000 ... steps")
print("third", *(f"{100 * share:6.1f}%" for share in scores))
checkpoints.save("other_longer", model, addition.SIGNS)
