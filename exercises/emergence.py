"""Exercises of the page on emergence."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def token_probabilities(rng: np.random.Generator) -> Iterator[tuple[Array]]:
    """Certain ones, even ones, and ones that rise and fall together."""
    yield (np.array([[0.5, 0.5]]),)
    yield (np.array([[1.0, 1.0], [0.0, 0.5]]),)
    yield (np.array([[0.9], [0.1]]),)
    for n_sums, n_tokens in [(3, 2), (5, 4), (50, 3), (200, 20)]:
        yield (rng.random((n_sums, n_tokens)),)
        yield (rng.random((n_sums, 1)) ** np.linspace(0, 1, n_tokens),)


@exercise(
    "emergence-1",
    token_probabilities,
    hints=(
        "The smooth measure is the mean over all tokens of all sums.",
        "The probability that one sum is completely correct is the product of its row. The "
        "expected share is the mean of these products.",
        "The estimate is the smooth measure to the power of the number of tokens. It equals the "
        "expected share if all tokens have the same probability, and usually not otherwise.",
    ),
)
def two_measures(p: Array) -> tuple[float, float, float]:
    """Score the same answers by a smooth measure and a strict one.

    - `p`: array [n_sums, n_tokens]: the probability of each token of each
      correct answer, given the correct tokens before it.

    Returns three numbers: the mean probability of a token; the expected
    share of completely correct answers if each token is drawn at
    random; and an estimate of that share from the mean alone, as if all
    tokens had the same probability. For `[[1, 1], [0, 0.5]]`, they are
    0.625, 0.5 and 0.390625.
    """
    smooth = float(np.mean(p))
    whole = [float(np.exp(np.log(row).sum())) if row.all() else 0.0 for row in p]
    return smooth, sum(whole) / len(whole), smooth ** p.shape[1]


@two_measures.right
def measures_in_fractions(p: Array) -> list[float]:
    rows = [[Fraction(float(x)) for x in row] for row in p]
    smooth = sum(map(sum, rows), Fraction(0)) / p.size
    whole = sum(map(prod, rows), Fraction(0)) / len(rows)
    return [float(smooth), float(whole), float(smooth) ** p.shape[1]]


@two_measures.mistake
def measures_by_columns(p: Array) -> tuple[float, float, float]:
    """As if the tokens of an answer had nothing to do with each other."""
    return float(p.mean()), float(p.mean(axis=0).prod()), float(p.mean() ** p.shape[1])


@two_measures.mistake
def measures_by_majority(p: Array) -> tuple[float, float, float]:
    return float(p.mean()), float((p > 0.5).all(axis=1).mean()), float(p.mean() ** p.shape[1])


def falls(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Losses that fall at once, slowly, late, and not always."""
    steps = np.arange(0, 101, 10)
    yield np.array([0, 100]), np.array([1.0, 0.0])
    yield np.array([0, 50, 100]), np.array([2.0, 2.0, 0.0])
    yield np.array([0, 10, 20, 30]), np.array([2.0, 3.0, 0.0, 1.0])
    yield steps, np.linspace(3, 1, 11)
    for middle in (20, 50, 80):
        for width in (1, 5, 20):
            yield steps, 1 + 4 / (1 + np.exp((steps - middle) / width))
    for _ in range(10):
        losses = np.sort(rng.random(11))[::-1] + 0.05 * rng.normal(size=11)
        losses[0], losses[-1] = 2, -1
        yield steps, losses


@exercise(
    "emergence-2",
    falls,
    hints=(
        "The whole fall is `losses[0] - losses[-1]`. One level is below the first loss by a tenth "
        "of this fall, and the other by nine tenths.",
        "For each level, find the first i at which `losses[i]` is at the level or below it. The "
        "loss reached the level between `steps[i - 1]` and `steps[i]`.",
        "On the line between these points, the loss is at the level at step `steps[i - 1] + "
        "(losses[i - 1] - level) / (losses[i - 1] - losses[i]) * (steps[i] - steps[i - 1])`.",
    ),
)
def length_of_fall(steps: Array, losses: Array) -> float:
    """Measure how suddenly a loss falls.

    - `steps`: array [n], the steps at which the loss was measured, in
      order.
    - `losses`: array [n]. The last is lower than the first, but the loss
      may rise in between. Between two points, the curve is a straight
      line.

    The whole fall is the first loss minus the last. Returns the number
    of steps between two points: the first at which the loss has fallen
    by a tenth of the whole fall, and the first at which it has fallen
    by nine tenths. For steps 0, 50, 100 and losses 2, 2, 0, the result
    is 40.
    """
    reached = []
    for share in (0.1, 0.9):
        level = losses[0] - share * (losses[0] - losses[-1])
        for (start, high), (end, low) in pairwise(zip(steps, losses, strict=True)):
            if low <= level:
                reached.append(np.interp(level, [low, high], [end, start]))
                break
    return float(reached[1] - reached[0])


@length_of_fall.right
def fall_by_roots(steps: Array, losses: Array) -> Any:
    """Crossings of each piece of line, all at once."""

    def reached(share: float) -> Any:
        level = (1 - share) * losses[0] + share * losses[-1]
        above, below = losses[:-1] - level, losses[1:] - level
        part = above / np.where(above == below, 1, above - below)
        crossed = (above > 0) & (below <= 0)
        return (steps[:-1] + part * np.diff(steps))[crossed].min()

    return reached(0.9) - reached(0.1)


@length_of_fall.mistake
def fall_at_measured_steps(steps: Array, losses: Array) -> Any:
    fallen = (losses[0] - losses) / (losses[0] - losses[-1])
    return steps[np.argmax(fallen >= 0.9)] - steps[np.argmax(fallen >= 0.1)]


@length_of_fall.mistake
def fall_from_the_highest(steps: Array, losses: Array) -> Any:
    """Takes the whole fall from the highest to the lowest point."""

    def reached(share: float) -> Any:
        level = losses.max() - share * (losses.max() - losses.min())
        i = max(int(np.argmax(losses <= level)), 1)
        part = (losses[i - 1] - level) / (losses[i - 1] - losses[i])
        return steps[i - 1] + part * (steps[i] - steps[i - 1])

    return reached(0.9) - reached(0.1)
