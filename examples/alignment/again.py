# time limit: 60 s
"""The three stages from five seeds, and what stops the waiter."""

from copy import deepcopy

import numpy as np

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import improve
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.model.table import Table
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter


def reward_model(rng):
    """A reward model that learned from 10,000 comparisons."""
    policy = waiter.untrained_policy()
    guests = policy, waiter.PROMPTS, 10_000, waiter.reward, rng
    compared = waiter.ask_guests(*guests)
    table = Table.initial(waiter.SMALL.n_vocab, 4, rng)
    scorer = Scorer(table, np.zeros((1, waiter.SMALL.n_vocab)))
    fit = RewardModel(scorer, compared, n_batch=256)
    for _ in improve(fit.losses(rng), fit.parameters, 300, 0.05):
        pass
    return scorer.reward


def trained(score, beta, rng):
    """A waiter trained for high scores; beta is the price."""
    policy = waiter.untrained_policy()
    how = {"n_prompts": 6, "n_group": 16, "kl_in": "reward"}
    how |= {"by_std": False, "by_length": False}
    grpo = GRPO(policy, waiter.PROMPTS, score, beta, **how)
    for _ in improve(grpo.losses(rng), grpo.parameters, 200, 0.1):
        pass
    return policy


# All answers are listed, so nothing is left to chance here.
world = waiter.enumeration(waiter.untrained_policy())


def shown(log_p):
    """The mean worth of an answer, and the drift in nats."""
    worth, drift = world.reward(log_p).data, world.kl(log_p).data
    return f"{worth:7.2f}{drift:6.2f}"


def best_scoring(score):
    """The mean worth of the best-scoring answer to each order."""
    best = score(world.batch).reshape(world.rewards.shape).argmax(1)
    return world.rewards[np.arange(len(best)), best].mean()


form = "{:12}" + "{:>13}" * 4
scores = "reward model", "reward model", "true worth", "true worth"
print(form.format("score from", *scores))
print(form.format("price", *("yes", "no") * 2))
print(form.format("", *["worth drift"] * 4))
searches = []
for seed in range(5):
    rng = np.random.default_rng(seed)
    learned = reward_model(rng)
    row = [
        shown(world.log_probs(trained(score, beta, deepcopy(rng))))
        for score in (learned, waiter.reward)
        for beta in (0.5, 0.0)
    ]
    print(form.format(f"seed {seed}", *row))
    others = [np.random.default_rng([seed, i]) for i in range(1, 5)]
    again = [
        shown(world.log_probs(trained(learned, 0.0, other)))
        for other in others
    ]
    worths = [text[:7] for text in (row[1], *again)]
    searches.append((worths, best_scoring(learned)))
best = Tensor(world.optimum(beta=0.5))
print(f"best balance{shown(best)}")

print("\nworth with the reward model's scores and no price")
print(f"{'':9}{'above':>7}  with other tries           best-scoring")
for seed, (worths, top) in enumerate(searches):
    print(f"model {seed}  {''.join(worths)}{top:14.2f}")
