"""Exercises of the page on how large a model must be."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def published(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Sizes and scores: sorted, turned round, with equals, and at random."""
    yield np.array([1.0, 2.0, 3.0]), np.array([5.0, 7.0, 6.0])
    yield np.array([3.0, 1.0, 2.0]), np.array([6.0, 5.0, 7.0])
    yield np.array([1.0, 2.0]), np.array([4.0, 4.0])
    yield np.array([1.0, 1.0, 2.0]), np.array([9.0, 3.0, 5.0])
    for n in range(3, 12):
        yield rng.permutation(n) + 1.0, rng.permutation(n) / n
        sizes = np.append(rng.integers(1, 6, n), [1, 9]).astype(np.float64)
        yield sizes, rng.integers(0, 5, n + 2).astype(np.float64)


@exercise(
    "how-large-1",
    published,
    hints=(
        "Go over all pairs of models: `itertools.combinations(zip(sizes, solved), 2)`.",
        "Skip pairs of the same size. In all other pairs, put the smaller model first, and compare "
        "the two shares.",
        "Add 1 if the larger model solves less, and a half if both solve the same share. Divide "
        "by the number of pairs that you didn't skip.",
    ),
)
def out_of_order(sizes: Array, solved: Array) -> float:
    """Measure how far a list of models is from being sorted by size.

    - `sizes`: array [n] of numbers of parameters, not all the same.
    - `solved`: array [n], the share of problems that each model solves.

    Returns the share of pairs in which the larger model solves less. If
    both models of a pair solve the same share, the pair counts as a
    half. Pairs of the same size are left out. With sizes 1, 2, 3 and
    solved 5, 7, 6, one of the three pairs is out of order: 0.333... The
    result is 0 if the models are sorted by size, 1 if their order is
    reversed, and 0.5 on average if size doesn't matter.
    """
    larger = np.sign(sizes[:, None] - sizes)
    better = np.sign(solved[:, None] - solved)
    return float((1 - (larger * better)[larger != 0].mean()) / 2)


def pairs(sizes: Array, solved: Array) -> list[tuple[Any, Any]]:
    """All pairs of (size, solved), the smaller size first."""
    models = sorted(zip(sizes.tolist(), solved.tolist(), strict=True))
    return list(combinations(models, 2))


@out_of_order.right
def out_of_order_one_by_one(sizes: Array, solved: Array) -> float:
    found = [(a[1] > b[1]) + (a[1] >= b[1]) for a, b in pairs(sizes, solved) if a[0] < b[0]]
    return float(Fraction(sum(found), 2 * len(found)))


@out_of_order.mistake
def out_of_order_without_equals(sizes: Array, solved: Array) -> Any:
    """Takes what solves the same for sorted."""
    found = [a[1] > b[1] for a, b in pairs(sizes, solved) if a[0] < b[0]]
    return float(sum(found) / len(found))


@out_of_order.mistake
def out_of_order_of_all(sizes: Array, solved: Array) -> Any:
    """Divides by all pairs, also those of one size."""
    every = pairs(sizes, solved)
    found = [((a[1] > b[1]) + (a[1] >= b[1])) / 2 for a, b in every if a[0] < b[0]]
    return float(sum(found) / len(every))


@out_of_order.mistake
def out_of_order_of_neighbours(sizes: Array, solved: Array) -> float:
    """Compares each model with the next larger one only."""
    steps = np.sign(np.diff(solved[np.argsort(sizes, kind="stable")]))
    return float((1 - steps.mean()) / 2)


def tries(rng: np.random.Generator) -> Iterator[tuple[int, int, int]]:
    """None passed, all passed, fewer failed than are picked, and others."""
    yield 4, 2, 2
    yield 10, 0, 3
    yield 10, 10, 3
    yield 10, 8, 3
    yield 5, 1, 1
    for n in (2, 3, 20, 100, 200):
        for _ in range(3):
            yield n, int(rng.integers(0, n + 1)), int(rng.integers(1, n + 1))


@exercise(
    "how-large-2",
    tries,
    hints=(
        "It is easier to compute the probability that all k picked answers failed. Subtract it "
        "from 1.",
        "The first picked answer failed with probability `(n - passed) / n`. After that, one "
        "failed answer fewer is left, and one answer fewer in total.",
        "Multiply `(n - passed - i) / (n - i)` for i from 0 to k - 1. If fewer than k answers "
        "failed, one of the factors is 0, and so is the product.",
    ),
)
def pass_at(n: int, passed: int, k: int) -> float:
    """Compute how likely at least one of k attempts is to pass.

    - `n`: how many answers the model gave to one problem.
    - `passed`: how many of them passed the test.
    - `k`: how many of the n answers we pick at random, none of them twice.

    Returns the probability that at least one picked answer passed. If 2
    of 4 answers pass and we pick 2, it is 0.8333...: of the six possible
    pairs, only one has two failures. This is pass@k, the score used by
    HumanEval (Chen et al. 2021, arXiv 2107.03374).
    """
    return float(1 - Fraction(comb(n - passed, k), comb(n, k)))


@pass_at.right
def pass_by_logarithms(n: int, passed: int, k: int) -> float:
    """The chance of failing, picked in turn, or 1 if there must be one that passes."""
    if k > n - passed:
        return 1.0
    i = np.arange(k)
    return float(-np.expm1((np.log(n - passed - i) - np.log(n - i)).sum()))


@pass_at.mistake
def pass_with_putting_back(n: int, passed: int, k: int) -> float:
    """As if the same answer could be picked again."""
    return float(1 - (1 - passed / n) ** k)


@pass_at.mistake
def pass_added_up(n: int, passed: int, k: int) -> float:
    return min(1.0, k * passed / n)


@pass_at.mistake
def pass_of_all(n: int, passed: int, k: int) -> float:
    """The chance that all of them pass."""
    return comb(passed, k) / comb(n, k)
