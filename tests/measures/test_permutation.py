"""Permutation tests, against all orders and all exchanges of labels."""

from itertools import combinations, permutations

import numpy as np
import pytest

from lessoncode.measures.permutation import gap_p, order_p, p_value
from lessoncode.model.tensor import Array

RISING = "abcd"


def ascents(orders: list[list[str]]) -> Array:
    """A model that likes each letter to come before a later one."""
    pairs = [sum(a < b for a, b in combinations(order, 2)) for order in orders]
    return np.array(pairs, float)


def test_p_counts_what_was_seen_itself() -> None:
    assert p_value(2.0, np.array([1.0, 2.0, 3.0])) == 3 / 4
    assert p_value(9.0, np.array([1.0, 2.0, 3.0])) == 1 / 4


@pytest.mark.parametrize("seen", [*permutations(RISING)][::5])
def test_an_order_against_all_orders(seen: tuple[str, ...]) -> None:
    scores = ascents([list(order) for order in permutations(RISING)])
    exact = (scores >= ascents([list(seen)])[0]).mean()
    p = order_p(ascents, seen, 4, 4000, np.random.default_rng(0))
    assert p == pytest.approx(exact, abs=0.03)


def test_parts_are_shuffled_by_themselves() -> None:
    """In parts of one nothing can be shuffled, so nothing is unusual."""
    rng = np.random.default_rng(0)
    assert order_p(ascents, RISING, 1, 99, rng) == 1
    # Two parts of two: one order in four is as good as this one.
    assert order_p(ascents, RISING, 2, 4000, rng) == pytest.approx(1 / 4, abs=0.03)


def test_a_gap_against_all_exchanges() -> None:
    ours, others = np.array([1.0, 4.0, 3.0]), np.array([2.0, 0.0, 2.5, 1.5])
    sums = [sum(some) for some in combinations([*ours, *others], 3)]
    exact = np.mean([total >= 8.0 for total in sums])
    p = gap_p(ours, others, 8000, np.random.default_rng(0))
    assert p == pytest.approx(exact, abs=0.02)


def test_equal_values_are_no_gap() -> None:
    rng = np.random.default_rng(0)
    assert gap_p(np.full(3, 0.1), np.full(7, 0.1), 99, rng) == 1


def test_false_alarms_are_as_rare_as_promised() -> None:
    rng = np.random.default_rng(0)
    drawn = rng.normal(size=(800, 20))
    found = [gap_p(row[:8], row[8:], 19, rng) for row in drawn]
    assert np.mean(np.array(found) <= 0.05) == pytest.approx(0.05, abs=0.025)


def test_refuses_what_is_not_a_number_for_each_order() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"log_probs has the shape \(\), not \[n\]"):
        order_p(lambda orders: np.array(1.0), RISING, 2, 9, rng)
    with pytest.raises(ValueError, match="as many of each: these are 10 orders, 1 log_probs"):
        order_p(lambda orders: np.ones(1), RISING, 2, 9, rng)
    with pytest.raises(ValueError, match="items is 0"):
        order_p(ascents, "", 2, 9, rng)
    with pytest.raises(ValueError, match=r"seen has the shape \(2,\), not \[\]"):
        # mypy rejects an array where a number is meant; a reader without it gets an error in words
        p_value(np.ones(2), np.ones(3))  # type: ignore[arg-type]
