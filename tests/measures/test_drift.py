"""Drift: against the enumeration of all texts, fractions, and draws."""

from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest

from lessoncode.measures.drift import binomial, expected_variety, lost, survivors, variety

Shares = tuple[Fraction, ...]
HALVES: Shares = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))


def texts(shares: Shares, n: int) -> dict[Shares, Fraction]:
    """The shares in each text of n statements, with its probability."""
    found: dict[Shares, Fraction] = {}
    for text in product(range(len(shares)), repeat=n):
        p = Fraction(1)
        for kind in text:
            p *= shares[kind]
        counted = tuple(Fraction(text.count(kind), n) for kind in range(len(shares)))
        found[counted] = found.get(counted, Fraction(0)) + p
    return found


def generations(n: int, n_generations: int, kept: bool) -> list[dict[Shares, Fraction]]:
    """All pools of statements by enumeration, text after text."""
    pools = [texts(HALVES, n)]
    for t in range(1, n_generations + 1):
        new: dict[Shares, Fraction] = {}
        for pool, p in pools[-1].items():
            for text, q in texts(pool, n).items():
                old = t if kept else 0  # texts already in the pool
                mixed = tuple((old * a + b) / (old + 1) for a, b in zip(pool, text, strict=True))
                new[mixed] = new.get(mixed, Fraction(0)) + p * q
        pools.append(new)
    return pools


def test_binomial_by_fractions() -> None:
    p = np.array([0, 1 / 4, 1])
    for row, share in zip(binomial(5, p), (Fraction(0), Fraction(1, 4), Fraction(1)), strict=True):
        expected = [comb(5, x) * share**x * (1 - share) ** (5 - x) for x in range(6)]
        np.testing.assert_allclose(row, np.array(expected, float), atol=1e-14)
    assert binomial(500, np.linspace(0, 1, 7)).sum(1) == pytest.approx(1)


def test_lost_by_hand() -> None:
    gone = lost(2, 2)
    # Of two statements one is the kind: the next text has none with 1/4,
    # and it has one again with 1/2.
    assert gone.tolist()[0] == [1, 0, 0]
    assert gone[1] == pytest.approx([1, 1 / 4, 0])
    assert gone[2] == pytest.approx([1, 1 / 4 + 1 / 2 * 1 / 4, 0])


def test_survivors_by_enumeration() -> None:
    p = [float(share) for share in HALVES]
    found = survivors(p, 4, 2)
    for pools, left in zip(generations(4, 2, kept=False), found, strict=True):
        expected = sum(q * sum(share > 0 for share in pool) for pool, q in pools.items())
        assert left == pytest.approx(float(expected))


@pytest.mark.parametrize("kept", [False, True])
def test_variety_by_enumeration(kept: bool) -> None:
    v = variety([float(share) for share in HALVES])
    assert v == pytest.approx(1 - 1 / 4 - 1 / 9 - 1 / 36)
    found = expected_variety(float(v), 3, 2, kept)
    for pools, expected in zip(generations(3, 2, kept), found, strict=True):
        mean = sum(q * (1 - sum(share**2 for share in pool)) for pool, q in pools.items())
        assert float(mean) == pytest.approx(expected)


def test_survivors_by_draws() -> None:
    rng = np.random.default_rng(0)
    p, n = rng.dirichlet(np.ones(20)), 30
    left = np.zeros(4)
    for _ in range(2000):
        shares = p
        for t in range(4):
            shares = rng.multinomial(n, shares) / n
            left[t] += (shares > 0).sum() / 2000
    assert left == pytest.approx(survivors(p, n, 3), abs=0.15)


def test_an_empty_text() -> None:
    with pytest.raises(ValueError, match="n is 0"):
        lost(0, 1)


@pytest.mark.parametrize("kept", [False, True])
def test_so_many_statements_that_nothing_drifts(kept: bool) -> None:
    """n t^2 is too large for a whole number of 64 bits."""
    found = expected_variety(0.5, 10**25, 9, kept)
    assert found.dtype == np.float64
    assert found.tolist() == [0.5] * 10
