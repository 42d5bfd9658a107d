"""A reward model beside the best that any model could do."""

import numpy as np

from lessoncode.alignment.policy import improve
from lessoncode.alignment.preferences import accuracy
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.model.table import Table
from lessoncode.worlds import waiter

policy = waiter.untrained_policy()


def compared(n, rng):
    """n comparisons by guests."""
    prompts, reward = waiter.PROMPTS, waiter.reward
    return waiter.ask_guests(policy, prompts, n, reward, rng)


fresh = compared(20_000, np.random.default_rng(9))
best = accuracy(waiter.reward(fresh.answers), fresh)
print("comparisons   new choices predicted, by seed")
for n in (100, 300, 1000, 3000, 10_000):
    shares = []
    for seed in (0, 1, 2):
        rng = np.random.default_rng(seed)
        table = Table.initial(waiter.SMALL.n_vocab, 4, rng)
        scorer = Scorer(table, np.zeros((1, waiter.SMALL.n_vocab)))
        fit = RewardModel(scorer, compared(n, rng))
        steps = improve(fit.losses(rng), fit.parameters, 200, 0.05)
        for _ in steps:
            pass  # each turn is a step of training
        shares.append(accuracy(scorer.reward(fresh.answers), fresh))
    print(f"{n:11,}  ", *(f"{share:6.1%}" for share in shares))
print(f"a perfect model  {best:6.1%}")
