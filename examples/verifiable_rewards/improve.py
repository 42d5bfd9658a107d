# time limit: 120 s
"""The same six models after they were rewarded for right answers."""

import numpy as np

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import Policy, improve
from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of, models_of
from lessoncode.worlds import addition

base = checkpoints.load("verifiable_rewards/base")
sums = addition.split(n_worked=1000, n_held_out=1000)
asked = [addition.prompt(a, b) for a, b in sums.asked]
end_id = addition.SIGNS.end_id
how = {"beta": 0.0, "n_prompts": 48, "n_group": 4}
how |= {"by_std": False, "by_length": False}


def reinforce(model, way, seed):
    """Improve it; returns the share of right answers in each step."""
    n_tokens = addition.most_tokens(sums.asked, way)
    policy = Policy(model, end_id, n_tokens)
    shares = []

    def reward(batch):
        given = addition.marks(batch)
        shares.append(given.mean())
        return given

    algorithm = GRPO(policy, asked, reward, **how)
    losses = algorithm.losses(np.random.default_rng(seed))
    for _ in improve(losses, algorithm.parameters, 120, peak=1e-3):
        pass
    return np.array(shares)


models, arrays = models_of(base), {}
for name, model in models.items():
    way, seed = name.split()
    shares = reinforce(model, way, int(seed))
    arrays[f"curve {name}"] = shares
    first, last = shares[:10].mean(), shares[-10:].mean()
    print(f"{name}: {first:.2f} right -> {last:.2f}")

arrays |= arrays_of(models)
checkpoints.save("improve", model, addition.SIGNS, **arrays)
