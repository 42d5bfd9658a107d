"""Which answers count as the same."""

from fractions import Fraction

import numpy as np
import pytest

from lessoncode.grading.compare import agree


@pytest.mark.parametrize(
    ("best", "answer"),
    [
        (1, 1.0),
        (0.1 + 0.2, 0.3),
        ([1, 2], (1, 2)),
        ([1.0, 2.0], np.array([1, 2])),
        (np.eye(2), [[1, 0], [0, 1]]),
        (np.float32(0.1), 0.1 + 1e-9),
        (0.00136495, np.float32(0.70136495) - np.float32(0.7)),
        ({"a": [1]}, {"a": np.array([1])}),
        (float("nan"), np.nan),
        (float("-inf"), -np.inf),
        (np.array(3), 3),
        (1 / 3, Fraction(1, 3)),
        (b"a", b"a"),
        ([], np.zeros(0)),
        (np.array([[2.0], [1e-3], [np.inf]]), np.array([[2.0], [1e-3 + 1e-8], [np.inf]])),
    ],
)
def test_the_same_in_another_form(best: object, answer: object) -> None:
    assert agree(best, answer)
    assert agree(answer, best)


@pytest.mark.parametrize(
    ("best", "answer"),
    [
        (1, 1.00001),
        (0.001, 0.001003),
        ([1, 2], [2, 1]),
        ([1, 2], [1, 2, 3]),
        (np.eye(2), np.ones(2)),
        (np.eye(2), 1),
        (np.array([2.0, 1e-3]), np.array([2.0, 1e-3 + 1e-5])),
        ([2.0, 1e-3], [2.0, 1e-3 + 1e-5]),
        (0.0, float("nan")),
        ({"a": 1}, {"a": 1, "b": 2}),
        ("1", 1),
        (b"a", "a"),
        ([], None),
        (np.zeros(3), {}),
        pytest.param(0.5, 10**400, id="0.5-more than a float can hold"),
        (0.5, np.complex128(0.5 + 2j)),
        (0.5, np.array(0.5 + 2j)),
        (0.5, np.array("low")),
    ],
)
def test_not_the_same(best: object, answer: object) -> None:
    assert not agree(best, answer)
    assert not agree(answer, best)
