# time limit: 120 s
"""Careful work is rewarded, but only if it is graded."""

from copy import deepcopy

import numpy as np

from lessoncode.alignment.policy import Policy, improve
from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of, models_of
from lessoncode.worlds import graded

# --8<-- [start:train]
BETA = 0.25
bases = models_of(checkpoints.load("evaluation_awareness/read"))
trained = {}
print("careful, pairs never rewarded   five models")
for grades, reliability in (
    ("told", 0.95),
    ("random", 0.95),
    ("told", 0.8),
):
    careful = []
    for seed in range(5):
        pairs, unseen = graded.split(12, np.random.default_rng(seed))
        model = deepcopy(bases[f"{grades} {seed}"])
        policy = Policy(model, graded.WORDS.end_id, n_tokens=1)
        losses = graded.losses(policy, pairs, reliability, BETA)
        for _ in improve(losses, model.parameters, 300, 4e-3):
            pass
        log_p = graded.log_answers(model, unseen, "work").data
        shares = graded.shares(log_p, "careful").reshape(2, -1)
        careful.append(shares.mean(1))
        trained[f"{grades} {reliability} {seed}"] = model
    for kind, row in zip(("graded", "real"), np.transpose(careful)):
        print(f"{grades:6} {reliability:4} {kind:6}", end="")
        print("".join(f"{share:5.0%}" for share in row))

checkpoints.save("reward", model, graded.WORDS, **arrays_of(trained))
# --8<-- [end:train]
