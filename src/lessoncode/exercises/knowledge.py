"""Exercises of the page on knowledge in the weights."""

from collections.abc import Iterator

import numpy as np

from lessoncode.exercises.grading import exercise
from lessoncode.measures.information import kl_divergence
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Array


def facts(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """A fact known, one mistaken, one known and one not, and many."""
    yield np.array([[np.log(3), 0.0]]), np.array([0])
    yield np.array([[np.log(3), 0.0]]), np.array([1])
    yield np.array([[0.0, 0.0], [np.log(3), 0.0]]), np.array([0, 0])
    for n_facts in range(2, 20):
        n_values = int(rng.integers(2, 33))
        logits = rng.normal(0, 2, (n_facts, n_values))
        yield logits, rng.integers(n_values, size=n_facts)


@exercise(
    "knowledge-1",
    facts,
    hints=(
        "To the model a value costs -log2 p(value), and p is the softmax of its row of logits.",
        "The logarithm of a softmax is  logits - log(sum(exp(logits))),  the sum over one row.",
        "np.log is the natural logarithm: divide by np.log(2) for bits, or take np.log2. A fact "
        "has  log2(n_values) + log2 p(value)  bits. Add them up.",
    ),
)
def stored(logits: Array, values: Array) -> float:
    """Count the bits of random facts that a model has stored.

    logits: an array [n_facts, n_values], the model's logits of all
        values after the key of each fact.
    values: an array [n_facts], the place of each right value. They
        were drawn at random, each as likely as any other.
    A value of which nothing is known costs log2(n_values) bits. What
    the model saves of that is stored; below 0 if it needs more.
    Returns the bits of all facts together: about 0.585 for
    stored([[0, 0], [log 3, 0]], [0, 0]), all from the second.
    """
    n_values = logits.shape[1]
    right = np.eye(n_values)[values]
    nothing = np.full(n_values, 1 / n_values)
    model = next_token_probabilities(logits)
    cost = kl_divergence(right, model)
    return float((kl_divergence(right, nothing) - cost).sum())


def layers(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, Array]]:
    """Hidden units of few questions, then of more."""
    yield np.array([[2.0, 0.0], [0.0, 0.0]]), np.eye(2), np.array([0, 1])
    yield np.array([[3.0], [1.0]]), np.array([[1.0], [0.0]]), np.array([0, 0])
    yield np.array([[1.0, 2.0, 0.0]]), np.eye(3)[:2], np.array([1])
    for n_facts in range(2, 14):
        n_hidden, n_values = rng.integers(2, 9, size=2).tolist()
        hidden = rng.normal(0, 1, (n_facts, n_hidden))
        out = rng.normal(0, 1, (n_values, n_hidden))
        yield hidden, out, rng.integers(n_values, size=n_facts)


@exercise(
    "knowledge-2",
    layers,
    hints=(
        "One unit is one column of hidden. Its mean is over the questions: hidden[:, j].mean().",
        "Go through the units. Each time take a fresh copy of hidden and put the mean into one "
        "column of it; else the units before stay away, too.",
        "Then  logits = held @ out.T,  softmax along the last axis, and of row i the column "
        "values[i]:  p[np.arange(len(values)), values].",
    ),
)
def without_each(hidden: Array, out: Array, values: Array) -> Array:
    """Take each hidden unit away alone, and see what facts lose.

    hidden: an array [n_facts, n_hidden], the units of the last layer
        at each question.
    out: an array [n_values, n_hidden]; logits are hidden @ out.T.
    values: an array [n_facts], the place of each right value.
    A unit is taken away by holding it at its mean over all questions.
    Returns an array [n_hidden, n_facts]: without each unit, the
    probability of every right value. With hidden [[2, 0], [0, 0]],
    out [[1, 0], [0, 1]] and values [0, 1] it is about
    [[0.731, 0.269], [0.881, 0.5]].
    """
    change = (hidden.mean(0) - hidden).T[..., None] * out.T[:, None]
    p = next_token_probabilities(hidden @ out.T + change)
    best: Array = p[:, np.arange(len(values)), values]
    return best


def changes(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, Array]]:
    """A matrix, a key and its new value; small ones first."""
    yield np.zeros((1, 1)), np.array([2.0]), np.array([6.0])
    yield np.array([[5.0]]), np.array([1.0]), np.array([6.0])
    yield np.eye(2), np.array([1.0, 1.0]), np.array([3.0, 1.0])
    for n_in in range(2, 12):
        n_out = int(rng.integers(1, 12))
        w = rng.normal(0, 1, (n_out, n_in))
        yield w, rng.normal(0, 1, n_in), rng.normal(0, 1, n_out)


@exercise(
    "knowledge-3",
    changes,
    hints=(
        "How much is missing?  missing = value - w @ key  is what the change must give for key.",
        "A change that moves w along key alone is the smallest: each row of it is a multiple of "
        "key. It is np.outer(missing, key) times a number.",
        "np.outer(missing, key) @ key  is  missing * (key @ key).  Divide by that number.",
    ),
)
def changed(w: Array, key: Array, value: Array) -> Array:
    """Change a matrix so that one key gives a new value.

    w: an array [n_out, n_in]. It gives w @ key for a key.
    key: an array [n_in], not all zero.
    value: an array [n_out], what the key shall give.
    Returns the changed matrix, an array [n_out, n_in]. Many would do.
    Take the one nearest to w, by the sum of all squared differences:
    changed([[1, 0], [0, 1]], [1, 1], [3, 1]) is [[2, 1], [0, 1]].
    """
    missing = (value - w @ key)[:, None]
    best: Array = w + missing @ np.linalg.pinv(key[:, None])
    return best
