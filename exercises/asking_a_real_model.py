"""Exercises of the page on asking a real model, with small ones in its place."""

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array

Model = Callable[[list[int]], list[float]]
Asked = tuple[Model, list[int], list[list[int]]]


def by_last(table: list[list[float]]) -> Model:
    """A model that looks at the last id alone."""

    def model(ids: list[int]) -> list[float]:
        return list(table[ids[-1]])

    rows = ", ".join(f"after {i}: {row}" for i, row in enumerate(table))
    model.__doc__ = rows
    return model


def by_all(table: Array) -> Model:
    """A model that looks at all ids."""

    def model(ids: list[int]) -> list[float]:
        """the probabilities of the next id"""
        number = sum((i + 2) * token for i, token in enumerate(ids))
        return [float(p) for p in table[number % len(table)]]

    return model


def asked(rng: np.random.Generator) -> Iterator[Asked]:
    """One answer, several, and such as begin with another."""
    model = by_last([[0.5, 0.5], [0.2, 0.8]])
    yield model, [0], [[1]]
    yield model, [0], [[1, 1]]
    yield model, [0], [[1], [0, 0]]
    yield model, [0], [[1], [1, 1]]
    yield model, [0], [[1, 0, 1], [1, 0]]
    yield model, [1], [[0], [0]]
    yield model, [1], []
    for n_answers in range(1, 12):
        table = rng.dirichlet(np.ones(3), 11)
        prompt = rng.integers(3, size=rng.integers(1, 5)).tolist()
        answers = [
            rng.integers(3, size=length).tolist() for length in rng.integers(1, 5, size=n_answers)
        ]
        yield by_all(table), prompt, answers


@exercise(
    "asking-a-real-model-1",
    asked,
    hints=(
        "The probability of one answer is a product: that of its first id after the prompt, times "
        "that of its second id after the prompt and the first, and so on.",
        "An answer that begins with another answer is not a new case: a text that continues with "
        "`[1, 1]` also continues with `[1]`. Leave it out. Keep one of two equal answers.",
        "`answer[: len(other)] == other` is true if answer begins with other. Add up the products "
        "for the answers that are left.",
    ),
)
def any_of(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    """How likely is a text to continue with one of several answers?

    - `model`: a function. It takes a list of at least one id, and returns
      a list with the probability of each id that may follow.
    - `prompt`: a list of ids.
    - `answers`: a list of answers, such as the spellings of one name,
      each a list of one or more ids. One may begin with another.

    Returns the probability that the text after the prompt begins with
    any of them. If the model always returns `[0.5, 0.3, 0.2]`, it is 0.56
    for `[[0], [1, 2]]` and 0.5 for `[[0], [0, 1]]`.
    """
    n_vocab = len(model(prompt))
    longest = max(map(len, answers), default=0)
    total = 0.0
    for after in product(range(n_vocab), repeat=longest):
        if not any(list(after[: len(answer)]) == answer for answer in answers):
            continue
        ids, p = list(prompt), 1.0
        for token in after:
            p *= model(ids)[token]
            ids.append(token)
        total += p
    return total


@any_of.right
def any_of_by_tree(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    """Goes down id by id, and stops where an answer is complete."""
    if [] in answers:
        return 1.0
    p = model(prompt)
    return sum(
        p[token]
        * any_of_by_tree(model, [*prompt, token], [a[1:] for a in answers if a[0] == token])
        for token in {a[0] for a in answers}
    )


def log_p(model: Model, prompt: list[int], answer: list[int]) -> list[float]:
    return [math.log(model(prompt + answer[:i])[t]) for i, t in enumerate(answer)]


@any_of.mistake
def any_of_all(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    """Counts what begins with another answer twice."""
    return sum(math.exp(sum(log_p(model, prompt, answer))) for answer in answers)


@any_of.mistake
def any_of_different(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    """Leaves out equal answers, but not those that begin alike."""
    return any_of_all(model, prompt, [list(a) for a in set(map(tuple, answers))])


@any_of.mistake
def any_of_largest(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    return max((any_of_all(model, prompt, [answer]) for answer in answers), default=0.0)


@any_of.mistake
def any_of_first_ids(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    return sum(model(prompt)[token] for token in {answer[0] for answer in answers})


@any_of.mistake
def any_of_by_mean(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    """Divides by the length, as a score of answers often does."""
    scores = [log_p(model, prompt, answer) for answer in answers]
    return sum(math.exp(sum(score) / len(score)) for score in scores)


@any_of.mistake
def any_of_without_feeding(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    p = model(prompt)
    return sum(math.prod(p[token] for token in answer) for answer in answers)


@any_of.mistake
def any_of_independent(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    return 1 - math.prod(1 - any_of_all(model, prompt, [a]) for a in answers)


def confidences(
    rng: np.random.Generator,
) -> Iterator[tuple[list[float], list[float]]]:
    """Two lists, apart, overlapping and with ties."""
    yield [0.9], [0.1]
    yield [0.1], [0.9]
    yield [0.5], [0.5]
    yield [0.9, 0.2], [0.5]
    yield [0.9, 0.5], [0.5, 0.1]
    for n in range(1, 20):
        real = (rng.integers(3, 11, size=n) / 10).tolist()
        invented = (rng.integers(0, 9, size=rng.integers(1, 20)) / 10).tolist()
        yield real, invented


@exercise(
    "asking-a-real-model-2",
    confidences,
    hints=(
        "Pair each real thing with each invented one. That makes `len(real) * len(invented)` "
        "pairs.",
        "Count 1 if the real one has the larger number, and 0.5 if both are equal. Divide by the "
        "number of pairs.",
    ),
)
def surer(real: list[float], invented: list[float]) -> float:
    """How well does confidence separate real things from invented ones?

    - `real`: a list of how sure a model is of each real thing.
    - `invented`: a list of how sure it is of each invented thing. The
      lists may differ in length, and neither is empty.

    Pairs each real thing with each invented one, and returns the
    share of pairs in which the model is surer of the real thing. A
    pair in which it is equally sure of both counts as half a pair.
    `surer([0.9, 0.5], [0.5, 0.1])` is 3.5 of 4 pairs, 0.875.
    """
    pairs = list(product(map(Fraction, real), map(Fraction, invented)))
    ahead = sum(r > i for r, i in pairs)
    level = sum(r == i for r, i in pairs)
    return float(Fraction(2 * ahead + level, 2 * len(pairs)))


@surer.right
def surer_by_ranks(real: list[float], invented: list[float]) -> float:
    """Mann and Whitney's U: ranks, the mean of them where tied."""
    everything = np.array(real + invented)
    _, inverse, counts = np.unique(everything, return_inverse=True, return_counts=True)
    ranks = counts.cumsum() - (counts - 1) / 2
    n, m = len(real), len(invented)
    u = ranks[inverse][:n].sum() - n * (n + 1) / 2
    return float(u / (n * m))


@surer.right
def surer_at_once(real: list[float], invented: list[float]) -> Any:
    gap = np.subtract.outer(real, invented)
    return (np.sign(gap).mean() + 1) / 2


@surer.mistake
def surer_strictly(real: list[float], invented: list[float]) -> Any:
    return np.greater.outer(real, invented).mean()


@surer.mistake
def surer_or_level(real: list[float], invented: list[float]) -> Any:
    return np.greater_equal.outer(real, invented).mean()


@surer.mistake
def surer_side_by_side(real: list[float], invented: list[float]) -> Any:
    pairs = list(zip(real, invented, strict=False))
    return sum(r > i for r, i in pairs) / len(pairs)


@surer.mistake
def surer_on_average(real: list[float], invented: list[float]) -> Any:
    return np.mean(real) - np.mean(invented)


@surer.mistake
def surer_than_all(real: list[float], invented: list[float]) -> Any:
    return np.mean(np.array(real) > max(invented))
