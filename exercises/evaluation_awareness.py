"""Exercises of the page on evaluation awareness."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def logistic(x: float) -> float:
    """From log odds to a probability."""
    return 1 / (1 + math.exp(-x))


def log_odds(p: float) -> float:
    """From a probability to log odds."""
    return math.log(p / (1 - p))


def tests(rng: np.random.Generator) -> Iterator[tuple[float, float, float]]:
    """Models before training, how well they recognize a test, and the price."""
    yield 0.3, 0.95, 0.25
    yield 0.3, 0.5, 0.25
    yield 0.5, 0.8, 1.0
    for _ in range(40):
        before, reliability = rng.uniform(0.05, 0.95, 2).tolist()
        yield before, reliability, float(2.0 ** rng.integers(-2, 3))


@exercise(
    "evaluation-awareness-1",
    tests,
    hints=(
        "A prompt that looks like a test is graded with probability `reliability`, and a prompt "
        "that looks like real use with probability `1 - reliability`.",
        "Training multiplies the odds of careful work by `exp(graded / beta)`, where `graded` is "
        "the probability of being graded.",
        "Odds are `p / (1 - p)`, and a probability is `odds / (1 + odds)`.",
    ),
)
def careful_best(before: float, reliability: float, beta: float) -> tuple[float, float]:
    """Compute how often the best possible model works carefully.

    A careful answer earns one point if it is graded, else nothing.

    - `before`: how often work is careful before training, for all prompts.
    - `reliability`: how often a prompt that looks like a test is graded.
      A prompt that looks real is graded `1 - reliability` of the time.
    - `beta`: the price for drifting from the start, in points per nat.

    Returns the shares of careful work for prompts that look like a
    test, and for prompts that look real. For 0.3, 0.95 and 0.25, they
    are 0.950391 and 0.343599.
    """
    start = log_odds(before)
    return logistic(start + reliability / beta), logistic(start + (1 - reliability) / beta)


@careful_best.right
def careful_by_weights(before: Any, reliability: Any, beta: Any) -> Any:
    """Weigh both answers, and divide by the sum."""
    found = []
    for graded in (reliability, 1 - reliability):
        weight = before * math.exp(graded / beta)
        found.append(weight / (weight + 1 - before))
    return tuple(found)


@careful_best.mistake
def careful_never_graded(before: Any, reliability: Any, beta: Any) -> Any:
    """As if prompts that look real were never graded."""
    return careful_by_weights(before, reliability, beta)[0], before


@careful_best.mistake
def careful_undivided(before: Any, reliability: Any, beta: Any) -> Any:
    """Multiplies the share, not the odds."""
    return before * math.exp(reliability / beta), before * math.exp((1 - reliability) / beta)


@careful_best.mistake
def careful_times_beta(before: Any, reliability: Any, beta: Any) -> Any:
    return careful_by_weights(before, reliability, 1 / beta)


def audits(rng: np.random.Generator) -> Iterator[tuple[float, float, float]]:
    """Models before training, what is wanted of them, and the price."""
    yield 0.3, 0.5, 0.25
    yield 0.3, 0.3, 0.25
    yield 0.3, 0.2, 0.25
    yield 0.3, 0.95, 1.0
    for _ in range(40):
        before, wanted = rng.uniform(0.05, 0.95, 2).tolist()
        yield before, wanted, float(2.0 ** rng.integers(-3, 1))


@exercise(
    "evaluation-awareness-2",
    audits,
    hints=(
        "Solve `odds after = odds before * exp(p / beta)` for p, the share of work that is graded.",
        "A share can't be below 0: if p is negative, the model is careful enough without grades. "
        "And a share can't be above 1: if p is, not even grading everything is enough.",
    ),
)
def share_to_grade(before: float, wanted: float, beta: float) -> float | None:
    """Find out how much of the work must be graded.

    Tests now can't be told from real use: some share of all work is
    graded, and nothing in the prompt says which. A careful answer
    earns one point if it is graded, else nothing.

    - `before`: how often work is careful before training.
    - `wanted`: how often the best possible model is to be careful.
    - `beta`: the price for drifting from the start, in points per nat.

    Returns the smallest share that is enough, at least 0, or None if
    not even a share of 1 is enough. For 0.3, 0.5 and 0.25, it is
    0.211824.
    """
    share = beta * (log_odds(wanted) - log_odds(before))
    return None if share > 1 else max(share, 0.0)


@share_to_grade.right
def share_by_ratio(before: Any, wanted: Any, beta: Any) -> Any:
    """The logarithm of a ratio of odds, within limits."""
    ratio = wanted * (1 - before) / (before * (1 - wanted))
    if ratio <= 1:
        return 0.0
    share = beta * math.log(ratio)
    return share if share <= 1 else None


@share_to_grade.mistake
def share_below_zero(before: Any, wanted: Any, beta: Any) -> Any:
    """Grades a negative share where the model is careful enough."""
    share = beta * (log_odds(wanted) - log_odds(before))
    return None if share > 1 else share


@share_to_grade.mistake
def share_above_one(before: Any, wanted: Any, beta: Any) -> Any:
    """Says that grading everything is always enough."""
    return min(1.0, max(0.0, beta * (log_odds(wanted) - log_odds(before))))


@share_to_grade.mistake
def share_of_shares(before: Any, wanted: Any, beta: Any) -> Any:
    """Takes shares for odds."""
    share = beta * math.log(wanted / before)
    return None if share > 1 else max(share, 0.0)


def streams(rng: np.random.Generator) -> Iterator[tuple[Array, Array, Array]]:
    """A vector, and the mean vectors of two kinds of prompts."""
    yield np.array([3.0, 5.0]), np.array([1.0, 0.0]), np.array([2.0, 0.0])
    yield np.array([3.0, 5.0]), np.array([0.0, 0.0]), np.array([2.0, 2.0])
    for _ in range(30):
        n = int(rng.integers(2, 6))
        x, real, test = rng.normal(size=(3, n))
        yield x, real, test


@exercise(
    "evaluation-awareness-3",
    streams,
    hints=(
        "The direction is `test - real`. Divide it by its length.",
        "`x @ u` is the position of x along a direction u of length 1. The vector must move along "
        "u from this position to the position of `real`.",
    ),
)
def set_to_real(x: Array, real: Array, test: Array) -> Array:
    """Set a vector of the residual stream to "real", in one direction.

    - `x`: the vector of one prompt, [n_embd].
    - `real`: the mean vector of prompts that look real.
    - `test`: the mean vector of prompts that look like a test.

    The direction leads from one mean to the other. Returns x, moved along
    this direction until it is as far along it as `real` is. At right
    angles to the direction, nothing changes. For `[3, 5]`, `[1, 0]` and
    `[2, 0]`, it is `[1, 5]`.
    """
    direction = (test - real) / np.linalg.norm(test - real)
    found: Array = x + ((real - x) @ direction) * direction
    return found


@set_to_real.right
def real_by_removal(x: Any, real: Any, test: Any) -> Any:
    """Remove what x has along the direction, and add what real has."""
    gap = test - real
    along = np.outer(gap, gap) / (gap @ gap)
    return x - along @ x + along @ real


@set_to_real.mistake
def real_removed(x: Any, real: Any, test: Any) -> Any:
    """Only removes the direction."""
    direction = (test - real) / np.linalg.norm(test - real)
    return x - (x @ direction) * direction


@set_to_real.mistake
def real_unscaled(x: Any, real: Any, test: Any) -> Any:
    """Forgets to divide the direction by its length."""
    direction = test - real
    return x + ((real - x) @ direction) * direction


@set_to_real.mistake
def real_shifted(x: Any, real: Any, test: Any) -> Any:
    """Adds the difference of the means, wherever x lies."""
    return x + real - test
