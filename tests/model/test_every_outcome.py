"""All outcomes of programs that draw, against what is known of dice and coins."""

from fractions import Fraction

import numpy as np
import pytest

from lessoncode.model.every_outcome import Choose, chooser, outcomes, ways

DIE = np.full(6, 1 / 6)


def test_two_dice() -> None:
    found = outcomes(lambda choose: choose(DIE) + choose(DIE) + 2)
    assert found == {n: pytest.approx((6 - abs(n - 7)) / 36) for n in range(2, 13)}


def test_runs_of_different_lengths() -> None:
    """Throw a coin until heads, three times at most."""

    def throws(choose: Choose) -> int:
        return next((n for n in (1, 2, 3) if choose(np.array([0.25, 0.75])) == 0), 4)

    quarter = Fraction(1, 4)
    exact = [quarter, quarter * (1 - quarter), quarter * (1 - quarter) ** 2, (1 - quarter) ** 3]
    assert outcomes(throws) == {n: pytest.approx(float(p)) for n, p in enumerate(exact, 1)}


def test_what_cannot_come_is_not_run() -> None:
    assert list(ways(lambda choose: choose(np.array([0.0, 1.0, 0.0])))) == [(1.0, 1)]


def test_without_a_draw_there_is_one_way() -> None:
    assert outcomes(lambda _: "done") == {"done": 1.0}


def test_chooser_draws_or_takes_the_likeliest() -> None:
    p = np.array([0.2, 0.5, 0.3])
    choose = chooser(np.random.default_rng(0))
    counts = np.bincount([choose(p) for _ in range(20_000)], minlength=3)
    np.testing.assert_allclose(counts / 20_000, p, atol=0.015)
    assert chooser(None)(p) == 1


def test_a_list_of_probabilities_will_do() -> None:
    # mypy rejects a list where an array is meant; it is taken all the same
    assert outcomes(lambda choose: choose([0.25, 0.75])) == {0: 0.25, 1: 0.75}  # type: ignore[arg-type]
    # mypy rejects a list where an array is meant; it is taken all the same
    assert chooser(None)([0.25, 0.75]) == 1  # type: ignore[arg-type]


def test_a_table_of_probabilities_is_refused() -> None:
    with pytest.raises(ValueError, match=r"p has the shape \(1, 6\), not \[outcomes\]"):
        outcomes(lambda choose: choose(DIE[None]))
