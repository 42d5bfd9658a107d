"""Exercises of the page on reward hacking."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.alignment.optimum import Enumeration
from lessoncode.alignment.policy import Policy
from lessoncode.grading.exercise import exercise
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch


def prices(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, float]]:
    """References that are even or not, and prices high and low."""
    yield np.array([0.5, 0.5]), np.array([0.0, 2.0]), 2.0
    yield np.array([0.75, 0.25]), np.array([0.0, 2.0]), 2.0
    yield np.array([0.75, 0.25]), np.array([0.0, 2.0]), 0.5
    for n in range(2, 30):
        ref = rng.dirichlet(np.ones(n))
        yield ref, rng.normal(size=n), float(2.0 ** rng.integers(-3, 4))


@exercise(
    "reward-hacking-1",
    prices,
    hints=(
        "Multiply each probability of the reference by `exp(reward / beta)`. The results don't "
        "add up to one yet.",
        "Divide by their sum. The mean of a value over a policy's answers is the sum of "
        "`pi * value` over all answers.",
        "The KL is the mean of `log pi - log ref` over the answers of pi, not over those of the "
        "reference.",
    ),
)
def best_policy(ref: Array, rewards: Array, beta: float) -> tuple[Array, float, float]:
    """Compute the policy that maximizes (mean of r) - beta * KL.

    - `ref`: an array [n_answers], the probability that the reference gives
      each answer. None is 0.
    - `rewards`: an array [n_answers], the reward r of each answer.
    - `beta`: the price of drifting one nat from the reference, above 0.

    Return three things: the best policy as an array [n_answers] of
    probabilities, its mean reward, and its KL from the reference in
    nats. For the reference `[0.5, 0.5]`, the rewards `[0, 2]` and beta 2,
    they are `[0.268941, 0.731059]`, 1.462117 and 0.110944.
    """
    n = len(ref)
    table = Table(np.tile(np.log(ref), (n, 1)))  # an answer is one token
    policy = Policy(table, end_id=0, n_tokens=1)

    def reward(batch: Batch) -> Array:
        given: Array = np.asarray(rewards)[batch.targets[:, -1]]
        return given

    world = Enumeration(policy, [[0]], reward, n)
    log_p = world.optimum(beta)
    mean, kl = world.reward(Tensor(log_p)), world.kl(Tensor(log_p))
    return np.exp(log_p[0]), float(mean.data), float(kl.data)


@best_policy.right
def best_by_partition(ref: Any, rewards: Any, beta: float) -> Any:
    """In plain Python; the KL follows from beta log Z = reward - beta KL."""
    weights = [q * math.exp(r / beta) for q, r in zip(ref, rewards, strict=True)]
    z = math.fsum(weights)
    pi = [w / z for w in weights]
    mean = math.fsum(p * r for p, r in zip(pi, rewards, strict=True))
    return pi, mean, mean / beta - math.log(z)


@best_policy.right
def best_in_logs(ref: Any, rewards: Any, beta: float) -> Any:
    """In logarithms, with the largest taken away."""
    log_p = np.log(ref) + rewards / beta
    log_p -= log_p.max()
    log_p -= np.log(np.exp(log_p).sum())
    ratio = log_p - np.log(ref)
    return np.exp(log_p), np.sum(np.exp(log_p) * rewards), np.sum(np.exp(log_p) * ratio)


@best_policy.mistake
def best_turned_kl(ref: Any, rewards: Any, beta: float) -> Any:
    pi = ref * np.exp(rewards / beta)
    pi /= pi.sum()
    return pi, pi @ rewards, ref @ np.log(ref / pi)


@best_policy.mistake
def best_negative_kl(ref: Any, rewards: Any, beta: float) -> Any:
    pi, mean, kl = best_in_logs(ref, rewards, beta)
    return pi, mean, -kl


@best_policy.mistake
def best_in_bits(ref: Any, rewards: Any, beta: float) -> Any:
    pi, mean, kl = best_in_logs(ref, rewards, beta)
    return pi, mean, kl / np.log(2)


@best_policy.mistake
def best_without_reference(ref: Any, rewards: Any, beta: float) -> Any:
    pi, mean, _ = best_in_logs(np.ones(len(ref)), rewards, beta)
    return pi, mean, pi @ np.log(pi / ref)


@best_policy.mistake
def best_times_beta(ref: Any, rewards: Any, beta: float) -> Any:
    return best_in_logs(ref, rewards, 1 / beta)


def candidates(rng: np.random.Generator) -> Iterator[tuple[Array, Array, Array, int]]:
    """A judge who is right, one who is wrong, one draw, then many."""
    half, scores = np.array([0.5, 0.5]), np.array([0.0, 1.0])
    yield half, scores, np.array([0.0, 1.0]), 2
    yield half, scores, np.array([1.0, 0.0]), 2
    yield np.array([0.75, 0.25]), np.array([1.0, 0.0]), np.array([0.0, 4.0]), 1
    for n in range(2, 25):
        scores = rng.permutation(n) + rng.normal(0, 0.1, n)
        yield rng.dirichlet(np.ones(n)), scores, rng.normal(size=n), int(2 ** rng.integers(0, 7))


@exercise(
    "reward-hacking-2",
    candidates,
    hints=(
        "Sort the answers by score, the lowest first. Put their probabilities and worths into the "
        "same order, for instance with `order = np.argsort(scores)`.",
        "The best of n draws is one of the first i answers only if all n draws are. The "
        "probability of that is the sum of the first i probabilities, to the power of n.",
        "The probability that the best is exactly the i-th answer is that power minus the one "
        "before it. Multiply these probabilities by the worths and add up.",
    ),
)
def best_of(p: Array, scores: Array, worths: Array, n: int) -> float:
    """Compute how good the best of n answers is, if a reward model chooses.

    - `p`: an array [n_answers], the policy's probability of each answer.
    - `scores`: an array [n_answers], the reward model's score of each
      answer. No two are equal.
    - `worths`: an array [n_answers], what each answer is worth to guests.
    - `n`: how many answers are drawn from p. One answer may be drawn twice.

    The answer with the highest score among the n is given. Return the
    mean worth of that answer, computed exactly, without drawing.
    For p `[0.5, 0.5]`, scores `[0, 1]`, worths `[1, 0]` and n 2, it is
    0.25.
    """
    order = np.argsort(scores)
    at_most = np.cumsum(p[order]) ** n
    return float(np.diff(at_most, prepend=0) @ worths[order])


@best_of.right
def best_by_pairs(p: Any, scores: Any, worths: Any, n: int) -> Any:
    """For each answer: none above it was drawn, and it was."""
    mean = 0.0
    for own, score, worth in zip(p, scores, worths, strict=True):
        below = math.fsum(q for q, other in zip(p, scores, strict=True) if other < score)
        mean += worth * ((below + own) ** n - below**n)
    return mean


@best_of.right
def best_one_more_at_a_time(p: Any, scores: Any, worths: Any, n: int) -> Any:
    """Keep the distribution of the best so far, and draw once more."""
    order = np.argsort(scores)
    p, worths = np.asarray(p)[order], np.asarray(worths)[order]
    best = p
    for _ in range(n - 1):
        lower = np.cumsum(p) - p
        best = best * (lower + p) + p * (np.cumsum(best) - best)
    return best @ worths


@best_of.mistake
def best_without_end(p: Any, scores: Any, worths: Any, n: int) -> Any:
    """Takes the answer with the highest score, as if it were always among them."""
    return worths[np.argmax(scores)]


@best_of.mistake
def best_by_worth(p: Any, scores: Any, worths: Any, n: int) -> Any:
    """Lets the guests choose."""
    return best_by_pairs(p, worths, worths, n)


@best_of.mistake
def best_lowest(p: Any, scores: Any, worths: Any, n: int) -> Any:
    """Sorts the wrong way round."""
    return best_by_pairs(p, -np.asarray(scores), worths, n)


@best_of.mistake
def best_of_one(p: Any, scores: Any, worths: Any, n: int) -> Any:
    """Takes the mean of all that are drawn."""
    return np.dot(p, worths)
