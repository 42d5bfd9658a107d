"""The best of n, against every way in which n draws can come out."""

from itertools import product

import numpy as np
import pytest

from lessoncode.alignment.best_of_n import best_of_n, kl_bound
from lessoncode.model.tensor import Array


def by_listing(p: Array, scores: Array, n: int) -> Array:
    """Draw n answers in every possible way, and give the first of the best."""
    best = np.zeros(len(p))
    for drawn in product(range(len(p)), repeat=n):
        given = max(drawn, key=lambda i: scores[i])  # the first, where several are best
        best[given] += np.prod(p[list(drawn)])
    return best


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_it_is_what_all_draws_together_give(n: int) -> None:
    rng = np.random.default_rng(n)
    p = rng.dirichlet(np.ones(5), size=3)
    scores = rng.integers(0, 3, (3, 5)).astype(float)  # so some are equal
    found = best_of_n(p, scores, n)
    for row in range(3):
        np.testing.assert_allclose(found[row], by_listing(p[row], scores[row], n))


def test_an_answer_without_probability_is_never_given() -> None:
    found = best_of_n(np.array([0.5, 0.5, 0.0]), np.array([0.0, 1.0, 2.0]), 4)
    np.testing.assert_allclose(found, [1 / 16, 15 / 16, 0])


@pytest.mark.parametrize("n", [1, 2, 4, 64])
def test_the_divergence_stays_below_the_bound_and_comes_near_it(n: int) -> None:
    rng = np.random.default_rng(0)
    for k in (2, 10, 5000):
        p = rng.dirichlet(np.ones(k))
        best = best_of_n(p, rng.permutation(k).astype(float), n)
        some = best > 0
        kl = (best[some] * np.log(best[some] / p[some])).sum()
        assert kl <= kl_bound(n) + 1e-9
    assert kl == pytest.approx(kl_bound(n), abs=0.05)  # with many answers it is nearly equal


def test_an_infinite_score_is_above_or_below_all() -> None:
    found = best_of_n(np.full(3, 1 / 3), np.array([0, np.inf, -np.inf]), 2)
    np.testing.assert_allclose(found, [3 / 9, 5 / 9, 1 / 9])
    assert kl_bound(10**25) == pytest.approx(25 * np.log(10) - 1)


def test_fewer_than_one_answer() -> None:
    with pytest.raises(ValueError, match="n is 0"):
        best_of_n(np.ones(1), np.ones(1), 0)


@pytest.mark.parametrize("scores", [np.array([None, 1]), np.array(["a", "b"]), np.array([1j, 1])])
def test_scores_that_are_no_numbers(scores: Array) -> None:
    with pytest.raises(ValueError, match="give a number as the score of each answer"):
        best_of_n(np.array([0.5, 0.5]), scores, 2)
