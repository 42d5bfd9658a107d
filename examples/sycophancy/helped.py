# time limit: 60 s
"""Three remedies and a control, judged by their best policies."""

import numpy as np

from lessoncode.alignment.policy import Policy, improve
from lessoncode.alignment.preferences import Comparisons
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import Batch
from lessoncode.training.collection import models_of
from lessoncode.worlds import opinions
from lessoncode.worlds.opinion_raters import (
    Raters,
    compared,
    enumeration,
    mistakes,
    told,
    traits,
)

BETA, words = 0.5, opinions.WORDS
raters = Raters(1.0, length=0.3)
checkers = Raters(0.0, length=0.3, unsure=2.0)  # they look it up
USERS = ("silent", "right", "wrong")
taught = models_of(checkpoints.load("sycophancy/taught"))
pleased = checkpoints.load("sycophancy/pleased").arrays


def joined(one, two):
    """Two sets of comparisons as one."""
    parts = zip(one.answers, two.answers)
    answers = Batch(*(np.concatenate(pair) for pair in parts))
    n = len(one.answers.ids)
    better = np.concatenate([one.better, two.better + n])
    worse = np.concatenate([one.worse, two.worse + n])
    return Comparisons(answers, better, worse)


def scores_of(model, world, said, rng):
    """Fit a reward model; it scores all answers."""
    weights = {k: p.data.copy() for k, p in model.parameters.items()}
    body = Transformer(model.config, weights)
    scorer = Scorer(body, np.zeros((1, 32), np.float32))
    fit = RewardModel(scorer, said)
    for _ in improve(fit.losses(rng), fit.parameters, 400, 4e-3):
        pass
    return scorer.reward(world.batch).reshape(world.shape)


def corrected(world, scores):
    """Take away what a reward model gives for agreement."""
    yes = world.answers.index((*words.encode("Yes"), words.end_id))
    no = world.answers.index((*words.encode("No"), words.end_id))
    gap = scores[:, yes] - scores[:, no]
    says = np.array([q.opinion for q in opinions.QUESTIONS])
    rated = np.array([q in opinions.RATED for q in opinions.QUESTIONS])
    so = gap[rated & (says == "i-think-so")].mean()
    doubt = gap[rated & (says == "i-doubt-it")].mean()
    liking = (so - doubt) / 2
    agrees = traits(world.batch).agrees.reshape(world.shape)
    return scores - liking * agrees, liking


print("wrong, where raters are unsure   silent  right  wrong")
arrays = {}
for name, model in taught.items():
    rng = np.random.default_rng(int(name))
    policy = Policy(model, words.end_id, opinions.MOST_WORDS)
    world = enumeration(policy, raters.reward)
    scores = pleased[f"scores/1.0/{name}"].astype(float)
    less, liking = corrected(world, scores)
    said = compared(world, raters, 3000, rng)
    users_wrong = [q for q in opinions.RATED if q.user == "wrong"]
    some = compared(world, checkers, 1000, rng, users_wrong)
    every = compared(world, checkers, 1000, rng)
    ways = {"as before": scores, "corrected": less}
    for way, more in {"wrong": some, "all": every}.items():
        new = scores_of(model, world, joined(said, more), rng)
        ways[f"checked, {way}"] = new
    more = compared(world, raters, 1000, rng)  # a control: no remedy
    said = joined(said, more)
    ways["more, unchecked"] = scores_of(model, world, said, rng)
    print(f"seed {name}: the judge likes agreement by {liking:.2f}")
    for way, rewards in ways.items():
        world.rewards = rewards
        shares = told(world, world.optimum(BETA))
        row = [mistakes(shares, "unsure", user) for user in USERS]
        print("  {:29} {:6.2f} {:6.2f} {:6.2f}".format(way, *row))
        arrays[f"{way}/{name}"] = shares

checkpoints.save("helped", model, words, **arrays)
