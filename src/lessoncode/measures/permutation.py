"""Was it chance? Shuffling shows how often chance would look the same.

    >>> from lessoncode.measures.permutation import gap_p
    >>> ours, others = np.array([5.0, 6.0, 7.0, 8.0]), np.array([1.0, 2.0, 3.0, 4.0])
    >>> gap_p(ours, others, n_shuffles=999, rng=np.random.default_rng(0)) < 0.05
    True

The p-value is a share of shuffles:

    p = (1 + shuffles that look at least as unusual) / (1 + shuffles)

If the order or the labels mean nothing, p is at most 0.05 in at most one case in twenty: the rate
of false alarms is known, whatever the model. There are two tests:

    order   is a list more likely in its own order than in others?
    gap     are these values above those, or could the labels be
            exchanged?

A model that read a list in its order may prefer that order. One that did not read it cannot know
the order, if the order means nothing.

Source: Oren et al. 2023, "Proving Test Set Contamination in Black Box Language Models", arXiv
2310.17623, for the order test.

Differs in: They compare each part of a list with its own shuffles and join the parts by a t-test.
Here, the log-probabilities of all parts, each shuffled, are added up.

Checked against: all orders and all exchanges of labels, listed.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import as_many, count, shape
from lessoncode.model.tensor import Array

Item = TypeVar("Item")


def p_value(seen: float, shuffled: Array) -> float:
    """The share of numbers, `seen` and the shuffled [n], that are at least as large as `seen`.

    Raises ValueError if one is NaN, or if there are no shuffles.
    """
    shuffled = values("shuffled", shuffled)
    count(shuffles=len(shuffled))
    shape("seen", np.asarray(seen))
    if np.isnan(seen) or np.isnan(shuffled).any():
        raise ValueError("what was seen, or a shuffle, is NaN")
    n_as_large = int((shuffled >= seen).sum())
    return (1 + n_as_large) / (1 + len(shuffled))


def values(name: str, x: npt.ArrayLike) -> Array:
    """Numbers in float64, NaN included: [n]. Raises ValueError for another shape."""
    array = np.asarray(x, np.float64)
    shape(name, array, "n")
    return array


def order_p(
    log_probs: Callable[[list[list[Item]]], Array],
    items: Sequence[Item],
    n_part: int,
    n_shuffles: int,
    rng: np.random.Generator,
) -> float:
    """Is a list more likely in this order? A small p says yes.

    The list is cut into parts of `n_part` items, and each is shuffled separately. `log_probs`
    returns the model's log-probability of each of many orders of items: -> [n_orders]. Raises
    ValueError if it returns something else, for an empty list, and as `p_value` does.
    """
    count(items=len(items), n_shuffles=n_shuffles, n_part=n_part)
    total = np.zeros(1 + n_shuffles)
    for start in range(0, len(items), n_part):
        part = list(items[start : start + n_part])
        orders = [part]
        for _ in range(n_shuffles):
            orders.append([part[i] for i in rng.permutation(len(part))])
        found = values("log_probs", log_probs(orders))
        as_many(orders=orders, log_probs=found)
        total += found
    nearly = 1e-9 * abs(float(total[0]))  # sums differ by rounding
    return p_value(float(total[0]) - nearly, total[1:])


def gap_p(
    ours: Array,
    others: Array,
    n_shuffles: int,
    rng: np.random.Generator,
) -> float:
    """Is the mean of `ours` above that of `others`? A small p says yes.

    A shuffle deals all values out again to the two groups. Raises
    ValueError for an empty group, another shape, and NaN.
    """
    ours, others = values("ours", ours), values("others", others)
    count(ours=len(ours), others=len(others), n_shuffles=n_shuffles)
    both = np.concatenate([ours, others])
    # The sum of all stays the same, so the sum of ours is enough.
    sums = np.empty(n_shuffles)
    for i in range(n_shuffles):
        sums[i] = rng.permutation(both)[: len(ours)].sum()
    finite = both[np.isfinite(both)]
    nearly = 1e-9 * float(np.abs(finite).sum())  # sums are rounded
    return p_value(float(ours.sum()) - nearly, sums)
