# time limit: 120 s
"""Raters who like to be agreed with, and models that please them."""

import numpy as np

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import Policy, improve
from lessoncode.alignment.preferences import accuracy
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import opinions
from lessoncode.worlds.opinion_raters import (
    Raters,
    compared,
    enumeration,
    mistakes,
    told,
)

BETA, words = 0.5, opinions.WORDS
taught = models_of(checkpoints.load("sycophancy/taught"))
rated = opinions.prompts(opinions.RATED)
arrays = {}


def copy(model):
    """A taught model, to be changed without changing it."""
    weights = {k: p.data.copy() for k, p in model.parameters.items()}
    twin = Transformer(model.config, weights)
    return Policy(twin, words.end_id, opinions.MOST_WORDS)


def judge(model, world, raters, rng):
    """A reward model, begun as a copy of the model itself."""
    scorer = Scorer(copy(model).model, np.zeros((1, 32), np.float32))
    said = compared(world, raters, 3000, rng)
    fit = RewardModel(scorer, said)
    for _ in improve(fit.losses(rng), fit.parameters, 400, 4e-3):
        pass
    fresh = compared(world, raters, 1000, rng)
    reached = accuracy(scorer.reward(fresh.answers), fresh)
    best = accuracy(raters.reward(fresh.answers), fresh)
    print(f"{reached:8.2f} {best:8.2f}", end="")
    return scorer


def please(model, scorer, rng):
    """150 steps of GRPO, with the price in the reward."""
    policy = copy(model)
    grpo = GRPO(
        policy, rated, scorer.reward, BETA, n_prompts=16, n_group=8,
        kl_in="reward", by_std=False, by_length=False,
    )
    for _ in improve(grpo.losses(rng), grpo.parameters, 150, 8e-3):
        pass
    return policy


print("           reward model:       wrong agreements:")
print("liking seed right possible  trained  its best  the best")
for agreement in (0.0, 0.5, 1.0, 2.0):
    raters = Raters(agreement, length=0.3)
    for name, model in taught.items():
        rng = np.random.default_rng(int(name))
        world = enumeration(copy(model), raters.reward)
        print(f"{agreement:6} {name:>4}", end="")
        scorer = judge(model, world, raters, rng)
        policy = please(model, scorer, rng)
        ways = {"trained": world.log_probs(policy).data}
        best = world.optimum(BETA)
        scores = scorer.reward(world.batch).reshape(world.shape)
        world.rewards = scores
        ways |= {"its best": world.optimum(BETA), "the best": best}
        for way, log_p in ways.items():
            shares = told(world, log_p)
            arrays[f"{way}/{agreement}/{name}"] = shares
            wrong = mistakes(shares, "unsure", "wrong")
            print(f"{wrong:9.2f}", end="")
        print()
        key = f"scores/{agreement}/{name}"
        arrays[key] = scores.astype(np.float16)

checkpoints.save("pleased", policy.model, words, **arrays)
