"""Calibration: against fractions."""

import math
from fractions import Fraction

import pytest

from lessoncode.measures.calibration import calibration, expected_calibration_error


def test_calibration_by_hand() -> None:
    confidence = [0.0, 0.05, 0.1, 0.15, 0.92, 1.0, 0.96, 0.96]
    correct = [False, True, False, False, True, True, False, True]
    low, next_low, high = calibration(confidence, correct)
    assert low == pytest.approx((0.05, 1 / 3, 3))
    assert next_low == (0.15, 0.0, 1)
    assert high == pytest.approx((0.96, 0.75, 4))
    error = Fraction(3, 8) * (Fraction(1, 3) - Fraction(5, 100))
    error += Fraction(1, 8) * Fraction(15, 100)
    error += Fraction(4, 8) * (Fraction(96, 100) - Fraction(3, 4))
    assert expected_calibration_error(confidence, correct) == pytest.approx(float(error))
    # In one bin, only the two means count.
    assert expected_calibration_error(confidence, correct, n_bins=1) == pytest.approx(
        abs(sum(confidence) - sum(correct)) / 8
    )


@pytest.mark.parametrize("n_bins", [3, 10, 25, 54])
def test_an_edge_belongs_to_the_bin_below(n_bins: int) -> None:
    """Each edge is alone in its bin, also where (m / 25) * 25 rounds to more than m."""
    edges = [m / n_bins for m in range(1, n_bins + 1)]
    bins = calibration(edges, [True] * n_bins, n_bins)
    assert [b.confidence for b in bins] == edges
    assert {b.n for b in bins} == {1}


def test_calibration_refuses() -> None:
    with pytest.raises(ValueError, match=r"\(2,\) confidences, \(1,\) answers: one each"):
        calibration([0.1, 0.2], [True])
    for confidence in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match="confidences are probabilities"):
            calibration([confidence], [True])
    with pytest.raises(ValueError, match="correct holds numbers between 0 and 1"):
        calibration([0.1, 0.2], [0.5, 1])
