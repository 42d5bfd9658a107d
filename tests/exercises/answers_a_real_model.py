"""Answers to the exercises on a real model: right ones, and mistakes that people make."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array


def rounded_by_search(weights: Array, n_bits: int, size: int) -> list[float]:
    """In plain Python: the nearest of the block's levels."""
    found = []
    for i, weight in enumerate(weights.tolist()):
        start = i - i % size
        block = weights[start : start + size].tolist()
        low, steps = min(block), 2**n_bits - 1
        levels = [low + (max(block) - low) * q / steps for q in range(steps + 1)]
        found.append(min(levels, key=lambda level: abs(level - weight)))
    return found


def rounded(
    weights: Array,
    n_bits: int,
    size: int,
    to_whole: Callable[[Array], Array] = np.rint,
    n_fewer: int = 1,
) -> Array:
    blocks = weights.reshape(-1, size)
    m = blocks.min(1, keepdims=True)
    d = (blocks.max(1, keepdims=True) - m) / (2**n_bits - n_fewer)
    q = to_whole((blocks - m) / np.where(d == 0, 1, d))
    best: Array = (d * q + m).ravel()
    return best


def rounded_down(weights: Array, n_bits: int, size: int) -> Array:
    return rounded(weights, n_bits, size, np.floor)


def rounded_with_a_step_too_many(weights: Array, n_bits: int, size: int) -> Array:
    return rounded(weights, n_bits, size, n_fewer=0)


def rounded_in_one_block(weights: Array, n_bits: int, size: int) -> Array:
    return rounded(weights, n_bits, len(weights))


def rounded_around_0(weights: Array, n_bits: int, size: int) -> Array:
    """With a scale alone, as Q8_0 has it."""
    blocks = weights.reshape(-1, size)
    d = np.abs(blocks).max(1, keepdims=True) / max(2 ** (n_bits - 1) - 1, 1)
    best: Array = (np.round(blocks / d) * d).ravel()
    return best


def rounded_numbers(weights: Array, n_bits: int, size: int) -> Array:
    """The numbers of the levels, and not the levels."""
    blocks = weights.reshape(-1, size)
    m, top = blocks.min(1, keepdims=True), blocks.max(1, keepdims=True)
    d = np.where(top == m, 1, top - m) / (2**n_bits - 1)
    best: Array = np.round((blocks - m) / d).ravel()
    return best


def attend_repeated(q: Array, keys: Array, values: Array) -> Array:
    """All heads at once, keys and values repeated for their group."""
    group = len(q) // len(keys)
    k, v = keys.repeat(group, 0), values.repeat(group, 0)
    scores = np.einsum("hd,hsd->hs", q, k) / np.sqrt(q.shape[1])
    exp = np.exp(scores - scores.max(1, keepdims=True))
    best: Array = np.einsum("hs,hsd->hd", exp / exp.sum(1, keepdims=True), v)
    return best


def neighbours(h: int, n_head: int, n_kv_head: int) -> int:
    return h // (n_head // n_kv_head)


def attend(
    q: Array,
    keys: Array,
    values: Array,
    head_of: Callable[[int, int, int], int] = neighbours,
    power: float = -0.5,
) -> Array:
    heads = []
    for h in range(len(q)):
        i = head_of(h, len(q), len(keys))
        exp = np.exp(keys[i] @ q[h] * q.shape[1] ** power)
        heads.append(exp @ values[i] / exp.sum())
    return np.array(heads)


def attend_in_turn(q: Array, keys: Array, values: Array) -> Array:
    """Head 0 has the first keys, head 1 the second, and so on."""
    return attend(q, keys, values, lambda h, n_head, n_kv_head: h % n_kv_head)


def attend_by_number(q: Array, keys: Array, values: Array) -> Array:
    """Takes the number of groups for their size."""
    return attend(q, keys, values, lambda h, n_head, n: min(h // n, n - 1))


def attend_unscaled(q: Array, keys: Array, values: Array) -> Array:
    return attend(q, keys, values, power=0)


def attend_scaled_by_d(q: Array, keys: Array, values: Array) -> Array:
    return attend(q, keys, values, power=-1)


def attend_across_heads(q: Array, keys: Array, values: Array) -> Array:
    """Softmax over heads instead of tokens."""
    group = len(q) // len(keys)
    k, v = keys.repeat(group, 0), values.repeat(group, 0)
    exp = np.exp(np.einsum("hd,hsd->hs", q, k) / np.sqrt(q.shape[1]))
    best: Array = np.einsum("hs,hsd->hd", exp / exp.sum(0), v)
    return best


Layers = list[Callable[[Array], Array]]


def runs_exchanged(layers: Layers, x: Array, other: Array, place: int) -> list[Array]:
    """All runs go on together, one begins before each layer and one behind the last."""
    runs: list[Array] = []
    for i in range(len(layers) + 1):
        if i:
            runs = [layers[i - 1](run) for run in runs]
            x, other = layers[i - 1](x), layers[i - 1](other)
        moved = x.copy()
        moved[place] = other[place]
        runs.append(moved)
    return runs


def exchanged_by_steps(layers: Layers, x: Array, other: Array, place: int) -> Array:
    return np.array([run[-1] for run in runs_exchanged(layers, x, other, place)])


def exchanged_for_good(layers: Layers, x: Array, other: Array, place: int) -> Array:
    """Exchanges in x itself, so that all later rows have it, too."""
    rows = []
    for i in range(len(layers) + 1):
        x[place] = other[place]
        moved = x
        for layer in layers[i:]:
            moved = layer(moved)
        rows.append(moved[-1])
        if i < len(layers):
            x, other = layers[i](x), layers[i](other)
    return np.array(rows)


def exchanged_as_it_came(layers: Layers, x: Array, other: Array, place: int) -> Array:
    """Takes the vector of other as it was before any layer."""
    rows = []
    for i in range(len(layers) + 1):
        moved = x.copy()
        moved[place] = other[place]
        for layer in layers[i:]:
            moved = layer(moved)
        rows.append(moved[-1])
        if i < len(layers):
            x = layers[i](x)
    return np.array(rows)


def exchanged_whole(layers: Layers, x: Array, other: Array, place: int) -> Array:
    """Goes on from other, where only one vector should be its."""
    return exchanged_by_steps(layers, other, x, place)


def exchanged_but_once(layers: Layers, x: Array, other: Array, place: int) -> Array:
    """Without the row for the end."""
    return exchanged_by_steps(layers, x, other, place)[:-1]


def exchanged_at_place(layers: Layers, x: Array, other: Array, place: int) -> Array:
    """Looks at the vector that was exchanged, not at the last."""
    return np.array([run[place] for run in runs_exchanged(layers, x, other, place)])


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("a-real-model-1", rounded_by_search),
    ("a-real-model-1", rounded),
    ("a-real-model-2", attend_repeated),
    ("a-real-model-2", attend),
    ("a-real-model-3", exchanged_by_steps),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("a-real-model-1", rounded_down),
    ("a-real-model-1", rounded_with_a_step_too_many),
    ("a-real-model-1", rounded_in_one_block),
    ("a-real-model-1", rounded_around_0),
    ("a-real-model-1", rounded_numbers),
    ("a-real-model-2", attend_in_turn),
    ("a-real-model-2", attend_by_number),
    ("a-real-model-2", attend_unscaled),
    ("a-real-model-2", attend_scaled_by_d),
    ("a-real-model-2", attend_across_heads),
    ("a-real-model-3", exchanged_for_good),
    ("a-real-model-3", exchanged_as_it_came),
    ("a-real-model-3", exchanged_whole),
    ("a-real-model-3", exchanged_but_once),
    ("a-real-model-3", exchanged_at_place),
]
