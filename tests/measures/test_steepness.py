"""Steepest parts and monotone curves, by other ways."""

import numpy as np
import pytest

from lessoncode.measures.steepness import monotone, steepest


def test_lines_and_steps() -> None:
    line = steepest([0, 5, 10], [1, 3, 5])
    assert line.share == pytest.approx(0.1)
    step = steepest([0, 6, 6.5, 10], [4, 4, 1, 1])
    assert step.start == pytest.approx(5.5) and step.share == 1
    falls_first = [0, 1, 2, 10], [8, 4, 4, 0]
    assert steepest(*falls_first) == (0, 0.5)
    later = steepest(*falls_first, after=0.1)
    assert later.start == 2 and later.share == pytest.approx(0.125)
    with pytest.raises(ValueError, match="as high"):
        steepest([0, 1], [2, 2])


@pytest.mark.parametrize("seed", range(5))
def test_no_window_of_a_fine_grid_is_steeper(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = np.cumsum(rng.random(12)), np.cumsum(rng.random(12))
    length = x[-1] - x[0]
    for width, after in ((0.1, 0), (0.25, 0.3)):
        a = np.linspace(x[0] + after * length, x[-1] - width * length, 20_001)
        change = np.interp(a + width * length, x, y) - np.interp(a, x, y)
        found = steepest(x, y, width, after)
        best = change.max() / (y[-1] - np.interp(a[0], x, y))
        assert best <= found.share + 1e-12
        assert best == pytest.approx(found.share, abs=1e-3)


@pytest.mark.parametrize("seed", range(5))
def test_monotone_by_its_formula(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.permutation(9), rng.normal(size=9)
    sorted_x, fitted = monotone(x, y)
    z = y[np.argsort(x)]
    truth = [
        min(max(z[i : j + 1].mean() for j in range(t, 9)) for i in range(t + 1)) for t in range(9)
    ]
    assert sorted_x.tolist() == list(range(9))
    np.testing.assert_allclose(fitted, truth, atol=1e-12)


def test_what_falls_already_is_kept() -> None:
    assert monotone([1, 2, 3], [3, 2, 2])[1].tolist() == [3, 2, 2]
    assert monotone([1, 2, 3], [0, 1, 5])[1].tolist() == [2, 2, 2]


def test_numbers_at_the_edge_of_float64_are_refused() -> None:
    with pytest.raises(ValueError, match=r"y goes from 1e\+308 to 1\.7e\+308: too far for float64"):
        monotone([1, 2], [1e308, 1.7e308])  # their mean would be infinite
    with pytest.raises(ValueError, match="x is 1 everywhere"):
        steepest([1, 1], [0, 1])
