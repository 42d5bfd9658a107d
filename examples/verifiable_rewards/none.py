"""Without a single right answer there is nothing to follow."""

import numpy as np

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import Policy
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

given = []


def reward(batch):
    """Mark the answers, and keep the marks."""
    given.append(addition.marks(batch))
    return given[-1]


rng = np.random.default_rng(0)
numbers = rng.integers(100, 1000, (500, 2)).tolist()
sums = {"two": addition.split(n_worked=1000, n_held_out=1000).asked}
sums["three"] = [(a, b) for a, b in numbers]
how = {"beta": 0.0, "n_prompts": 48, "n_group": 4}
how |= {"by_std": False, "by_length": False}
base = models_of(checkpoints.load("verifiable_rewards/base"))
print("digits  model      right answers  gradient")
for digits, pairs in sums.items():
    asked = [addition.prompt(a, b) for a, b in pairs]
    for name, model in base.items():
        room = addition.most_tokens(pairs, name.split()[0])
        policy = Policy(model, addition.SIGNS.end_id, room)
        loss = next(GRPO(policy, asked, reward, **how).losses(rng))
        loss.backward()
        squares = [(p.grad**2).sum() for p in model.parameters.values()]
        n_right, length = given[-1].sum(), np.sqrt(sum(squares))
        print(f"{digits:7} {name:10}", end="")
        print(f"{n_right:5.0f} of {given[-1].size} {length:10.3g}")
