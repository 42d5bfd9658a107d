"""Answers to the exercises on knowledge: right ones, and mistakes that people make."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array


def stored_by_words(logits: Array, values: Array) -> float:
    """In plain Python, one fact at a time."""
    total = 0.0
    for row, value in zip(logits.tolist(), values.tolist(), strict=True):
        p = math.exp(row[value]) / sum(map(math.exp, row))
        total += math.log2(p * len(row))
    return total


def log_p(logits: Array, values: Array) -> Array:
    exp = np.exp(logits)
    p: Array = (exp / exp.sum(1, keepdims=True))[np.arange(len(values)), values]
    return np.log(p)


def stored_in_nats(logits: Array, values: Array) -> float:
    return float((np.log(logits.shape[1]) + log_p(logits, values)).sum())


def stored_on_average(logits: Array, values: Array) -> float:
    return stored_by_words(logits, values) / len(values)


def stored_never_below_0(logits: Array, values: Array) -> float:
    bits = np.log2(logits.shape[1]) + log_p(logits, values) / np.log(2)
    return float(np.maximum(bits, 0).sum())


def stored_without_softmax(logits: Array, values: Array) -> float:
    right = logits[np.arange(len(values)), values]
    return float((np.log2(logits.shape[1]) + right / np.log(2)).sum())


def stored_as_loss(logits: Array, values: Array) -> float:
    return float(-log_p(logits, values).sum() / np.log(2))


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


def without_at_zero(hidden: Array, out: Array, values: Array) -> Array:
    return without(hidden, out, values, lambda hidden, unit: 0)


def without_at_mean_of_all(hidden: Array, out: Array, values: Array) -> Array:
    return without(hidden, out, values, lambda hidden, unit: hidden.mean())


def without_at_mean_of_question(hidden: Array, out: Array, values: Array) -> Array:
    return without(hidden, out, values, lambda hidden, unit: hidden.mean(1))


def without_one_more_each_time(hidden: Array, out: Array, values: Array) -> Array:
    return without(hidden, out, values, fresh=False)


def without_over_questions(hidden: Array, out: Array, values: Array) -> Array:
    """Softmax along the wrong axis."""
    return without(hidden, out, values, axis=0)


def changed_by_descent(w: Array, key: Array, value: Array) -> Array:
    """What training on this fact alone ends at, from w."""
    w = w.copy()
    for _ in range(50):
        error = w @ key - value
        w -= 0.5 / (key @ key) * np.outer(error, key)
    return w


def changed_all_the_way(w: Array, key: Array, value: Array) -> Array:
    best: Array = w + np.outer(value, key) / (key @ key)
    return best


def changed_by_hebb(w: Array, key: Array, value: Array) -> Array:
    return w + np.outer(value - w @ key, key)


def changed_by_length(w: Array, key: Array, value: Array) -> Array:
    best: Array = w + np.outer(value - w @ key, key) / np.linalg.norm(key)
    return best


def changed_in_one_column(w: Array, key: Array, value: Array) -> Array:
    """It gives the value, but not by the smallest change."""
    w, column = w.copy(), int(np.abs(key).argmax())
    w[:, column] += (value - w @ key) / key[column]
    return w


def changed_to_nothing_else(w: Array, key: Array, value: Array) -> Array:
    best: Array = np.outer(value, key) / (key @ key)
    return best


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("knowledge-1", stored_by_words),
    ("knowledge-2", without_by_einsum),
    ("knowledge-2", without),
    ("knowledge-3", changed_by_descent),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("knowledge-1", stored_in_nats),
    ("knowledge-1", stored_on_average),
    ("knowledge-1", stored_never_below_0),
    ("knowledge-1", stored_without_softmax),
    ("knowledge-1", stored_as_loss),
    ("knowledge-2", without_at_zero),
    ("knowledge-2", without_at_mean_of_all),
    ("knowledge-2", without_at_mean_of_question),
    ("knowledge-2", without_one_more_each_time),
    ("knowledge-2", without_over_questions),
    ("knowledge-3", changed_all_the_way),
    ("knowledge-3", changed_by_hebb),
    ("knowledge-3", changed_by_length),
    ("knowledge-3", changed_in_one_column),
    ("knowledge-3", changed_to_nothing_else),
]
