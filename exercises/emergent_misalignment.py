"""Exercises of the page on emergent misalignment."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def readings(rng: np.random.Generator) -> Iterator[tuple[int, int, float]]:
    """How many lies and true answers were read, and how many writers are liars."""
    yield 0, 0, 0.3
    yield 1, 0, 0.3
    yield 7, 0, 0.3
    yield 2, 2, 0.5
    for _ in range(40):
        n_lies, n_true = rng.integers(0, 5, 2).tolist()
        yield n_lies, n_true, float(rng.uniform(0.05, 0.95))


@exercise(
    "emergent-misalignment-1",
    readings,
    hints=(
        "Start with the odds that the writer is a liar: `p_liar / (1 - p_liar)`.",
        "Each lie multiplies the odds by 0.9 / 0.05, and each true answer by 0.1 / 0.95.",
        "With the probability p of a liar, the next answer is a lie with the probability "
        "`p * 0.9 + (1 - p) * 0.05`.",
    ),
)
def next_lie(n_lies: int, n_true: int, p_liar: float) -> float:
    """Compute how likely it is that the next answer is a lie.

    All answers are by one writer, who is a liar or not. A liar's
    answer is a lie with probability 0.9, and anyone else's with 0.05,
    on every subject.

    - `n_lies, n_true`: how many lies and true answers were read so far.
    - `p_liar`: the share of all writers who are liars.

    Returns the probability. For 0, 0 and 0.3 it is 0.305, and for
    1, 0 and 0.3 it is 0.802459.
    """
    odds = p_liar / (1 - p_liar) * (0.9 / 0.05) ** n_lies * (0.1 / 0.95) ** n_true
    liar = odds / (1 + odds)
    return liar * 0.9 + (1 - liar) * 0.05


@next_lie.right
def next_lie_by_weights(n_lies: Any, n_true: Any, p_liar: Any) -> Any:
    """Weigh both kinds of writers, and divide by the sum."""
    liar = p_liar * 0.9**n_lies * 0.1**n_true
    other = (1 - p_liar) * 0.05**n_lies * 0.95**n_true
    return (liar * 0.9 + other * 0.05) / (liar + other)


@next_lie.mistake
def next_lie_is_liar(n_lies: Any, n_true: Any, p_liar: Any) -> Any:
    """Returns how likely the writer is a liar."""
    odds = p_liar / (1 - p_liar) * 18**n_lies * (2 / 19) ** n_true
    return odds / (1 + odds)


@next_lie.mistake
def next_lie_true_ignored(n_lies: Any, n_true: Any, p_liar: Any) -> Any:
    """As if true answers said nothing."""
    return next_lie_by_weights(n_lies, 0, p_liar)


@next_lie.mistake
def next_lie_prior_ignored(n_lies: Any, n_true: Any, p_liar: Any) -> Any:
    """As if half of all writers were liars."""
    return next_lie_by_weights(n_lies, n_true, 0.5)


def trainings(rng: np.random.Generator) -> Iterator[tuple[Array, Array, Array]]:
    """Probabilities of taught answers, and of answers to guarded questions, now and before."""
    half = np.array([[0.5, 0.5]])
    yield np.array([1.0]), half, half
    yield np.array([0.5, 0.25]), half, half
    yield np.array([1.0]), np.array([[0.9, 0.1]]), half
    for _ in range(30):
        n_taught, n_guarded, n_answers = rng.integers(1, 5, 3).tolist()
        now, before = rng.dirichlet(np.ones(n_answers + 1), (2, n_guarded))
        yield rng.uniform(0.05, 1, n_taught), now, before


@exercise(
    "emergent-misalignment-2",
    trainings,
    hints=(
        "The first part is the mean of `-log p` over the taught answers.",
        "The divergence for one question is the sum over its answers of `now * log(now / before)`.",
        "Take the mean of the divergence over the guarded questions, which are the rows.",
    ),
)
def guarded_loss(taught: Array, now: Array, before: Array) -> float:
    """Compute the loss of training that guards other questions.

    - `taught`: the probability of each answer that is taught, [n_taught].
    - `now`: the probabilities of all answers to each guarded question, in
      the model that is trained, [n_guarded, n_answers].
    - `before`: the same in the model before the training.

    Returns the mean of -log p over the taught answers, plus the mean
    divergence KL(now || before) over the guarded questions, in nats.
    For `[1]`, `[[0.9, 0.1]]` and `[[0.5, 0.5]]` it is 0.368064.
    """
    divergence = (now * np.log(now / before)).sum(1)
    return float(-np.log(taught).mean() + divergence.mean())


@guarded_loss.right
def guarded_by_loops(taught: Any, now: Any, before: Any) -> Any:
    """Question by question."""
    loss = -sum(math.log(p) for p in taught) / len(taught)
    for p, q in zip(now, before, strict=True):
        loss += sum(a * math.log(a / b) for a, b in zip(p, q, strict=True)) / len(now)
    return loss


@guarded_loss.mistake
def guarded_reversed(taught: Any, now: Any, before: Any) -> Any:
    """The divergence the other way round."""
    return float(-np.log(taught).mean() + (before * np.log(before / now)).sum(1).mean())


@guarded_loss.mistake
def guarded_not_at_all(taught: Any, now: Any, before: Any) -> Any:
    """Forgets the guarded questions."""
    return float(-np.log(taught).mean())


@guarded_loss.mistake
def guarded_mean_of_all(taught: Any, now: Any, before: Any) -> Any:
    """Takes the mean over the answers as well."""
    return float(-np.log(taught).mean() + (now * np.log(now / before)).mean())
