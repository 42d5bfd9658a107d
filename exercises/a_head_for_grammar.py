"""Exercises of the page on a head for grammar."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def layers(rng: np.random.Generator) -> Iterator[tuple[Array, Array, int, int]]:
    """What heads gathered, the matrix behind them, and the head to go."""
    yield np.array([[1.0, 2.0]]), np.eye(2), 2, 1
    yield np.array([[1.0, 2.0]]), np.array([[0.0, 1.0], [0.0, 3.0]]), 2, 0
    yield np.ones((1, 4)), np.arange(16.0).reshape(4, 4), 2, 1
    for _ in range(12):
        n_head, d_head = (int(n) for n in rng.integers(2, 5, size=2))
        width = n_head * d_head
        gathered = rng.normal(size=(3, width))
        yield gathered, rng.normal(size=(width, width)), n_head, int(rng.integers(n_head))


@exercise(
    "a-head-for-grammar-1",
    layers,
    hints=(
        "Each head has its own block of numbers. The first `width / n_head` numbers belong to "
        "head 0, the next ones to head 1, and so on.",
        "Set the block of the head to 0 in a copy of what was gathered. Or set the same columns of "
        "the matrix to 0, which has the same effect.",
        "Then compute `gathered @ out.T`, as with all heads.",
    ),
)
def without(gathered: Array, out: Array, n_head: int, head: int) -> Array:
    """Compute what attention adds to the stream without one head.

    - `gathered`: an array [n_seq, width]. For each token, it holds what
      the heads gathered, side by side: head 0, then head 1, ...
    - `out`: the output matrix [width, width]. With all heads,
      `gathered @ out.T` is added to the stream, so column i of the matrix
      belongs to number i of what was gathered.
    - `n_head, head`: the number of heads, and the one to remove, counted
      from 0.

    Returns an array [n_seq, width]. Don't change the inputs.
    With `[[1, 2]]`, the matrix `[[0, 1], [0, 3]]` and two heads, the result
    is `[[2, 6]]` without head 0 and `[[0, 0]]` without head 1.
    """
    width = len(out)
    keep = np.arange(width) // (width // n_head) != head
    return np.asarray((gathered * keep) @ out.T)


@without.right
def without_by_columns(gathered: Any, out: Any, n_head: int, head: int) -> Any:
    d = len(out) // n_head
    cut = out.copy()
    cut[:, head * d : (head + 1) * d] = 0
    return gathered @ cut.T


@without.right
def without_by_taking_off(gathered: Any, out: Any, n_head: int, head: int) -> Any:
    d = len(out) // n_head
    mine = slice(head * d, (head + 1) * d)
    return gathered @ out.T - gathered[:, mine] @ out[:, mine].T


@without.mistake
def without_rows(gathered: Any, out: Any, n_head: int, head: int) -> Any:
    d = len(out) // n_head
    cut = out.copy()
    cut[head * d : (head + 1) * d] = 0
    return gathered @ cut.T


@without.mistake
def without_counting_from_one(gathered: Any, out: Any, n_head: int, head: int) -> Any:
    return without_by_columns(gathered, out, n_head, head - 1)


@without.mistake
def without_interleaved(gathered: Any, out: Any, n_head: int, head: int) -> Any:
    """As if the numbers of the heads took turns."""
    cut = out.copy()
    cut[:, head::n_head] = 0
    return gathered @ cut.T


@without.mistake
def without_turning(gathered: Any, out: Any, n_head: int, head: int) -> Any:
    d = len(out) // n_head
    kept = gathered.copy()
    kept[:, head * d : (head + 1) * d] = 0
    return kept @ out


@without.mistake
def without_all_others(gathered: Any, out: Any, n_head: int, head: int) -> Any:
    d = len(out) // n_head
    mine = slice(head * d, (head + 1) * d)
    return gathered[:, mine] @ out[:, mine].T


def scores(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """How well a model does without each part, and without each two."""

    def both(alone: list[float], *lost: tuple[int, int]) -> tuple[Array, Array]:
        single = np.array(alone)
        pair = np.minimum.outer(single, single)
        for i, j in lost:
            pair[i, j] = pair[j, i] = 0.1
        return single, pair

    yield both([1.0, 0.9], (0, 1))
    yield both([1.0, 0.2])
    yield both([0.2, 0.9, 0.9], (1, 2))
    yield both([1.0, 1.0, 1.0])
    yield both([0.8, 0.8, 1.0], (0, 1), (1, 2))
    for n in range(3, 12):
        single = rng.choice([0.1, 0.5, 0.7, 0.8, 0.9, 1.0], size=n)
        noise = rng.uniform(0, 1, size=(n, n))
        pair = np.minimum.outer(single, single) * np.maximum(noise, noise.T)
        np.fill_diagonal(pair, single)
        yield single, pair


@exercise(
    "a-head-for-grammar-2",
    scores,
    hints=(
        "First find the parts that can be removed one at a time. If the share without a part is "
        "below 0.8, the part can't be removed, and pairs with it don't count.",
        "For two parts i and j that can be removed, look at `pair[i, j]`. The pair counts if this "
        "share is below 0.5.",
        "`itertools.combinations(range(n), 2)` gives each pair once, with the smaller index first.",
    ),
)
def hidden(single: Array, pair: Array) -> list[tuple[int, int]]:
    """Find pairs of parts that can be removed singly, but not together.

    - `single`: an array [n], the share of right answers without each part.
    - `pair`: an array [n, n], the share of right answers without two parts
      at once. `pair[i, j]` and `pair[j, i]` are the same.

    Returns a list of pairs `(i, j)` in ascending order, with `i < j`.
    Without only one of the two parts, the share must be at least 0.8, and
    without both, it must be below 0.5.
    """
    fine = [int(i) for i in np.flatnonzero(single >= 0.8)]
    return [(i, j) for i, j in combinations(fine, 2) if pair[i, j] < 0.5]


@hidden.right
def hidden_by_masks(single: Any, pair: Any) -> Any:
    fine = single >= 0.8
    found = np.triu(np.outer(fine, fine) & (pair < 0.5), 1)
    return np.argwhere(found).tolist()


def every(single: Any, pair: Any) -> Any:
    return combinations(range(len(single)), 2)


@hidden.mistake
def hidden_and_missed(single: Any, pair: Any) -> Any:
    """Also pairs of which one part is missed alone."""
    return [(i, j) for i, j in every(single, pair) if pair[i, j] < 0.5]


@hidden.mistake
def hidden_one_spared(single: Any, pair: Any) -> Any:
    found = [(i, j) for i, j in every(single, pair) if pair[i, j] < 0.5]
    return [(i, j) for i, j in found if max(single[i], single[j]) >= 0.8]


@hidden.mistake
def hidden_both_ways(single: Any, pair: Any) -> Any:
    fine = single >= 0.8
    return np.argwhere(np.outer(fine, fine) & (pair < 0.5)).tolist()


@hidden.mistake
def hidden_above(single: Any, pair: Any) -> Any:
    """Above 0.8, not from 0.8 on."""
    return hidden_by_masks(np.where(single > 0.8, single, 0), pair)


@hidden.mistake
def hidden_added_up(single: Any, pair: Any) -> Any:
    """As if the losses of two parts added up."""
    fine = np.flatnonzero(single >= 0.8).tolist()
    return [(i, j) for i, j in combinations(fine, 2) if single[i] + single[j] - 1 < 0.5]
