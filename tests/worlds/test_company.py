"""Rings that come with crosses: the exact probability, against a sum over every drawing."""

from itertools import product

import numpy as np
import pytest

from lessoncode.model.tensor import Array
from lessoncode.worlds import company
from lessoncode.worlds.drawings import PIXELS, WORDS


def one_by_one(pixels: Array, together: float) -> float:
    """The probability of a ring, from all drawings of these few cells."""
    n, total = len(pixels), {True: 0.0, False: 0.0}
    for s in company.LEVELS:
        for cells in product(range(5), repeat=n):
            crosses, rings = cells.count(1), cells.count(2)
            if max(crosses, rings) > 1:
                continue
            prior = 0.5 * (together if crosses == rings else 1 - together)
            prior /= {0: 1, 1: n, 2: n * (n - 1)}[crosses + rings]
            prior /= 3 ** (n - crosses - rings)
            distance = ((pixels - PIXELS[list(cells)]) ** 2).sum()
            total[rings == 1] += prior * np.exp(-distance / (2 * s**2)) / s ** (16 * n)
    return total[True] / (total[True] + total[False])


@pytest.mark.parametrize("together", [0.9, 0.5])
def test_the_probability_is_that_of_a_sum_over_all_drawings(together: float) -> None:
    rng = np.random.default_rng(0)
    grids = rng.integers(0, 5, (6, 3))
    pixels = PIXELS[grids] + rng.choice([0.5, 1.0], (6, 1, 1)) * rng.normal(size=(6, 3, 16))
    expected = [one_by_one(x, together) for x in pixels]
    assert np.allclose(company.p_ring(pixels, together), expected)


def test_drawings_keep_company_as_described() -> None:
    rng = np.random.default_rng(0)
    grids = company.draw(8000, 0.9, rng)
    crosses, rings = ((grids == k).sum(1) for k in (1, 2))
    assert crosses.max() == rings.max() == 1
    assert crosses.mean() == pytest.approx(0.5, abs=0.02)
    assert rings[crosses == 1].mean() == pytest.approx(0.9, abs=0.02)
    assert rings[crosses == 0].mean() == pytest.approx(0.1, abs=0.02)


def test_a_batch_asks_for_both_shapes() -> None:
    rng = np.random.default_rng(0)
    grids = company.draw(200, 0.5, rng)
    batch = next(company.batches(grids, rng))
    assert batch.weights is not None and batch.weights.sum() == len(batch.ids) == 128
    names = set()
    for ids, targets in zip(batch.ids, batch.targets, strict=True):
        cells = grids[(ids[1] - WORDS.n_vocab) // 9]
        name = WORDS.decode(ids[-2:-1])
        there = {"cross": 1, "ring": 2}[name] in cells
        assert WORDS.decode(targets[-1:]) == ("yes" if there else "no")
        names.add(name)
    assert names == {"cross", "ring"}


def test_a_cross_may_always_or_never_have_a_ring() -> None:
    pixels = PIXELS[[[1, 2, 0], [0, 2, 0], [1, 0, 3]]] + 0.5
    for together in (0.0, 1.0):
        expected = [one_by_one(x, together) for x in pixels]
        with np.errstate(all="raise"):
            assert np.allclose(company.p_ring(pixels, together), expected)


def test_drawings_and_pixels_of_another_shape() -> None:
    rng, ones = np.random.default_rng(0), np.ones(2)
    for bad in (5, -1):  # NumPy would take -1 as the last shape
        with pytest.raises(IndexError, match=f"grids go from 0 to 4, these go from {bad}"):
            company.noisy(np.full((2, 9), bad), ones, rng)
    with pytest.raises(ValueError, match=r"levels has the shape \(1,\), not \[2\]"):
        company.noisy(np.zeros((2, 9), int), ones[:1], rng)  # one level would do for both
    for level in (-1, np.nan, np.inf):
        with pytest.raises(ValueError, match="levels are finite numbers, 0 or more"):
            company.noisy(np.zeros((2, 9), int), ones * level, rng)
    with pytest.raises(ValueError, match=r"not \[n, n_cells, 16\]"):
        company.p_ring(np.zeros((2, 9, 1)), 0.5)  # one pixel would be compared with all 16
    with pytest.raises(ValueError, match="n_cells is 1: give a whole number, 2 or more"):
        company.p_ring(np.zeros((2, 1, 16)), 0.5)
    with pytest.raises(ValueError, match=r"grids has the shape \(2, 8\), not \[n, 9\]"):
        next(company.batches(np.zeros((2, 8), int), rng))
