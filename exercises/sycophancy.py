"""Exercises of the page on sycophancy."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.alignment.best_of_n import best_of_n
from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def logistic(x: float) -> float:
    """From log odds to a probability."""
    return 1 / (1 + math.exp(-x))


def raters(rng: np.random.Generator) -> Iterator[tuple[float, float, float, float]]:
    """Raters who value the truth more, less, and as much as agreement."""
    yield 0.25, 0.5, 0.5, 0.5
    yield 0.25, 2.0, 1.0, 0.5
    yield 0.25, 0.5, 1.0, 0.5
    yield 0.5, 0.0, 1.0, 1.0
    for _ in range(40):
        truth, agreement = rng.uniform(0, 3, 2).tolist()
        yield float(rng.uniform(0.01, 0.99)), truth, agreement, float(2.0 ** rng.integers(-2, 3))


@exercise(
    "sycophancy-1",
    raters,
    hints=(
        "In the best possible model, the probability of each answer is that before training times "
        "`exp(points / beta)`, divided so that the two add up to one.",
        "The wrong answer agrees, so it earns `liking`. The right one earns `truth`.",
    ),
)
def flattery(wrong: float, truth: float, liking: float, beta: float) -> float:
    """Compute how often the best possible model agrees with a wrong user.

    There are two answers: the right one, which contradicts the user,
    and the wrong one, which agrees.

    - `wrong`: how often the model gives the wrong one before training.
    - `truth`: the points that raters give for a right answer.
    - `liking`: the points that they give for agreeing with the user.
    - `beta`: the price for drifting from the start, in points per nat.

    For 0.25, 0.5, 1.0 and 0.5 it is 0.475367.
    """
    odds = math.log(wrong / (1 - wrong)) + (liking - truth) / beta
    return logistic(odds)


@flattery.right
def flattery_by_weights(wrong: Any, truth: Any, liking: Any, beta: Any) -> Any:
    """Multiply both, and divide by the sum."""
    weights = [wrong * math.exp(liking / beta), (1 - wrong) * math.exp(truth / beta)]
    return weights[0] / sum(weights)


@flattery.mistake
def flattery_undivided(wrong: Any, truth: Any, liking: Any, beta: Any) -> Any:
    """Mistakes the odds for a probability."""
    return wrong / (1 - wrong) * math.exp((liking - truth) / beta)


@flattery.mistake
def flattery_without_truth(wrong: Any, truth: Any, liking: Any, beta: Any) -> Any:
    """Forgets that a right answer is rewarded, too."""
    return flattery_by_weights(wrong, 0.0, liking, beta)


@flattery.mistake
def flattery_times_beta(wrong: Any, truth: Any, liking: Any, beta: Any) -> Any:
    return flattery_by_weights(wrong, truth, liking, 1 / beta)


@flattery.mistake
def flattery_without_start(wrong: Any, truth: Any, liking: Any, beta: Any) -> Any:
    """As if both were equally likely at the start."""
    return logistic((liking - truth) / beta)


def choices(rng: np.random.Generator) -> Iterator[tuple[float, float]]:
    """How often raters prefer the agreeing answer, in two cases."""
    yield 0.5, 0.5
    yield 0.75, 0.25
    yield 0.75, 0.75
    for _ in range(40):
        truth, agreement = rng.uniform(0, 3, 2).tolist()
        yield logistic(truth + agreement), logistic(agreement - truth)


@exercise(
    "sycophancy-2",
    choices,
    hints=(
        "Bradley and Terry: the preference for the first of two answers is `sigmoid(u1 - u2)`, "
        "where u1 and u2 are their points. Therefore `log(p / (1 - p))` is `u1 - u2`.",
        "If the user is right, the agreeing answer earns both, `truth + agreement`, and the other "
        "earns nothing. If the user is wrong, it earns `agreement`, and the other `truth`.",
        "These are two equations with two unknowns. Add them, and subtract one from the other.",
    ),
)
def truth_and_agreement(user_right: float, user_wrong: float) -> tuple[float, float]:
    """Find out how many points raters give for truth and for agreement.

    In each comparison, one answer agrees with the user, and the other
    contradicts. Preferences follow Bradley and Terry. A right answer
    earns `truth` points, and an agreeing one `agreement` points.

    - `user_right`: how often raters prefer the agreeing answer if the
      user is right.
    - `user_wrong`: the same if the user is wrong.

    Returns truth and agreement. For 0.75 and 0.25 they are 1.098612
    and 0.
    """
    sums = [math.log(p / (1 - p)) for p in (user_right, user_wrong)]
    return (sums[0] - sums[1]) / 2, (sums[0] + sums[1]) / 2


@truth_and_agreement.right
def truth_by_solving(user_right: Any, user_wrong: Any) -> Any:
    """Let NumPy solve the two sums."""
    p = np.array([user_right, user_wrong])
    found = np.linalg.solve([[1, 1], [-1, 1]], np.log(p) - np.log1p(-p))
    return float(found[0]), float(found[1])


@truth_and_agreement.mistake
def truth_from_shares(user_right: Any, user_wrong: Any) -> Any:
    """Works with the shares as if they were points."""
    return (user_right - user_wrong) / 2, (user_right + user_wrong) / 2


@truth_and_agreement.mistake
def truth_from_logarithms(user_right: Any, user_wrong: Any) -> Any:
    """Takes the logarithm of the share, not of the odds."""
    sums = [math.log(p) for p in (user_right, user_wrong)]
    return (sums[0] - sums[1]) / 2, (sums[0] + sums[1]) / 2


@truth_and_agreement.mistake
def truth_turned(user_right: Any, user_wrong: Any) -> Any:
    truth, agreement = truth_and_agreement_as_it_is(user_right, user_wrong)
    return agreement, truth


@truth_and_agreement.mistake
def truth_not_halved(user_right: Any, user_wrong: Any) -> Any:
    truth, agreement = truth_and_agreement_as_it_is(user_right, user_wrong)
    return 2 * truth, 2 * agreement


def truth_and_agreement_as_it_is(user_right: float, user_wrong: float) -> tuple[float, float]:
    """For the mistakes above."""
    found = truth_by_solving(user_right, user_wrong)
    return float(found[0]), float(found[1])


def drawn(rng: np.random.Generator) -> Iterator[tuple[Array, Array, int]]:
    """One draw, then two, then many; no two scores are equal."""
    yield np.array([0.5, 0.5]), np.array([0.0, 1.0]), 1
    yield np.array([0.5, 0.5]), np.array([0.0, 1.0]), 2
    yield np.array([0.75, 0.25]), np.array([1.0, 0.0]), 2
    for n in range(2, 25):
        scores = rng.permutation(n) + rng.normal(0, 0.1, n)
        yield rng.dirichlet(np.full(n, 2.0)), scores, int(2 ** rng.integers(0, 5))


@exercise(
    "sycophancy-3",
    drawn,
    hints=(
        "Find the probability that each answer is picked. Sort by score. The probability that the "
        "pick is one of the first i is `(sum of the first i) ** n`.",
        "KL is the mean of `log(best / p)` over the answers that are picked, not over those of p.",
    ),
)
def how_far(p: Array, scores: Array, n: int) -> float:
    """Compute how far the best of n is from the model, in nats.

    - `p`: an array [n_answers], the model's probability of each answer.
      None is 0.
    - `scores`: an array [n_answers], the judge's scores. No two are equal.
    - `n`: how many answers are drawn. The one with the highest score is
      picked.

    Return KL(best || p) exactly. It never exceeds log n - (n - 1) / n.
    For p `[0.5, 0.5]`, scores `[0, 1]` and n 2 it is 0.130812.
    """
    best = best_of_n(p, scores, n)
    some = best > 0
    return float(best[some] @ np.log(best[some] / p[some]))


@how_far.right
def how_far_by_sorting(p: Any, scores: Any, n: int) -> Any:
    """Sort, and take differences of powers."""
    q = p[np.argsort(scores)]
    best = np.diff(np.minimum(np.cumsum(q), 1) ** n, prepend=0)
    # The smallest can be too small to be seen, and then add nothing.
    return sum(b * math.log(b / a) for b, a in zip(best, q, strict=True) if b > 0)


@how_far.mistake
def how_far_by_the_bound(p: Any, scores: Any, n: int) -> Any:
    """Mistakes the bound for the divergence."""
    return math.log(n) - (n - 1) / n


@how_far.mistake
def how_far_turned(p: Any, scores: Any, n: int) -> Any:
    best = best_of_n(p, scores, n)
    some = best > 0
    return p[some] @ np.log(p[some] / best[some])


@how_far.mistake
def how_far_of_the_top(p: Any, scores: Any, n: int) -> Any:
    """As if the highest score of all were always among them."""
    return -math.log(p[np.argmax(scores)])


@how_far.mistake
def how_far_lowest(p: Any, scores: Any, n: int) -> Any:
    best = best_of_n(p, -scores, n)
    some = best > 0
    return best[some] @ np.log(best[some] / p[some])
