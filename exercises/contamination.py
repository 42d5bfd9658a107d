"""Exercises of the page on contamination."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise


def two_scores(rng: np.random.Generator) -> Iterator[tuple[float, float]]:
    """Nothing by heart, half of the rest, all, less than fresh, then many."""
    yield 0.8, 0.6
    yield 0.6, 0.6
    yield 1.0, 0.6
    yield 0.5, 0.0
    yield 0.5, 0.6
    for _ in range(25):
        fresh = float(rng.uniform(0, 0.95))
        yield float(rng.uniform(0, 1)), fresh


@exercise(
    "contamination-1",
    two_scores,
    hints=(
        "Let s be the share known by heart. These are all right. What share of the others "
        "is right?",
        "So  exam = s + (1 - s) * fresh.  Solve for s.",
    ),
)
def by_heart(exam: float, fresh: float) -> float:
    """What share of an exam is known by heart?

    exam: the share of the exam's questions that are answered correctly.
    fresh: the same for new questions of the same kind, below 1.
    Suppose that the model knows a share s of the exam by heart, the
    easy questions and the hard ones alike, and answers the others as
    well as new ones. Return s; where the exam went worse than the new
    questions, return 0. For 0.8 and 0.6 it is 0.5.
    """
    return max(0.0, (exam - fresh) / (1 - fresh))


@by_heart.right
def by_heart_from_errors(exam: float, fresh: float) -> Any:
    """Errors are left only where nothing is known by heart."""
    unknown = (1 - exam) / (1 - fresh)
    return 1 - min(unknown, 1)


@by_heart.right
def by_heart_by_search(exam: float, fresh: float) -> Any:
    low, high = 0.0, 1.0
    for _ in range(60):
        s = (low + high) / 2
        low, high = (s, high) if s + (1 - s) * fresh < exam else (low, s)
    return low


@by_heart.mistake
def by_heart_difference(exam: float, fresh: float) -> Any:
    """Takes the gap itself."""
    return max(0.0, exam - fresh)


@by_heart.mistake
def by_heart_ratio(exam: float, fresh: float) -> Any:
    return max(0.0, (exam - fresh) / exam)


@by_heart.mistake
def by_heart_below_zero(exam: float, fresh: float) -> Any:
    return (exam - fresh) / (1 - fresh)


def labelled(rng: np.random.Generator) -> Iterator[tuple[list[int], list[int]]]:
    """A clear gap, none, ties, the wrong way round, then many."""
    yield [3, 4], [1, 2]
    yield [1], [1]
    yield [2, 2], [2, 2, 2]
    yield [0, 1], [5, 6, 7]
    yield [5], [1, 5, 2]
    for _ in range(20):
        n, m = rng.integers(1, 5, 2)
        yield rng.integers(0, 9, n).tolist(), rng.integers(0, 9, m).tolist()


@exercise(
    "contamination-2",
    labelled,
    hints=(
        "combinations(range(n), k)  from itertools gives every way to choose k places of n.",
        "The total of all values is the same in every choice. So compare the sums of the chosen, "
        "not the difference of two means.",
        "Count a choice whose sum is just as large. The true one is among them.",
    ),
)
def exact_p(ours: list[int], others: list[int]) -> float:
    """How often would chance make a gap as large as this one?

    ours, others: whole numbers, a score for each question of an exam,
        and for each of some fresh questions.
    Put all scores together. Go through every way to call as many of
    them ours as there are, and return the share of the ways in which
    the mean of ours is at least as large as it really is. Scores that
    are equal are still different scores. For [3, 4] and [1, 2], one of
    six ways is as good, so it is 0.166667.
    """
    scores = [*ours, *others]
    sums = [sum(some) for some in combinations(scores, len(ours))]
    return sum(total >= sum(ours) for total in sums) / len(sums)


@exact_p.right
def exact_p_by_counting(ours: Any, others: Any) -> Any:
    """Count sums instead of listing choices."""
    ways = {(0, 0): 1}  # how many are chosen, their sum
    for score in [*ours, *others]:
        more = dict(ways)
        for (k, total), n in ways.items():
            more[k + 1, total + score] = more.get((k + 1, total + score), 0) + n
        ways = more
    sums = {total: n for (k, total), n in ways.items() if k == len(ours)}
    as_large = sum(n for total, n in sums.items() if total >= sum(ours))
    return float(Fraction(as_large, sum(sums.values())))


@exact_p.right
def exact_p_by_the_rest(ours: Any, others: Any) -> Any:
    """Choose the others in the place of ours."""
    scores = np.array([*ours, *others])
    rests = [scores[list(some)].sum() for some in combinations(range(len(scores)), len(others))]
    return float(np.mean(np.array(rests) <= sum(others)))


@exact_p.mistake
def exact_p_above(ours: Any, others: Any) -> Any:
    """Leaves out the ways that are just as good, and so the true one."""
    sums = [sum(some) for some in combinations([*ours, *others], len(ours))]
    return sum(total > sum(ours) for total in sums) / len(sums)


@exact_p.mistake
def exact_p_values(ours: Any, others: Any) -> Any:
    """Takes equal scores for one."""
    sums = {tuple(sorted(some)) for some in combinations([*ours, *others], len(ours))}
    return sum(sum(some) >= sum(ours) for some in sums) / len(sums)


@exact_p.mistake
def exact_p_two_sided(ours: Any, others: Any) -> Any:
    """Also counts gaps the other way."""
    scores = [*ours, *others]
    middle = sum(scores) * len(ours) / len(scores)
    sums = [sum(some) for some in combinations(scores, len(ours))]
    far = abs(sum(ours) - middle)
    return sum(abs(total - middle) >= far for total in sums) / len(sums)


@exact_p.mistake
def exact_p_below(ours: Any, others: Any) -> Any:
    """Counts the ways that are worse."""
    sums = [sum(some) for some in combinations([*ours, *others], len(ours))]
    return sum(total <= sum(ours) for total in sums) / len(sums)
