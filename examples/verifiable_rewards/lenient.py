# time limit: 120 s
"""A marking program with a bug, and what becomes of the answers."""

import numpy as np

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import (
    Policy,
    improve,
    prompts_and_answers,
)
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition


def lenient(batch):
    """Compare digit by digit; but zip ends with the shorter one."""
    given = []
    for asked, told in prompts_and_answers(batch):
        a, b = addition.text_of(asked[1:-1]).split("+")
        digits = addition.text_of(told).rstrip(".")
        both = zip(str(int(a) + int(b)), digits)
        given.append(all(x == y for x, y in both))
    return np.array(given, float)


sums = addition.split(n_worked=1000, n_held_out=1000)
asked = [addition.prompt(a, b) for a, b in sums.asked]
fresh = [addition.prompt(a, b) for a, b in sums.held_out]
room = addition.most_tokens(sums.asked, "direct")
models = models_of(checkpoints.load("verifiable_rewards/base"))
how = {"beta": 0.0, "n_prompts": 48, "n_group": 4}
how |= {"by_std": False, "by_length": False}
print("       bug says  in truth")
print("seed step right     right  answers")
for seed in range(3):
    model = models[f"direct {seed}"]
    policy = Policy(model, addition.SIGNS.end_id, room)
    algorithm = GRPO(policy, asked, lenient, **how)
    rng = np.random.default_rng(seed)
    losses, parameters = algorithm.losses(rng), algorithm.parameters
    for step in improve(losses, parameters, 100, peak=1e-3):
        if step.number in (1, 30, 60, 100):
            batch = policy.sample(fresh, np.random.default_rng(9))
            pairs = prompts_and_answers(batch)
            said = [addition.text_of(ids) for _, ids in pairs]
            row = lenient(batch).mean(), addition.marks(batch).mean()
            print(f"{seed:4} {step.number:4}", end="")
            print("{:6.2f} {:9.2f} ".format(*row), *said[:4])
    n = np.array([len(text.rstrip(".")) for text in said])
    right = [len(str(a + b)) for a, b in sums.held_out]
    passed = lenient(batch) > addition.marks(batch)
    short, long = (n < right)[passed].sum(), (n > right)[passed].sum()
    print(f"  wrong but passed: {short} too short, {long} too long")
print("asked:", *(f"{a}+{b}" for a, b in sums.held_out[:4]))
checkpoints.save("lenient", model, addition.SIGNS)
