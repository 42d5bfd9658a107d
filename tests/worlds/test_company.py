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
