"""Exercises of the page on scale."""

from collections.abc import Iterator

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def power_laws(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, float]]:
    """Losses on a power law above a floor, then with some noise."""
    yield np.array([1e2, 1e4]), np.array([2.0, 1.1]), 1.0
    sizes = 10.0 ** np.arange(2, 8)
    for noise in [0.0] * 5 + [0.1] * 15:
        scale, exponent, floor = rng.uniform([1, 0.05, 0], [20, 0.8, 3])
        spread = np.exp(noise * rng.normal(size=len(sizes)))
        yield sizes, floor + scale * sizes**-exponent * spread, floor


@exercise(
    "scale-1",
    power_laws,
    hints=(
        "The logarithm of `a * N**-alpha` is `log(a) - alpha * log(N)`: a straight line in log N.",
        "Fit a line to `log(losses - floor)` against `log(sizes)`. Its slope is `-alpha`, and a is "
        "e to the power of its height at log N = 0.",
        "The slope by least squares is "
        "`sum((x - mean(x)) * (y - mean(y))) / sum((x - mean(x))**2)`, and `np.polyfit(x, y, 1)` "
        "computes it as well.",
    ),
)
def power_law(sizes: Array, losses: Array, floor: float) -> tuple[float, float]:
    """Fit a power law to the loss above a known floor.

    - `sizes`: array [n] of numbers of parameters, n at least 2.
    - `losses`: array [n], each above the floor.
    - `floor`: the entropy of the text. No model can have a lower loss.

    Fit a straight line to the logarithms by least squares. Returns a and
    alpha of `loss = floor + a * N**-alpha`. For sizes 100 and 10,000,
    losses 2.0 and 1.1 and a floor of 1.0, they are 10 and 0.5.
    """
    slope, height = np.polyfit(np.log(sizes), np.log(losses - floor), 1)
    return float(np.exp(height)), float(-slope)


@power_law.right
def law_by_normal_equations(sizes: Array, losses: Array, floor: float) -> list[float]:
    design = np.stack([np.ones(len(sizes)), np.log10(sizes)], axis=1)
    height, slope = np.linalg.lstsq(design, np.log10(losses - floor))[0]
    return [10**height, -slope]


@power_law.mistake
def law_without_floor(sizes: Array, losses: Array, floor: float) -> tuple[float, float]:
    slope, height = np.polyfit(np.log(sizes), np.log(losses), 1)
    return float(np.exp(height)), float(-slope)


@power_law.mistake
def law_with_its_logarithm(sizes: Array, losses: Array, floor: float) -> tuple[float, float]:
    slope, height = np.polyfit(np.log(sizes), np.log(losses - floor), 1)
    return float(height), float(-slope)


def stored(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, int, int]]:
    """How often facts are asked for, and how many a model stores."""
    yield np.array([0.5, 0.5]), 1, 4
    yield np.array([0.7, 0.2, 0.1]), 1, 2
    yield np.array([0.1, 0.2, 0.7]), 1, 2
    yield np.array([0.7, 0.2, 0.1]), 0, 8
    yield np.array([0.7, 0.2, 0.1]), 3, 8
    for n in (10, 100, 1000):
        frequency = np.arange(1, n + 1) ** -rng.uniform(0.5, 2)
        rng.shuffle(frequency)
        for capacity in (1, n // 3, n, 2 * n):
            yield frequency / frequency.sum(), capacity, 32


@exercise(
    "scale-2",
    stored,
    hints=(
        "A model with room for a few facts predicts best if it stores the most frequent ones.",
        "A stored fact costs nothing. Any other costs `log2(n_values)` bits each time it appears.",
        "Sort the frequencies in descending order, and add up those from index `capacity` on.",
    ),
)
def loss_of_facts(frequency: Array, capacity: int, n_values: int) -> float:
    """Compute the loss of a model that has room for only some facts.

    - `frequency`: array [n], the share of each fact in the text, in any
      order. They sum to 1.
    - `capacity`: how many facts the model can store. It stores those that
      make its loss as low as possible.
    - `n_values`: how many values a fact can have, all equally likely.

    Returns the mean loss in bits per fact. For shares of 0.7, 0.2 and
    0.1, a capacity of 1 and 2 values it is 0.3.
    """
    left = sorted(frequency)[: max(len(frequency) - capacity, 0)]
    return float(np.log2(n_values) * np.sum(left))


@loss_of_facts.right
def loss_by_counting(frequency: Array, capacity: int, n_values: int) -> float:
    left = list(frequency)
    for _ in range(min(capacity, len(left))):
        left.remove(max(left))
    return float(sum(left) * np.log2(n_values))


@loss_of_facts.mistake
def loss_in_given_order(frequency: Array, capacity: int, n_values: int) -> float:
    return float(frequency[capacity:].sum() * np.log2(n_values))


@loss_of_facts.mistake
def loss_in_nats(frequency: Array, capacity: int, n_values: int) -> float:
    falling = np.sort(frequency)[::-1]
    return float(falling[capacity:].sum() * np.log(n_values))
