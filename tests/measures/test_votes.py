"""Votes and judges, against every sequence of answers counted by hand."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
import pytest

from lessoncode.measures.votes import best_of, one_of, vote


def counted(p: Sequence[float], n: int, taken: Callable[[tuple[int, ...]], float]) -> float:
    """The chance that `taken` gives answer 0, over all sequences."""
    total = 0.0
    for answers in product(range(len(p)), repeat=n):
        total += math.prod(p[i] for i in answers) * taken(answers)
    return total


def first_of_most(answers: tuple[int, ...]) -> bool:
    return Counter(answers).most_common(1)[0][0] == 0


def shared(answers: tuple[int, ...]) -> float:
    counts = Counter(answers)
    most = [i for i, c in counts.items() if c == max(counts.values())]
    return (0 in most) / len(most)


@pytest.mark.parametrize("n", range(1, 7))
@pytest.mark.parametrize("p", [[0.3, 0.5, 0.2], [0.4, 0.4, 0.15, 0.05], [0.0, 1.0], [1.0]])
def test_a_vote_is_counted_over_all_sequences(p: list[float], n: int) -> None:
    assert vote(p, n) == pytest.approx(counted(p, n, shared), abs=1e-12)
    assert vote(p, n) == pytest.approx(counted(p, n, first_of_most), abs=1e-12)


def test_many_votes_are_drawn() -> None:
    rng = np.random.default_rng(0)
    p = np.array([0.32, 0.3, *[0.02] * 19])
    drawn = rng.multinomial(64, p, 20_000)
    most = drawn == drawn.max(1, keepdims=True)
    share = (most[:, 0] / most.sum(1)).mean()
    assert vote(p, 64) == pytest.approx(share, abs=0.01)
    assert sum(vote(np.roll(p, -i), 64) for i in range(len(p))) == pytest.approx(1)


def test_the_best_of_is_counted_over_all_sequences() -> None:
    p, scores = [0.3, 0.25, 0.25, 0.2], np.array([1.0, 3.0, -1.0, 0.5])
    for n in range(1, 6):
        highest = counted(p, n, lambda some: max(scores[list(some)]) == scores[0])
        assert best_of(p, scores, n) == pytest.approx(highest)
        assert one_of(p[0], n) == pytest.approx(counted(p, n, lambda some: 0 in some))


def test_rounding_does_not_grow_with_n() -> None:
    """The probabilities of float16 can have a sum of 1.0005: to the power of n, that was 5e21."""
    assert best_of([0.6, 0.4005], [1, 0], 10**5) == pytest.approx(1)
    assert best_of([0.0, 1.0005], [1, 0], 10**5) == 0


def test_more_votes_than_can_be_counted() -> None:
    with pytest.raises(ValueError, match="n is 1000000: give a finite number, 1 to 1000"):
        vote([0.5, 0.5], 10**6)
    assert vote([0.5, 0.5], 1000) == pytest.approx(0.5)
