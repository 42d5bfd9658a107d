"""Entropy and divergence: against fractions."""

import math

import numpy as np
import pytest

from lessoncode.measures.information import bits, entropy, kl_divergence


def test_bits_by_hand() -> None:
    assert bits(math.log(8)) == pytest.approx(3)


def test_entropy_by_hand() -> None:
    assert entropy([1 / 2, 1 / 4, 1 / 8, 1 / 8]) == 1.75
    assert entropy([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0]]).tolist() == [1, 0]
    assert f"{entropy([0, 1]):.1f}" == "0.0"
    assert entropy([1 / 10] * 10) == pytest.approx(math.log2(10))


def test_kl_divergence_by_hand() -> None:
    # 1/2 log2(1/2 / 1/4) + 1/4 log2(1/4 / 1/2) + 1/4 log2(1/4 / 1/4)
    assert kl_divergence([1 / 2, 1 / 4, 1 / 4], [1 / 4, 1 / 2, 1 / 4]) == 0.25
    assert kl_divergence([0, 1], [1 / 8, 7 / 8]) == pytest.approx(math.log2(8 / 7))
    assert kl_divergence([0.5, 0.5], [0, 1]) == math.inf
    p = np.random.default_rng(0).dirichlet(np.ones(5), size=20)
    assert not kl_divergence(p, p).any()
    assert (kl_divergence(p, p[::-1]) > 0).all()
    # To expect all alike costs what is missing from the largest entropy.
    np.testing.assert_allclose(kl_divergence(p, np.full(5, 0.2)), math.log2(5) - entropy(p))


@pytest.mark.parametrize("p", [[0.0, 1.5, -0.5], [2.0, 3.0], [[0.5, 0.5], [0.5, 0.4]], [math.nan]])
def test_refuses_what_are_no_probabilities(p: list[float]) -> None:
    with pytest.raises(ValueError, match="not probabilities: the least is"):
        entropy(p)
    with pytest.raises(ValueError, match="not probabilities: the least is"):
        kl_divergence([[0.5, 0.5]], p)


def test_refuses_other_numbers_of_distributions() -> None:
    p = np.full((3, 2), 0.5)
    assert kl_divergence(p, p[:1]).tolist() == [0, 0, 0]
    with pytest.raises(
        ValueError, match=r"p \(3, 2\) and q \(2, 2\) are not as many distributions"
    ):
        kl_divergence(p, p[:2])
