"""The three stages from three seeds, beside the best balance."""

import numpy as np

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import improve
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.model.table import Table
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter


def trained(seed, beta):
    """A waiter after comparisons, a reward model and training."""
    policy, rng = waiter.untrained_policy(), np.random.default_rng(seed)
    guests = policy, waiter.PROMPTS, 10_000, waiter.reward, rng
    compared = waiter.ask_guests(*guests)
    table = Table.initial(waiter.SMALL.n_vocab, 4, rng)
    scorer = Scorer(table, np.zeros((1, waiter.SMALL.n_vocab)))
    fit = RewardModel(scorer, compared, n_batch=256)
    for _ in improve(fit.losses(rng), fit.parameters, 300, 0.05):
        pass
    how = {"n_prompts": 6, "n_group": 16, "kl_in": "reward"}
    how |= {"by_std": False, "by_length": False}
    grpo = GRPO(policy, waiter.PROMPTS, scorer.reward, beta, **how)
    for _ in improve(grpo.losses(rng), grpo.parameters, 200, 0.1):
        pass
    return policy


# All answers are listed, so nothing is left to chance here.
world = waiter.enumeration(waiter.untrained_policy())
print("              mean worth  drift in nats")
for seed in range(3):
    log_p = world.log_probs(trained(seed, beta=0.5))
    row = world.reward(log_p).data, world.kl(log_p).data
    print(f"seed {seed}", "{:18.2f} {:14.2f}".format(*row))
best = Tensor(world.optimum(beta=0.5))
row = world.reward(best).data, world.kl(best).data
print("best balance", "{:11.2f} {:14.2f}".format(*row))
