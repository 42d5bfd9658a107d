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
        "Let s be the share of questions that the model knows by heart. It gets all of these "
        "right. What share of the others does it get right?",
        "So `exam = s + (1 - s) * fresh`. Solve for s.",
    ),
)
def by_heart(exam: float, fresh: float) -> float:
    """What share of an exam does a model know by heart?

    - `exam`: the share of the exam's questions that it answers correctly.
    - `fresh`: the same for new questions of the same kind, below 1.

    Suppose that the model knows a share s of the exam by heart, easy and
    hard questions alike, and answers the rest as well as it answers new
    questions. Return s. If it did worse on the exam than on the new
    questions, return 0. For 0.8 and 0.6, the result is 0.5.
    """
    return max(0.0, (exam - fresh) / (1 - fresh))


@by_heart.right
def by_heart_from_errors(exam: float, fresh: float) -> Any:
    """Only the part that is not known by heart has errors."""
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
    """Returns the gap itself."""
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
        "`combinations(range(n), k)` from itertools gives every way to choose k places of n.",
        "The total of all scores is the same in every choice. So it is enough to compare the sums "
        "of the chosen scores.",
        "Also count choices with an equal sum. The real choice is one of them.",
    ),
)
def exact_p(ours: list[int], others: list[int]) -> float:
    """How often would chance make a gap as large as this one?

    - `ours`: whole numbers, one score for each question of an exam.
    - `others`: the same for each of some new questions.

    Put all scores together, and choose `len(ours)` of them in every
    possible way. Return the share of choices whose mean is at least as
    large as the mean of ours. Treat equal scores as different items. For
    `[3, 4]` and `[1, 2]`, only one of six choices has such a mean, so the
    result is 0.166667.
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
    """Choose the others instead of ours."""
    scores = np.array([*ours, *others])
    rests = [scores[list(some)].sum() for some in combinations(range(len(scores)), len(others))]
    return float(np.mean(np.array(rests) <= sum(others)))


@exact_p.mistake
def exact_p_above(ours: Any, others: Any) -> Any:
    """Leaves out ties, and so also the real choice."""
    sums = [sum(some) for some in combinations([*ours, *others], len(ours))]
    return sum(total > sum(ours) for total in sums) / len(sums)


@exact_p.mistake
def exact_p_values(ours: Any, others: Any) -> Any:
    """Counts equal scores as one."""
    sums = {tuple(sorted(some)) for some in combinations([*ours, *others], len(ours))}
    return sum(sum(some) >= sum(ours) for some in sums) / len(sums)


@exact_p.mistake
def exact_p_two_sided(ours: Any, others: Any) -> Any:
    """Also counts gaps in the other direction."""
    scores = [*ours, *others]
    middle = sum(scores) * len(ours) / len(scores)
    sums = [sum(some) for some in combinations(scores, len(ours))]
    far = abs(sum(ours) - middle)
    return sum(abs(total - middle) >= far for total in sums) / len(sums)


@exact_p.mistake
def exact_p_below(ours: Any, others: Any) -> Any:
    """Counts the choices that are smaller."""
    sums = [sum(some) for some in combinations([*ours, *others], len(ours))]
    return sum(total <= sum(ours) for total in sums) / len(sums)
