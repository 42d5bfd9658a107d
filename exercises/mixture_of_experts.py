"""Exercises of the page on mixtures of experts."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def routings(rng: np.random.Generator) -> Iterator[tuple[Array, Array, int]]:
    """A router's scores, the output of each expert, and how many experts are taken."""
    yield np.log([0.5, 0.3, 0.2]), np.array([[1.0, 0.0], [0.0, 1.0], [5.0, 5.0]]), 2
    yield np.array([0.0, 1.0]), np.array([[2.0], [3.0]]), 1
    yield np.array([2.0, 0.0, 1.0]), np.array([[1.0], [2.0], [4.0]]), 3
    yield np.array([0.5, -1.0, 800.0]), np.array([[1.0], [2.0], [3.0]]), 1
    for n in range(2, 14):
        scores = rng.permutation(n) + rng.uniform(-0.4, 0.4, n).round(3)
        k = int(rng.integers(1, n + 1))
        yield scores / 2, rng.normal(size=(n, 3)).round(3), k


@exercise(
    "mixture-of-experts-1",
    routings,
    hints=(
        "Softmax over all scores: e to the power of each, divided by the sum. Subtract the "
        "largest score first, so that nothing overflows.",
        "`np.argsort(-scores)[:k]` gives the indices of the k experts with the highest scores.",
        "Don't divide the chosen experts' shares by their sum.",
    ),
)
def mixed(scores: Array, outputs: Array, k: int) -> Array:
    """Add up the outputs of the experts that a router chooses.

    - `scores`: an array [n], the router's score for each expert. No two
      are equal.
    - `outputs`: an array [n, m], a row for the output of each expert.
    - `k`: how many experts are chosen.

    Returns an array [m]: the sum, over the k experts with the highest
    scores, of an expert's share times its row. The shares are the
    softmax of all n scores.
    For the shares .5, .3 and .2, the rows `[1, 0]`, `[0, 1]` and `[5, 5]`,
    and k = 2, it is `[.5, .3]`.
    """
    p = np.exp(scores - scores.max())
    p = p / p.sum()
    least = np.sort(scores)[-k]
    total: Array = sum(
        (
            share * row
            for share, score, row in zip(p, scores, outputs, strict=True)
            if score >= least
        ),
        start=np.zeros(outputs.shape[1]),
    )
    return total


@mixed.right
def mixed_with_a_mask(scores: Any, outputs: Any, k: int) -> Any:
    p = np.exp(scores - scores.max())
    rank = np.argsort(np.argsort(-scores))
    return (p * (rank < k) / p.sum()) @ outputs


@mixed.mistake
def mixed_with_shares_that_sum_to_1(scores: Any, outputs: Any, k: int) -> Any:
    taken = np.argsort(-scores)[:k]
    p = np.exp(scores[taken] - scores.max())
    return (p / p.sum()) @ outputs[taken]


@mixed.mistake
def mixed_without_shares(scores: Any, outputs: Any, k: int) -> Any:
    return outputs[np.argsort(-scores)[:k]].sum(0)


@mixed.mistake
def mixed_with_all(scores: Any, outputs: Any, k: int) -> Any:
    p = np.exp(scores - scores.max())
    return p / p.sum() @ outputs


@mixed.mistake
def mixed_with_the_lowest(scores: Any, outputs: Any, k: int) -> Any:
    p = np.exp(scores - scores.max())
    taken = np.argsort(scores)[:k]
    return (p / p.sum())[taken] @ outputs[taken]


def batches(rng: np.random.Generator) -> Iterator[tuple[list[float], int]]:
    """Shares of the experts, and how many tokens are in a batch."""
    yield [0.5, 0.5], 2
    yield [1.0], 3
    yield [0.75, 0.25], 1
    yield [0.5, 0.25, 0.25, 0.0], 3
    yield [0.25, 0.25, 0.5], 4
    for n in (2, 2, 3, 3, 4, 5):
        parts = rng.integers(1, 9, n)
        yield [float(part) / float(parts.sum()) for part in parts], int(rng.integers(1, 5))


@exercise(
    "mixture-of-experts-2",
    batches,
    hints=(
        "Ask for one expert first: how likely is it that no token goes to it?",
        "A token goes elsewhere with probability `1 - share`. For all tokens, multiply these.",
        "The mean of a sum is the sum of the means: add up, over the experts, the probability "
        "that at least one token goes there.",
    ),
)
def touched(shares: list[float], n_batch: int) -> float:
    """Compute how many experts a batch needs on average.

    - `shares`: the probability that a token goes to each expert. They
      sum to 1, and each token takes one expert.
    - `n_batch`: how many tokens are in the batch. They choose
      independently.

    Returns the expected number of experts to which at least one token
    goes.
    `touched([0.5, 0.5], 2)` is 1.5.
    """
    experts = range(len(shares))
    ways = product(experts, repeat=n_batch)
    return float(sum(len(set(way)) * np.prod([shares[e] for e in way]) for way in ways))


@touched.right
def touched_by_complement(shares: Any, n_batch: int) -> Any:
    return len(shares) - sum((1 - share) ** n_batch for share in shares)


@touched.mistake
def touched_one_each(shares: Any, n_batch: int) -> Any:
    return min(len(shares), n_batch)


@touched.mistake
def touched_as_if_even(shares: Any, n_batch: int) -> Any:
    n = len(shares)
    return n * (1 - (1 - 1 / n) ** n_batch)


@touched.mistake
def touched_by_shares(shares: Any, n_batch: int) -> Any:
    return sum(min(1, n_batch * share) for share in shares)


@touched.mistake
def touched_as_a_part(shares: Any, n_batch: int) -> Any:
    """The share of the experts, not their number."""
    return touched_by_complement(shares, n_batch) / len(shares)
