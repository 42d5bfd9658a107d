"""The best of n answers, against the best policy equally far away."""

import numpy as np

from lessoncode.alignment.best_of_n import best_of_n, kl_bound
from lessoncode.alignment.kl import exact_kl
from lessoncode.alignment.policy import Policy
from lessoncode.model.tensor import Tensor
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import opinions
from lessoncode.worlds.opinion_raters import (
    Raters,
    enumeration,
    mistakes,
    told,
)

taught = models_of(checkpoints.load("sycophancy/taught"))


def world_of(model):
    """All answers of a model; what is not listed is left out."""
    policy = Policy(model, opinions.WORDS.end_id, opinions.MOST_WORDS)
    world = enumeration(policy, Raters(1.0, 0.3).reward)
    p = np.exp(world.log_ref)
    world.log_ref -= np.log(p.sum(-1, keepdims=True))
    return world


def best(world, n):
    """The best of n, in logarithms."""
    p = best_of_n(np.exp(world.log_ref), world.rewards, n)
    with np.errstate(divide="ignore"):
        return np.log(p)


def kl(world, log_p):
    return float(world.kl(Tensor(log_p)).data)


def as_far(world, nats):
    """The best policy that is so far from the start."""
    low, high = 1e-3, 1e3  # the price
    for _ in range(60):
        beta = (low * high) ** 0.5
        further = kl(world, world.optimum(beta)) > nats
        low, high = (beta, high) if further else (low, beta)
    return world.optimum(beta)


def measured(world, log_p):
    """Wrong agreements, and the raters' liking above the start."""
    wrong = mistakes(told(world, log_p), "unsure", "wrong")
    gained = np.exp(log_p) - np.exp(world.log_ref)
    return [wrong, (gained * world.rewards).sum(-1).mean()]


def kl_where(world, log_p, kind, user):
    """The divergence on the questions of one kind and user."""
    kl = exact_kl(Tensor(log_p), world.log_ref).data
    kinds = [(q.kind, q.user) for q in opinions.QUESTIONS]
    return kl[[k == (kind, user) for k in kinds]].mean()


# --8<-- [start:table]
worlds = [world_of(model) for model in taught.values()]
print("             distance     best of n     as far")
print("            exact bound wrong liked wrong liked")
for n in (1, 2, 4, 8, 16, 64):
    rows = []
    for world in worlds:
        chosen = best(world, n)
        nats = kl(world, chosen)
        row = measured(world, chosen)
        row += measured(world, as_far(world, nats))
        rows.append([nats, kl_bound(n), *row])
    row = np.mean(rows, 0).round(2) + 0  # no zero has a sign
    text = "{:5.2f} {:5.2f} {:5.0%} {:5.2f} {:5.0%} {:5.2f}"
    print(f"best of {n:2} ", text.format(*row))

# If the odds of a pick are e to the power of its points, as in the
# comparisons, picks from ever more answers approach this optimum.
noisy = [measured(world, world.optimum(1.0))[0] for world in worlds]
print(f"noisy picks, large n     {np.mean(noisy):5.0%}")
print("distance, users wrong     chosen   as far")
for kind in ("known", "unsure"):
    rows = []
    for world in worlds:
        chosen = best(world, 4)
        ways = chosen, as_far(world, kl(world, chosen))
        rows.append([kl_where(world, p, kind, "wrong") for p in ways])
    text = "{:12.2f} {:8.2f}".format(*np.mean(rows, 0))
    knows = {"known": "know", "unsure": "are unsure"}[kind]
    print(f"  raters {knows:18} {text[4:]}")
# --8<-- [end:table]
