"""Exercises of the page on hallucination."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def tests(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, Array]]:
    """Questions with confidences that tie, and thresholds."""
    yield np.array([0.9, 0.2]), np.array([True, False]), np.array([0.0])
    yield np.array([0.9, 0.2]), np.array([True, False]), np.array([0.5])
    yield np.array([0.5, 0.4]), np.array([True, False]), np.array([0.5])
    yield np.array([0.5, 0.4]), np.array([True, False]), np.array([0.8])
    for n in range(3, 20):
        confidence = rng.integers(0, 5, size=n) / 4
        right = rng.random(n) < confidence
        yield confidence, right, np.arange(9) / 8


@exercise(
    "hallucination-1",
    tests,
    hints=(
        "At one threshold, the answered questions are those with `confidence >= threshold`.",
        "For the first number, divide by all questions. For the second, divide by the answered "
        "ones. The mean of an array of booleans is the share that is true.",
        "The numbers are `answered.mean()` and `right[answered].mean()`. If `answered.any()` is "
        "false, the second is `float('nan')`.",
    ),
)
def coverage(confidence: Array, right: Array, thresholds: Array) -> Array:
    """Answer only if sure: what share is answered, and what share is right?

    - `confidence`: an array [n], the probability of the most probable
      answer to each question.
    - `right`: an array [n] of booleans: is that answer right?
    - `thresholds`: an array. A question is answered if its confidence is
      at least the threshold.

    Returns a pair for each threshold: the share of all questions that
    are answered, and the share of these answers that are right, or `nan` if
    there are none. With confidence `[0.9, 0.2]` and right `[True, False]`,
    the thresholds `[0, 0.5]` give `[[1, 0.5], [0.5, 1]]`.
    """
    pairs = []
    for threshold in thresholds:
        given = [r for c, r in zip(confidence, right, strict=True) if c >= threshold]
        good = sum(given) / len(given) if given else np.nan
        pairs.append((len(given) / len(confidence), good))
    return np.array(pairs)


Pairs = list[tuple[float, float]]


@coverage.right
def coverage_at_once(confidence: Array, right: Array, thresholds: Array) -> Array:
    """A table with a row for each threshold."""
    answered = confidence >= thresholds[:, None]
    with np.errstate(invalid="ignore"):
        good = (answered & right).sum(1) / answered.sum(1)
    return np.stack([answered.mean(1), good], axis=1)


@coverage.mistake
def coverage_above(confidence: Array, right: Array, thresholds: Array) -> Pairs:
    pairs = []
    for threshold in thresholds:
        answered = confidence > threshold
        good = float(right[answered].mean()) if answered.any() else float("nan")
        pairs.append((float(answered.mean()), good))
    return pairs


@coverage.mistake
def coverage_of_all(confidence: Array, right: Array, thresholds: Array) -> Pairs:
    given = [confidence >= threshold for threshold in thresholds]
    return [(a.mean(), (a & right).mean()) for a in given]


@coverage.mistake
def coverage_counted(confidence: Array, right: Array, thresholds: Array) -> Pairs:
    pairs = coverage_at_once(confidence, right, thresholds)
    return [(answered * len(right), good) for answered, good in pairs]


@coverage.mistake
def coverage_with_0(confidence: Array, right: Array, thresholds: Array) -> Pairs:
    pairs = coverage_at_once(confidence, right, thresholds)
    return [(a, 0 if np.isnan(good) else good) for a, good in pairs]


def marked(rng: np.random.Generator) -> Iterator[tuple[Array, float]]:
    """Distributions, and marks from lenient to strict."""
    yield np.array([[0.6, 0.3]]), 0
    yield np.array([[0.4, 0.3]]), 1
    yield np.array([[0.6, 0.3]]), 1
    yield np.array([[0.6, 0.3]]), 2
    yield np.array([[0.5, 0.5], [0.25, 0.75]]), 1
    for n in range(2, 20):
        p = rng.dirichlet(np.full(5, 0.5), n)[:, :4]
        yield p, round(rng.uniform(0, 4), 3)


@exercise(
    "hallucination-2",
    marked,
    hints=(
        "If you answer at all, give the answer with the largest probability. Call it p.",
        "You win 1 point with probability p, and lose the penalty with probability 1 - p. "
        "Abstaining wins 0. If the true answer isn't in the row, yours is wrong.",
        "Answer if `p - (1 - p) * penalty > 0`. With the penalty `t / (1 - t)`, that means "
        "`p > t`.",
    ),
)
def choose(p: Array, penalty: float) -> list[int]:
    """Answer or abstain, whichever scores better on average.

    - `p`: an array [n, n_answers]. Each row has the probabilities of the
      answers that a model can give to one question. A row may add
      up to less than 1: the rest is for answers it can't give.
    - `penalty`: a right answer wins 1 point, a wrong one loses this many
      points, and abstaining wins 0.

    Returns, for each question, the index of the answer to give, or -1
    to abstain. Take the probabilities to be correct, and abstain if
    answering gains nothing on average.
    `choose([[0.6, 0.3], [0.2, 0.7]], 2)` is `[-1, 1]`.
    """
    marks = p - (1 - p) * penalty
    abstain = np.zeros((len(p), 1))
    best = np.concatenate([abstain, marks], axis=1).argmax(1) - 1
    return [int(place) for place in best]


@choose.right
def choose_by_fractions(p: Array, penalty: float) -> list[int]:
    """In exact arithmetic, question by question."""
    choices = []
    for row in p.tolist():
        best = max(map(Fraction, row))
        gain = best - (1 - best) * Fraction(penalty)
        choices.append(row.index(max(row)) if gain > 0 else -1)
    return choices


@choose.mistake
def guess(p: Array, penalty: float) -> Any:
    return p.argmax(1)


@choose.mistake
def choose_above_a_half(p: Array, penalty: float) -> Any:
    return np.where(p.max(1) > 0.5, p.argmax(1), -1)


@choose.mistake
def choose_among_the_listed(p: Array, penalty: float) -> list[int]:
    return choose_by_fractions(p / p.sum(1, keepdims=True), penalty)


@choose.mistake
def choose_by_a_loss_for_certain(p: Array, penalty: float) -> Any:
    return np.where(p.max(1) > penalty, p.argmax(1), -1)


@choose.mistake
def choose_from_t(p: Array, penalty: float) -> Any:
    """Takes the penalty for the threshold's odds, upside down."""
    return np.where(p.max(1) > 1 / (1 + penalty), p.argmax(1), -1)


@choose.mistake
def choose_if_nothing_is_lost(p: Array, penalty: float) -> Any:
    return np.where(p.max(1) >= penalty / (1 + penalty), p.argmax(1), -1)
