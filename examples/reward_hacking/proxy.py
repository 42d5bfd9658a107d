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
BETAS = (2, 1, 0.5, 0.2, 0.02)


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
for n in (250, 1000, 10_000):
    entropies = []
    for seed in (0, 1, 2):
        model = reward_model(n, seed)
        best = [model.optimum(beta) for beta in BETAS]
        row = [f"{mean(truth, log_p):5.2f}" for log_p in best]
        print(f"{n:11,} seed {seed}", *row)
        entropies.append(
            [-(np.exp(p) * p).sum(-1).mean() for p in best]
        )
print("by the reward model of the last line, above the start")
scores = [mean(model, p) - mean(model, model.log_ref) for p in best]
print("                  ", *(f"{score:5.2f}" for score in scores))
print("entropy of the last three policies, in nats")
for seed, row in enumerate(entropies):
    print(f"{'':11} seed {seed}", *(f"{nats:5.2f}" for nats in row))
