"""The best policy for a reward model that is not the guests."""

import numpy as np

from lessoncode.alignment.optimum import Enumeration
from lessoncode.alignment.policy import improve
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.model.table import Table
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter

policy, orders = waiter.untrained_policy(), waiter.PROMPTS
truth = waiter.enumeration(policy)
BETAS, SEEDS = (2, 1, 0.5, 0.2, 0.02), range(5)


def reward_model(n, seed):
    """What n comparisons teach, for every possible answer."""
    rng = np.random.default_rng(seed)
    said = waiter.ask_guests(policy, orders, n, waiter.reward, rng)
    table = Table.initial(waiter.SMALL.n_vocab, 4, rng)
    scorer = Scorer(table, np.zeros((1, waiter.SMALL.n_vocab)))
    fit = RewardModel(scorer, said)
    for _ in improve(fit.losses(rng), fit.parameters, 200, 0.05):
        pass
    reward = scorer.reward
    return Enumeration(policy, orders, reward, waiter.SMALL.n_vocab)


def mean(world, log_p):
    return float(world.reward(Tensor(log_p)).data)


print("what answers are worth to guests, at the start", end=" ")
print(f"{mean(truth, truth.log_ref):.2f}")
print("comparisons   beta", *(f"{beta:5}" for beta in BETAS))
worse = {}
for n in (250, 1000, 10_000):
    worse[n] = 0
    for seed in SEEDS:
        model = reward_model(n, seed)
        best = [model.optimum(beta) for beta in BETAS]
        row = [mean(truth, log_p) for log_p in best]
        print(f"{n:11,} seed {seed}", *(f"{x:5.2f}" for x in row))
        worse[n] += row[-1] < row[0]
print("worth less at the last beta than at the first")
for n, count in worse.items():
    print(f"{n:11,} comparisons: {count} of {len(SEEDS)} policies")
