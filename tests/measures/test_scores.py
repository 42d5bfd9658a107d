"""The four scores, against fractions and against draws."""

import math

import numpy as np
import pytest

from lessoncode.alignment.policy import answered
from lessoncode.measures.prediction import greedy_matches
from lessoncode.measures.scores import scores
from lessoncode.model.generate import generate_batch
from lessoncode.model.table import Table
from lessoncode.training.batches import Batch


def two_coins() -> Table:
    """After 0: 1 has 3/4. After 0 1: 1 has 1/3, 2 has 2/3."""
    table = Table.initial(3, 3, np.random.default_rng(0))
    p = np.full((len(table.logits.data), 3), 1 / 3)
    p[0] = 0.125, 0.75, 0.125
    p[(0 + 1) * 3 + 1] = 1e-9, 1 / 3, 2 / 3
    table.logits.data[:] = np.log(p)
    return table


def test_by_fractions() -> None:
    batch = answered([[0], [0]], [[1, 1], [1, 2]])
    found = scores(two_coins().frozen(), batch)
    assert found.token == 3 / 4
    assert found.exact == 1 / 2
    assert found.product == pytest.approx((3 / 4 * 1 / 3 + 3 / 4 * 2 / 3) / 2)
    nats = -2 * math.log(3 / 4) - math.log(1 / 3) - math.log(2 / 3)
    assert found.loss == pytest.approx(nats / 4)


def test_answers_of_other_lengths() -> None:
    batch = answered([[0], [0]], [[1], [1, 2]])
    found = scores(two_coins().frozen(), batch)
    assert found.token == found.exact == 1
    assert found.product == pytest.approx((3 / 4 + 3 / 4 * 2 / 3) / 2)


def test_the_product_is_the_chance_to_draw() -> None:
    batch = answered([[0]], [[1, 2]])
    drawn = generate_batch(two_coins(), [[0]] * 20_000, 2, np.random.default_rng(0))
    share = (drawn == [1, 2]).all(1).mean()
    assert scores(two_coins().frozen(), batch).product == pytest.approx(share, abs=0.015)


def test_no_answer_is_refused() -> None:
    nothing = Batch(np.zeros((1, 2), int), np.zeros((1, 2), int), np.zeros((1, 2)))
    with pytest.raises(ValueError, match="no answer"):
        scores(two_coins().frozen(), nothing)


def test_a_model_with_nan_has_no_score() -> None:
    """Its likeliest token would be id 0, which ends a text of words."""
    table = two_coins()
    table.logits.data[:] = np.nan
    batch = answered([[1]], [[0]])
    with pytest.raises(FloatingPointError, match="are all weights finite"):
        scores(table.frozen(), batch)
    with pytest.raises(FloatingPointError, match="are all weights finite"):
        greedy_matches(table.frozen(), [[1]], [[0]])


def test_a_prompt_may_be_impossible() -> None:
    """Only the answer's tokens count: 1 of three that are alike."""
    table = Table(np.tile([0.0, 0, 0, -np.inf], (84, 1)))
    found = scores(table.frozen(), answered([[1, 3]], [[1]]))
    assert found.product == pytest.approx(1 / 3)
    assert found.loss == pytest.approx(math.log(3))
    never = scores(table.frozen(), answered([[1]], [[3]]))
    assert (never.product, never.loss) == (0, math.inf)
