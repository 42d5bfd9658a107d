"""Exercises of the page on alignment."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.alignment import preferences
from lessoncode.grading.exercise import exercise
from lessoncode.model.layers import Ids
from lessoncode.model.tensor import Array, Tensor


def choices(rng: np.random.Generator) -> Iterator[tuple[Array, Ids]]:
    """One pair, an answer in two pairs, pairs that come twice."""
    yield np.zeros(2), np.array([[0, 1]])
    yield np.array([1.0, 0]), np.array([[0, 1]])
    yield np.zeros(3), np.array([[0, 1], [0, 2]])
    yield np.array([1.0, 0, 0]), np.array([[0, 1], [1, 2], [0, 1]])
    for n in range(2, 30):
        first = rng.integers(n, size=2 * n)
        second = (first + rng.integers(1, n, size=2 * n)) % n
        yield 2 * rng.normal(size=n), np.stack([first, second], 1)


@exercise(
    "alignment-1",
    choices,
    hints=(
        "The margin of a pair is the reward of its preferred answer minus that of the other. The "
        "loss of a pair is `-log(sigmoid(margin))`.",
        "The slope of `-log(sigmoid(margin))` with respect to the margin is "
        "`-(1 - sigmoid(margin))`. The preferred answer gets this slope, and the other one gets it "
        "with the opposite sign.",
        "An answer may be in many pairs, and its slopes add up. If a row occurs twice, NumPy's "
        "`slopes[rows] += x` adds only once. A loop or `np.add.at` adds every time.",
    ),
)
def bradley_terry(rewards: Array, pairs: Ids) -> tuple[float, Array]:
    """Compute the loss of a reward model on comparisons, and its slopes.

    - `rewards`: an array [n_answers], one number for each answer.
    - `pairs`: an array [n_pairs, 2]. Each row has the indices of two
      answers, the preferred one first.

    Returns the loss and the slopes. The loss is the mean of
    `-log(p)` over the pairs, where p is the probability that Bradley and
    Terry's formula gives to the choice. The slopes are an array
    [n_answers]: how steeply the loss rises with each reward. For rewards
    `[0, 0, 0]` and pairs `[[0, 1], [0, 2]]`, the results are 0.693147 and
    `[-0.5, 0.25, 0.25]`.
    """
    taped = Tensor(np.asarray(rewards, float), requires_grad=True)
    better, worse = pairs.T
    margin = taped[better] - taped[worse]
    loss = preferences.bradley_terry(margin).mean()
    loss.backward()
    assert taped.grad is not None
    return float(loss.data), taped.grad


@bradley_terry.right
def comparisons_by_matrix(rewards: Any, pairs: Any) -> Any:
    """A matrix with 1 at the better and -1 at the worse of each pair."""
    sides = np.eye(len(rewards))[pairs]
    signs = sides[:, 0] - sides[:, 1]
    margins = signs @ rewards
    slopes = -signs.T @ (0.5 - 0.5 * np.tanh(margins / 2)) / len(pairs)
    return np.logaddexp(0, -margins).mean(), slopes


@bradley_terry.right
def comparisons_by_differences(rewards: Any, pairs: Any) -> Any:
    """Slopes by central differences, good to far more than six digits."""

    def loss(r: Any) -> Any:
        better, worse = np.transpose(pairs)
        return np.log1p(np.exp(r[worse] - r[better])).mean()

    step = 1e-4
    moves = np.eye(len(rewards)) * step
    # Two steps together cancel the error of third order.
    near = [loss(rewards + move) - loss(rewards - move) for move in moves]
    far = [loss(rewards + 2 * move) - loss(rewards - 2 * move) for move in moves]
    slopes = [(8 * a - b) / (12 * step) for a, b in zip(near, far, strict=True)]
    return loss(rewards), slopes


@bradley_terry.mistake
def comparisons_lost(rewards: Any, pairs: Any) -> Any:
    """Adds only once where an answer is in several pairs."""
    better, worse = pairs.T
    margins = rewards[better] - rewards[worse]
    miss = 1 / (1 + np.exp(margins)) / len(pairs)
    slopes = np.zeros(len(rewards))
    slopes[better] -= miss
    slopes[worse] += miss
    return np.log1p(np.exp(-margins)).mean(), slopes


def comparisons_with(rewards: Any, pairs: Any, sign: int = 1, uphill: int = 1, n: int = 0) -> Any:
    loss, slopes = 0.0, np.zeros(len(rewards))
    for better, worse in pairs:
        p = 1 / (1 + np.exp(sign * (rewards[worse] - rewards[better])))
        loss -= np.log(p) / (n or len(pairs))
        slopes[better] -= sign * uphill * (1 - p) / (n or len(pairs))
        slopes[worse] += sign * uphill * (1 - p) / (n or len(pairs))
    return loss, slopes


@bradley_terry.mistake
def comparisons_turned(rewards: Any, pairs: Any) -> Any:
    return comparisons_with(rewards, pairs, sign=-1)


@bradley_terry.mistake
def comparisons_uphill(rewards: Any, pairs: Any) -> Any:
    return comparisons_with(rewards, pairs, uphill=-1)


@bradley_terry.mistake
def comparisons_summed(rewards: Any, pairs: Any) -> Any:
    return comparisons_with(rewards, pairs, n=1)


def differences(rng: np.random.Generator) -> Iterator[tuple[Array, float]]:
    """One pair, equal pairs, raters who toss a coin, then many."""
    yield np.array([1.0]), 1.0
    yield np.array([-1.0]), 1.0
    yield np.array([0.0, 2.0]), 1.0
    yield np.array([1.0, 2.0]), 0.0
    for n in range(2, 30):
        yield rng.integers(-4, 5, n).astype(float), float(rng.choice([0.5, 1, 2]))


@exercise(
    "alignment-2",
    differences,
    hints=(
        "A rater prefers the first of a pair with probability "
        "`p = 1 / (1 + exp(-sharpness * margin))`. If the margin is above 0, p is above one half.",
        "Two raters agree if both prefer the first or both the second: "
        "`p * p + (1 - p) * (1 - p)`.",
        "The best model always names the answer that is worth more. It is right with probability p "
        "or 1 - p, whichever is larger.",
    ),
)
def ceiling(margins: Array, sharpness: float) -> tuple[float, float]:
    """Compute how often raters agree, and the ceiling for any model.

    - `margins`: an array [n_pairs], the worth of the first answer of each
      pair minus that of the second.
    - `sharpness`: margins are multiplied by this number before Bradley
      and Terry's formula turns them into probabilities.

    Returns two means over the pairs. The first is the probability that
    two raters, asked separately, prefer the same answer. The second is
    the probability that a model that knows the margins correctly
    predicts a rater's choice. With margins `[0, 2]` and sharpness 1, they
    are about 0.645 and 0.690.
    """
    p = preferences.preference(margins, sharpness)
    best = preferences.preference(np.abs(margins), sharpness)
    return preferences.rater_agreement(p), float(best.mean())


@ceiling.right
def ceiling_by_pairs(margins: Any, sharpness: float) -> Any:
    """Pair by pair, in plain Python."""
    agree, right = [], []
    for margin in margins:
        p = 1 / (1 + math.exp(-sharpness * margin))
        agree.append(p**2 + (1 - p) ** 2)
        right.append(max(p, 1 - p))
    return math.fsum(agree) / len(agree), math.fsum(right) / len(right)


@ceiling.right
def ceiling_by_tanh(margins: Any, sharpness: float) -> Any:
    """How far p is from one half, t / 2, decides both."""
    t = np.tanh(sharpness * np.asarray(margins) / 2)
    return np.mean(1 + t**2) / 2, np.mean(1 + abs(t)) / 2


def ceiling_with(margins: Any, sharpness: float, agree: Any, right: Any) -> Any:
    p = 1 / (1 + np.exp(-sharpness * np.asarray(margins)))
    return agree(p).mean(), right(p).mean()


def both(p: Any) -> Any:
    return p**2 + (1 - p) ** 2


def larger(p: Any) -> Any:
    return np.maximum(p, 1 - p)


@ceiling.mistake
def ceiling_agree_on_first(margins: Any, sharpness: float) -> Any:
    return ceiling_with(margins, sharpness, lambda p: p**2, larger)


@ceiling.mistake
def ceiling_says_the_first(margins: Any, sharpness: float) -> Any:
    return ceiling_with(margins, sharpness, both, lambda p: p)


@ceiling.mistake
def ceiling_as_often_as_a_rater(margins: Any, sharpness: float) -> Any:
    return ceiling_with(margins, sharpness, both, both)


@ceiling.mistake
def ceiling_of_the_mean(margins: Any, sharpness: float) -> Any:
    return ceiling_with(np.mean(margins), sharpness, both, larger)


@ceiling.mistake
def ceiling_without_sharpness(margins: Any, sharpness: float) -> Any:
    return ceiling_with(margins, 1.0, both, larger)
