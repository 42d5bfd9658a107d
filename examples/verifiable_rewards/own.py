# time limit: 120 s
"""Fine-tune on your own right answers: no baseline, no advantage."""

import numpy as np

from lessoncode.alignment.grpo import group_advantages
from lessoncode.alignment.policy import (
    Policy,
    answer_log_probs,
    answered,
    improve,
)
from lessoncode.training import checkpoints
from lessoncode.training.batches import shuffled
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

sums = addition.split(n_worked=1000, n_held_out=1000)
asked = [addition.prompt(a, b) for a, b in sums.asked]
before = models_of(checkpoints.load("verifiable_rewards/base"))
rewarded = models_of(checkpoints.load("verifiable_rewards/improve"))
room = addition.most_tokens(sums.asked, "direct")


def losses(policy, n_sums, n_each, rng):
    """Answer some sums; the loss of what was right, no more."""
    for some in shuffled(len(asked), n_sums, rng):
        each = np.repeat(some, n_each).tolist()
        batch = policy.sample([asked[i] for i in each], rng)
        right = addition.marks(batch)
        log_p = policy.log_probs(batch).sum(-1)
        yield -(log_p * right).sum() / max(1, right.sum())


def learned(name, n_sums, n_each):
    """A model after 120 steps on its own right answers."""
    model = models_of(checkpoints.load("verifiable_rewards/base"))[name]
    policy = Policy(model, addition.SIGNS.end_id, room)
    rng = np.random.default_rng(int(name[-1]))
    some = losses(policy, n_sums, n_each, rng)
    for _ in improve(some, model.parameters, 120, 1e-3):
        pass
    return model


told = [
    [*addition.ids_of(f"{a + b}"), addition.SIGNS.end_id]
    for a, b in sums.held_out
]
held_out = [addition.prompt(a, b) for a, b in sums.held_out]
batch = answered(held_out, told)
print("share right           1 try   one of 64")
for seed in range(3):
    name = f"direct {seed}"
    models = {
        "before": before[name],
        "own, 192 sums x 1": learned(name, 192, 1),
        "own, 48 sums x 4": learned(name, 48, 4),
        "GRPO, 48 sums x 4": rewarded[name],
    }
    for when, model in models.items():
        log_p = answer_log_probs(model.frozen(), batch).data.sum(-1)
        p = np.exp(log_p)  # of the right answer
        row = p.mean(), np.mean(1 - (1 - p) ** 64)
        print(f"{seed} {when:18}", "{:6.3f} {:11.3f}".format(*row))


def gradients(name, rng, n=40):
    """Of batches before the training, by both methods: [2, n, ...]."""
    policy = Policy(before[name], addition.SIGNS.end_id, room)
    parameters, found = before[name].parameters.values(), []
    for some, _ in zip(shuffled(len(asked), 48, rng), range(n)):
        each = np.repeat(some, 4).tolist()
        batch = policy.sample([asked[i] for i in each], rng)
        right = addition.marks(batch)
        groups = group_advantages(right.reshape(-1, 4), by_std=False)
        for weights in right, groups.reshape(-1):
            for p in parameters:
                p.grad = None
            log_p = policy.log_probs(batch).sum(-1)
            (log_p * weights).sum().backward()
            slopes = np.hstack([p.grad.ravel() for p in parameters])
            found.append(slopes / np.linalg.norm(slopes))
    return np.array(found).reshape(n, 2, -1).swapaxes(0, 1)


print("cosine of gradients    of two batches    of the means,")
print("at the start           own        GRPO    own and GRPO")
for seed in range(3):
    found = gradients(f"direct {seed}", np.random.default_rng(seed))
    pairs = np.triu_indices(40, 1)
    row = [(rows @ rows.T)[pairs].mean() for rows in found]
    own, grpo = (g.mean(0) / np.linalg.norm(g.mean(0)) for g in found)
    print(f"{seed} gradients       ", end=" ")
    print("{:6.2f} {:11.2f} {:11.2f}".format(*row, own @ grpo))
checkpoints.save("own", models["own, 48 sums x 4"], addition.SIGNS)
