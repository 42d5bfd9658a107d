"""Exercises of the page on where a fact sits."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Array


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
    "where-facts-are-stored-1",
    layers,
    hints=(
        "One unit is one column of hidden. Its mean is over the questions: `hidden[:, j].mean()`.",
        "Go through the units. Each time, take a fresh copy of hidden and put the mean into one "
        "column. Without a fresh copy, the earlier units would still be held.",
        "Then compute `logits = held @ out.T` and the softmax along the last axis. From row i take "
        "the column `values[i]`: `p[np.arange(len(values)), values]`.",
    ),
)
def without_each(hidden: Array, out: Array, values: Array) -> Array:
    """Take away one hidden unit at a time, and see what facts lose.

    - `hidden`: an array [n_facts, n_hidden], the units of the last layer
      for each question.
    - `out`: an array [n_values, n_hidden]. The logits are `hidden @ out.T`.
    - `values`: an array [n_facts], the index of the right value for each
      question.

    To take a unit away, hold it at its mean over all questions.
    Return an array [n_hidden, n_facts]: the probability of each right
    value without each unit. For hidden `[[2, 0], [0, 0]]`, out
    `[[1, 0], [0, 1]]` and values `[0, 1]`, it is about
    `[[0.731, 0.269], [0.881, 0.5]]`.
    """
    change = (hidden.mean(0) - hidden).T[..., None] * out.T[:, None]
    p = next_token_probabilities(hidden @ out.T + change)
    best: Array = p[:, np.arange(len(values)), values]
    return best


@without_each.right
def without_by_einsum(hidden: Array, out: Array, values: Array) -> Array:
    """All units at once, with a mask, and logits pushed down."""
    mask = np.eye(hidden.shape[1], dtype=bool)[:, None]
    held = np.where(mask, hidden.mean(0), hidden)
    logits = np.einsum("ufh,vh->ufv", held, out)
    exp = np.exp(logits - logits.max(-1, keepdims=True))
    p = exp / exp.sum(-1, keepdims=True)
    best: Array = np.take_along_axis(p, values[None, :, None], -1)[..., 0]
    return best


Fill = Callable[[Array, int], Any]


def mean(hidden: Array, unit: int) -> Any:
    return hidden[:, unit].mean()


@without_each.right
def without(
    hidden: Array, out: Array, values: Array, fill: Fill = mean, fresh: bool = True, axis: int = 1
) -> Array:
    rows, held = [], hidden
    for unit in range(hidden.shape[1]):
        held = hidden.copy() if fresh else held
        held[:, unit] = fill(hidden, unit)
        exp = np.exp(held @ out.T)
        p = exp / exp.sum(axis, keepdims=True)
        rows.append(p[np.arange(len(values)), values])
    return np.array(rows)


@without_each.mistake
def without_at_zero(hidden: Array, out: Array, values: Array) -> Array:
    return without(hidden, out, values, lambda hidden, unit: 0)


@without_each.mistake
def without_at_mean_of_all(hidden: Array, out: Array, values: Array) -> Array:
    return without(hidden, out, values, lambda hidden, unit: hidden.mean())


@without_each.mistake
def without_at_mean_of_question(hidden: Array, out: Array, values: Array) -> Array:
    return without(hidden, out, values, lambda hidden, unit: hidden.mean(1))


@without_each.mistake
def without_one_more_each_time(hidden: Array, out: Array, values: Array) -> Array:
    return without(hidden, out, values, fresh=False)


@without_each.mistake
def without_over_questions(hidden: Array, out: Array, values: Array) -> Array:
    """Softmax along the wrong axis."""
    return without(hidden, out, values, axis=0)


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
    "where-facts-are-stored-2",
    changes,
    hints=(
        "How much is missing? `missing = value - w @ key` is what the change must add for key.",
        "The smallest change moves w only along key: each of its rows is a multiple of key. It is "
        "`np.outer(missing, key)` times a number.",
        "`np.outer(missing, key) @ key` is `missing * (key @ key)`. Divide by that number.",
    ),
)
def changed(w: Array, key: Array, value: Array) -> Array:
    """Change a matrix so that one key gives a new value.

    - `w`: an array [n_out, n_in]. For a key, it gives `w @ key`.
    - `key`: an array [n_in], not all zero.
    - `value`: an array [n_out], what the key should give.

    Return the changed matrix, an array [n_out, n_in]. Many matrices give
    value for key. Take the one nearest to w, by the sum of all squared
    differences:
    `changed([[1, 0], [0, 1]], [1, 1], [3, 1])` is `[[2, 1], [0, 1]]`.
    """
    missing = (value - w @ key)[:, None]
    best: Array = w + missing @ np.linalg.pinv(key[:, None])
    return best


@changed.right
def changed_by_descent(w: Array, key: Array, value: Array) -> Array:
    """What training on this fact alone ends at, from w."""
    w = w.copy()
    for _ in range(50):
        error = w @ key - value
        w -= 0.5 / (key @ key) * np.outer(error, key)
    return w


@changed.mistake
def changed_all_the_way(w: Array, key: Array, value: Array) -> Array:
    best: Array = w + np.outer(value, key) / (key @ key)
    return best


@changed.mistake
def changed_by_hebb(w: Array, key: Array, value: Array) -> Array:
    return w + np.outer(value - w @ key, key)


@changed.mistake
def changed_by_length(w: Array, key: Array, value: Array) -> Array:
    best: Array = w + np.outer(value - w @ key, key) / np.linalg.norm(key)
    return best


@changed.mistake
def changed_in_one_column(w: Array, key: Array, value: Array) -> Array:
    """It gives the value, but not by the smallest change."""
    w, column = w.copy(), int(np.abs(key).argmax())
    w[:, column] += (value - w @ key) / key[column]
    return w


@changed.mistake
def changed_to_nothing_else(w: Array, key: Array, value: Array) -> Array:
    best: Array = np.outer(value, key) / (key @ key)
    return best
