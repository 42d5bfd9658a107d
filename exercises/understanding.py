"""Exercises of the page on understanding."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def answers(rng: np.random.Generator) -> Iterator[tuple[Array]]:
    """Right names that lead, that come last, that are equal, and others."""
    yield (np.array([[0.6, 0.2, 0.2], [0.1, 0.1, 0.3], [0.3, 0.2, 0.1]]),)
    yield (np.eye(3),)
    yield (1 - np.eye(4),)
    yield (np.full((5, 5), 0.2),)
    for n in (2, 3, 5, 10, 20, 30):
        yield (rng.random((n, n)),)
        yield (rng.integers(0, 3, (n, n)) / 10,)


@exercise(
    "understanding-1",
    answers,
    hints=(
        "The right answer of row i is `p[i, i]`. Compare it with the other numbers of that row.",
        "Count 1 for each wrong answer that is less likely than the right one, and a half for each "
        "that is equally likely.",
        "Don't compare the right answer with itself. Each of the n rows has n - 1 wrong answers.",
    ),
)
def ahead(p: Array) -> float:
    """Measure how often the right answer is more likely than a wrong one.

    - `p`: array [n, n]. Row i is a question, and column j is the right
      answer to question j. `p[i, j]` is the probability that a model gives
      to answer j when it is asked question i.

    Compare each question's right answer with each wrong one. Returns the
    share of these pairs in which the right answer is more likely. If
    both are equally likely, the pair counts as a half. The result is 1
    if the right answers always lead, and about 0.5 by chance. For
    `[[0.6, 0.2, 0.2], [0.1, 0.1, 0.3], [0.3, 0.2, 0.1]]`, it is 0.4166...:
    the rows count 2, a half and 0, out of 6 pairs.
    """
    signs = np.sign(p.diagonal()[:, None] - p)
    n = len(p)
    return float(0.5 + signs.sum() / (2 * n * (n - 1)))


@ahead.right
def ahead_one_by_one(p: Array) -> Any:
    n, rows = len(p), p.tolist()
    pairs = [(rows[i][i], rows[i][j]) for i in range(n) for j in range(n) if i != j]
    return sum((a > b) + (a >= b) for a, b in pairs) / (2 * len(pairs))


@ahead.mistake
def ahead_with_itself(p: Array) -> Any:
    right = p.diagonal()[:, None]
    return ((right > p) + (right == p) / 2).mean()


@ahead.mistake
def ahead_without_equals(p: Array) -> Any:
    n = len(p)
    return (p.diagonal()[:, None] > p).sum() / (n * (n - 1))


@ahead.mistake
def ahead_of_all(p: Array) -> Any:
    """The share of questions whose right answer is the likeliest of all."""
    return (p.argmax(1) == np.arange(len(p))).mean()


@ahead.mistake
def ahead_by_columns(p: Array) -> Any:
    """Compares questions for one answer, and not answers to one question."""
    return ahead_one_by_one(p.T)


def sums(rng: np.random.Generator) -> Iterator[tuple[Array, int, int]]:
    """Few sums that were read, and others to be answered."""
    yield np.array([[1, 2], [9, 9]]), 2, 2
    yield np.array([[9, 9], [1, 2]]), 8, 9
    yield np.array([[3, 4]]), 3, 4
    yield np.array([[0, 7], [6, 6]]), 2, 5
    for n in (1, 2, 5, 20, 50):
        for _ in range(3):
            a, b = rng.integers(0, 100, 2).tolist()
            yield rng.integers(0, 100, (n, 2)), a, b


@exercise(
    "understanding-2",
    sums,
    hints=(
        "The distance between the sum a + b and a sum c + d in the table is `|a - c| + |b - d|`.",
        "`np.abs(read - [a, b]).sum(1)` gives all distances, and `argmin()` finds the first "
        "smallest.",
        "Return the result of the sum that you found, not of the sum a + b.",
    ),
)
def next_door(read: Array, a: int, b: int) -> int:
    """Answer a sum from a table, without adding a and b.

    - `read`: array [n, 2] of whole numbers, the pairs in the table.
    - `a, b`: the sum to answer.

    Find the pair c, d in the table that is nearest to a, b: the one with
    the smallest `|a - c| + |b - d|`, and the first such pair if there are
    several. Returns c + d. With `[[1, 2], [9, 9]]`, it answers 2 + 2 with
    3.
    """
    c, d = read[int(np.abs(read - np.array([a, b])).sum(1).argmin())]
    return int(c + d)


@next_door.right
def next_door_by_sorting(read: Array, a: int, b: int) -> int:
    best = min(range(len(read)), key=lambda i: (abs(a - read[i][0]) + abs(b - read[i][1]), i))
    return int(sum(read[best]))


@next_door.mistake
def next_door_that_adds(read: Array, a: int, b: int) -> int:
    return a + b


@next_door.mistake
def next_door_by_total(read: Array, a: int, b: int) -> int:
    """Looks for the nearest total, which a table cannot know."""
    totals = read.sum(1)
    return int(totals[np.abs(totals - a - b).argmin()])


@next_door.mistake
def next_door_by_first_number(read: Array, a: int, b: int) -> int:
    return int(read[np.abs(read[:, 0] - a).argmin()].sum())
