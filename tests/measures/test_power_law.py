"""Fits of power laws, against polyfit, integrals, and repetitions with known noise."""

import math
from typing import Any

import numpy as np
import pytest

from lessoncode.measures import power_law
from lessoncode.measures.power_law import PowerLaw

SIZES = np.array([1e3, 3e3, 1e4, 3e4, 1e5, 4e5])


def test_an_exact_law_comes_back() -> None:
    law = PowerLaw.fit(SIZES, 12 * SIZES**-0.25)
    assert law.scale == pytest.approx(12)
    assert law.alpha == pytest.approx(0.25)
    assert law(16e4) == pytest.approx(12 / 20)
    assert law.alphas() == pytest.approx((0.25, 0.25), abs=1e-6)
    assert law.interval(1e7) == pytest.approx((law(1e7), law(1e7)))


def test_line_and_standard_error_are_those_of_polyfit() -> None:
    noise = np.random.default_rng(0).normal(0, 0.05, len(SIZES))
    losses = 12 * SIZES**-0.25 * np.exp(noise)
    law = PowerLaw.fit(SIZES, losses)
    (slope, level), covariance = np.polyfit(np.log(SIZES), np.log(losses), 1, cov=True)
    assert law.alpha == pytest.approx(-slope)
    assert law.scale == pytest.approx(math.exp(level))
    assert law.error == pytest.approx(math.sqrt(covariance[0, 0]))


@pytest.mark.parametrize("degrees", range(1, 9))
def test_students_t_against_an_integral(degrees: int) -> None:
    t = power_law.T95[degrees - 1]
    x = np.linspace(-t, t, 200_001)
    log_density = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)
    log_density -= math.log(degrees * math.pi) / 2
    density = np.exp(log_density - (degrees + 1) / 2 * np.log1p(x * x / degrees))
    assert np.trapezoid(density, x) == pytest.approx(0.95, abs=1e-4)


def test_intervals_hold_what_they_promise() -> None:
    """Of 4,000 repetitions with known noise, 95 % hold alpha, and 95 % one more measurement."""
    rng = np.random.default_rng(1)
    n_runs, held_alpha, held_next = 4000, 0, 0
    for _ in range(n_runs):
        *noise, last = rng.normal(0, 0.05, len(SIZES) + 1)
        law = PowerLaw.fit(SIZES, 12 * SIZES**-0.25 * np.exp(noise))
        low, high = law.alphas()
        held_alpha += low < 0.25 < high
        low, high = law.interval(2e6)
        held_next += low < 12 * 2e6**-0.25 * math.exp(last) < high
    deviation = math.sqrt(0.95 * 0.05 / n_runs)
    assert held_alpha / n_runs == pytest.approx(0.95, abs=4 * deviation)
    assert held_next / n_runs == pytest.approx(0.95, abs=4 * deviation)


@pytest.mark.parametrize("n", [2, 11])
def test_too_few_or_too_many_points(n: int) -> None:
    with pytest.raises(ValueError, match="3 to 10"):
        PowerLaw.fit(np.arange(1, n + 1), np.ones(n))


def test_unequal_numbers_of_points() -> None:
    with pytest.raises(ValueError, match="3 values of x and 4 of y"):
        PowerLaw.fit([1, 2, 3], [1, 2, 3, 4])


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1, 2, 3], [1, -1, 3], "y goes from -1 to 3: give finite numbers above 0"),
        ([0, 2, 3], [1, 2, 3], "x goes from 0 to 3: give"),
        ([1, 2, math.inf], [1, 2, 3], "x goes from 1 to inf: give"),
        ([1, 2, 3], [1, math.nan, 3], "y goes from nan to nan: give"),
        ([2, 2, 2], [1, 2, 3], "all x are 2: give"),
        ([1e300, 1e300 * (1 + 3e-16), 1e300], [1, 2, 3], r"all x are 1e\+300: give"),
        ([1, 2, 3], [[1], [2], [3]], "3 values of x and 3 of y: give two lists"),
        (1, 1, "1 values of x and 1 of y: give two lists"),
        ([1e10, 1.0001e10, 1.0002e10], [1, 2, 4], "too large or too small for float64"),
        ([1e10, 1.0001e10, 1.0002e10], [4, 2, 1], "too large or too small for float64"),
    ],
)
def test_no_law_leads_through_these(x: list[float], y: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        PowerLaw.fit(x, y)


def test_where_float64_cannot_hold_the_law() -> None:
    law = PowerLaw.fit([1, 1.001, 1.002], [4, 2, 1])  # alpha is near 693
    assert law(0.5) == pytest.approx(4 * 2**law.alpha, rel=1e-3)
    for x in (1e-9, 1e9):
        with pytest.raises(ValueError, match="too large or too small for float64"):
            law(x)
        with pytest.raises(ValueError, match="too large or too small for float64"):
            law.interval(x)
    with pytest.raises(ValueError, match="too large or too small for float64"):
        PowerLaw(1e300, -1, 0, 0, 3, 0, 1)(1e300)  # not infinite


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ((1, 1, 1, 1, -1, 0, 1), "n is -1"),
        ((1, 1, 1, 1, 11, 0, 1), "n is 11: give a finite number, 3 to 10"),
        ((1, 1, 1, 1, 3.5, 0, 1), "n is 3.5"),
        ((0, 1, 1, 1, 3, 0, 1), "scale is 0"),
        ((1, math.nan, 1, 1, 3, 0, 1), "alpha: a number is NaN"),
        ((1, 1, -1, 1, 3, 0, 1), "error is -1"),
        ((1, 1, 1, math.inf, 3, 0, 1), "deviation is inf"),
        ((1, 1, 1, 1, 3, math.nan, 1), "centre: a number is NaN"),
        ((1, 1, 1, 1, 3, 0, 0), "spread is 0"),
    ],
)
def test_numbers_that_no_fit_gives(numbers: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        PowerLaw(*numbers)
