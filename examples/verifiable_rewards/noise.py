"""How well the gradients of two batches agree, in either method."""

from itertools import islice

import numpy as np

from lessoncode.alignment.grpo import group_advantages
from lessoncode.alignment.policy import Policy
from lessoncode.training import checkpoints
from lessoncode.training.batches import shuffled
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

sums = addition.split(n_worked=1000, n_held_out=1000)
asked = [addition.prompt(a, b) for a, b in sums.asked]
room = addition.most_tokens(sums.asked, "direct")
base = models_of(checkpoints.load("verifiable_rewards/base"))


def gradients(policy, rng):
    """Of 40 batches, by either method, as vectors of length 1."""
    found = []
    for some in islice(shuffled(len(asked), 48, rng), 40):
        each = np.repeat(some, 4).tolist()
        batch = policy.sample([asked[i] for i in each], rng)
        right = addition.marks(batch)
        advantages = group_advantages(right.reshape(-1, 4), False)
        for weights in advantages.reshape(-1), right:  # GRPO, own
            for p in policy.model.parameters.values():
                p.grad = None
            loss = -(policy.log_probs(batch).sum(-1) * weights).sum()
            loss.backward()
            parts = policy.model.parameters.values()
            gradient = np.concatenate([p.grad.ravel() for p in parts])
            found.append(gradient / np.linalg.norm(gradient))
    return np.array(found[::2]), np.array(found[1::2])


print("mean cosine of   two batches     the mean gradients")
print("                GRPO    own      of GRPO and own")
for seed in range(3):
    policy = Policy(base[f"direct {seed}"], addition.SIGNS.end_id, room)
    found = gradients(policy, np.random.default_rng(seed))
    cosines = [(g @ g.T)[np.triu_indices(40, 1)].mean() for g in found]
    a, b = (g.mean(0) / np.linalg.norm(g.mean(0)) for g in found)
    row = "{:11.2f} {:6.2f} {:13.2f}".format(*cosines, a @ b)
    print(f"direct {seed}", row)
