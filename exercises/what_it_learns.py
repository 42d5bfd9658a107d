"""Exercises of the page on what a model learns."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def forms(rng: np.random.Generator) -> Iterator[tuple[list[Array], list[Array]]]:
    """Sentences with a right and a wrong verb, as log-probabilities of their tokens."""
    yield [np.array([-1.0])], [np.array([-2.0])]
    yield [np.array([-1.0, -1.0, -1.0])], [np.array([-2.0])]
    yield [np.array([-1.0]), np.array([-3.0])], [np.array([-2.0]), np.array([-2.0])]
    yield [np.array([-1.0, -2.0])], [np.array([-2.0, -1.0])]
    yield [np.array([-900.0])], [np.array([-901.0, -1.0])]
    for n in range(2, 12):
        both = [[-rng.exponential(size=rng.integers(3, 9)) for _ in range(n)] for _ in range(2)]
        yield both[0], both[1]


@exercise(
    "what-it-learns-1",
    forms,
    hints=(
        "The log-probability of a sentence is the sum over its tokens, not their mean.",
        "Let d be the sum of the right form minus that of the wrong one. The right form is more "
        "likely if d is above 0, and not if d equals 0.",
        "The share is `p / (p + q)`, where p and q are the two probabilities. Compute it as "
        "`1 / (1 + exp(-d))`, which also works if p and q are too small for the computer.",
    ),
)
def likelier(right: list[Array], wrong: list[Array]) -> tuple[float, float]:
    """Score how well a model distinguishes right sentences from wrong ones.

    - `right, wrong`: lists of arrays. `right[i]` holds the log-probability
      (natural logarithm) of each token of a sentence. `wrong[i]` holds
      those of the same sentence with the other verb form. The two may
      differ in length.

    Returns two numbers: the share of sentences whose right form is
    more likely, and the mean share of the right form, which is its
    probability divided by that of both forms together.
    Sentences can be very unlikely, with log-probabilities as low as
    -900.
    `likelier([[-1.0]], [[-2.0]])` is `(1.0, 0.7311)`.
    """
    lead = np.array([r.sum() - w.sum() for r, w in zip(right, wrong, strict=True)])
    return float(np.mean(lead > 0)), float(np.mean(0.5 + 0.5 * np.tanh(lead / 2)))


@likelier.right
def likelier_one_by_one(right: Any, wrong: Any) -> Any:
    won, shares = 0, []
    for one, other in zip(right, wrong, strict=True):
        p, q = sum(one), sum(other)
        won += bool(p > q)
        shares.append(float(np.exp(p - np.logaddexp(p, q))))
    return won / len(shares), sum(shares) / len(shares)


def leads(right: Any, wrong: Any, of: Any = np.sum) -> Any:
    return np.array([of(r) - of(w) for r, w in zip(right, wrong, strict=True)])


def scored(lead: Any) -> Any:
    return np.mean(lead > 0), np.mean(1 / (1 + np.exp(-lead)))


@likelier.mistake
def likelier_by_the_token(right: Any, wrong: Any) -> Any:
    """The mean over tokens: a longer sentence costs nothing."""
    return scored(leads(right, wrong, np.mean))


@likelier.mistake
def likelier_through_probabilities(right: Any, wrong: Any) -> Any:
    p = np.array([np.exp(r.sum()) for r in right])
    q = np.array([np.exp(w.sum()) for w in wrong])
    with np.errstate(invalid="ignore"):
        return np.mean(p > q), np.mean(p / (p + q))


@likelier.mistake
def likelier_or_equal(right: Any, wrong: Any) -> Any:
    lead = leads(right, wrong)
    return np.mean(lead >= 0), scored(lead)[1]


@likelier.mistake
def likelier_share_of_the_mean(right: Any, wrong: Any) -> Any:
    """The share of the mean lead, not the mean share."""
    lead = leads(right, wrong)
    return np.mean(lead > 0), scored(np.array([lead.mean()]))[1]


@likelier.mistake
def likelier_last_token(right: Any, wrong: Any) -> Any:
    return scored(leads(right, wrong, lambda p: p[-1]))


def lists(
    rng: np.random.Generator,
) -> Iterator[tuple[list[tuple[int, int]], int, int]]:
    """Sums that were read, and one that was not."""
    yield [(5, 9), (6, 8)], 6, 9
    yield [(5, 8), (7, 9)], 6, 9
    yield [(1, 2), (3, 2), (2, 1), (2, 3)], 2, 2
    yield [(4, 4)], 6, 6
    yield [(9, 6), (2, 7)], 6, 9
    yield [(3, 3), (3, 4)], 3, 3
    for _ in range(12):
        read = [(int(a), int(b)) for a, b in rng.integers(0, 6, size=(15, 2))]
        a, b = rng.integers(0, 6, size=2)
        yield read, int(a), int(b)


@exercise(
    "what-it-learns-2",
    lists,
    hints=(
        "Go through the list. A sum is next door if one of its numbers is the same and the other "
        "differs by one.",
        "As a single condition: the two distances, `abs(a - c)` and `abs(b - d)`, add up to 1.",
        "Collect the answers in a set, so that each appears once, and return `sorted(...)` of it.",
    ),
)
def next_door(read: list[tuple[int, int]], a: int, b: int) -> list[int]:
    """Answer a sum with the results of its neighbours on a list.

    - `read`: the sums on the list, as pairs: `(5, 9)` is 5 + 9.
    - `a, b`: the sum to answer.

    Returns the results of all sums on the list that are next door:
    one number is the same, in the same place, and the other is larger
    or smaller by one. List each result once, in ascending order. The
    list is empty if no such sum was read.
    `next_door([(5, 9), (6, 8), (9, 6)], 6, 9)` is `[14]`.
    """
    near = {c + d for c, d in read if abs(a - c) + abs(b - d) == 1}
    return sorted(near)


@next_door.right
def next_door_in_four_steps(read: Any, a: int, b: int) -> Any:
    doors = [(a - 1, b), (a, b - 1), (a + 1, b), (a, b + 1)]
    said = sorted(c + d for c, d in doors if (c, d) in read)
    return [x for x, y in pairwise([*said, None]) if x != y]


@next_door.mistake
def next_door_round_the_corner(read: Any, a: int, b: int) -> Any:
    return sorted({c + d for c, d in read if max(abs(a - c), abs(b - d)) == 1})


@next_door.mistake
def next_door_with_itself(read: Any, a: int, b: int) -> Any:
    return sorted({c + d for c, d in read if abs(a - c) + abs(b - d) <= 1})


@next_door.mistake
def next_door_twice(read: Any, a: int, b: int) -> Any:
    return sorted(c + d for c, d in read if abs(a - c) + abs(b - d) == 1)


@next_door.mistake
def next_door_turned_round(read: Any, a: int, b: int) -> Any:
    both = [*read, *((d, c) for c, d in read)]
    return sorted({c + d for c, d in both if abs(a - c) + abs(b - d) == 1})


@next_door.mistake
def next_door_by_the_answer(read: Any, a: int, b: int) -> Any:
    return sorted({c + d for c, d in read if abs(c + d - a - b) == 1})
