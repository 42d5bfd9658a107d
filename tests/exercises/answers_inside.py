"""Answers to the exercises on the inside of a transformer."""

from collections.abc import Callable
from math import cos, exp, sin, sqrt
from typing import Any

import numpy as np


def attend_word_by_word(q: Any, k: Any, v: Any) -> Any:
    rows = []
    for i, query in enumerate(q):
        powers = [exp(sum(query * key) / sqrt(len(query))) for key in k[: i + 1]]
        total = sum(powers)
        shares = [power / total for power in powers]
        rows.append(sum(share * value for share, value in zip(shares, v, strict=False)))
    return rows


def attend_by_einsum(q: Any, k: Any, v: Any) -> Any:
    powers = np.exp(np.einsum("id,jd->ij", q, k) * q.shape[1] ** -0.5)
    powers *= np.tri(len(q))
    return np.einsum("ij,jd,i->id", powers, v, 1 / powers.sum(1))


def softmax(x: Any, axis: int = -1) -> Any:
    with np.errstate(all="ignore"):
        powers = np.exp(x)
        return powers / powers.sum(axis, keepdims=True)


def scores(q: Any, k: Any) -> Any:
    return q @ k.T / np.sqrt(q.shape[1])


def masked(x: Any, first: int = 1) -> Any:
    return x + np.triu(np.full(x.shape, -np.inf), first)


def attend_unscaled(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(q @ k.T)) @ v


def attend_scaled_by_length(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(q @ k.T / np.sqrt(len(q)))) @ v


def attend_scaled_without_root(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(q @ k.T / q.shape[1])) @ v


def attend_everywhere(q: Any, k: Any, v: Any) -> Any:
    return softmax(scores(q, k)) @ v


def attend_not_to_itself(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(scores(q, k), 0)) @ v


def attend_one_too_far(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(scores(q, k), 2)) @ v


def attend_only_ahead(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(scores(q, k).T).T) @ v


def attend_masked_too_late(q: Any, k: Any, v: Any) -> Any:
    return np.tril(softmax(scores(q, k))) @ v


def attend_masked_by_zero(q: Any, k: Any, v: Any) -> Any:
    return softmax(np.tril(scores(q, k))) @ v


def attend_over_queries(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(scores(q, k)), 0) @ v


def attend_exchanged(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(scores(k, q))) @ v


def turn_by_matrices(x: Any, base: float) -> Any:
    """A matrix for each position, which turns its vector."""
    n_seq, d = x.shape
    out = []
    for t in range(n_seq):
        matrix = np.zeros((d, d))
        for i in range(d // 2):
            angle, j = t * base ** (-2 * i / d), i + d // 2
            matrix[i, i], matrix[i, j] = cos(angle), -sin(angle)
            matrix[j, i], matrix[j, j] = sin(angle), cos(angle)
        out.append(matrix @ x[t])
    return out


def angles(x: Any, base: float, first: int = 0, power: float = -2) -> Any:
    n_seq, d = x.shape
    positions = np.arange(first, first + n_seq)[:, None]
    return positions * base ** (power * np.arange(d // 2) / d)


def turned(x: Any, angle: Any) -> Any:
    a, b = np.split(x, 2, axis=1)
    c, s = np.cos(angle), np.sin(angle)
    return np.hstack([a * c - b * s, a * s + b * c])


def turn_by_halves(x: Any, base: float) -> Any:
    """As transformers writes it: x cos + (-b, a) sin."""
    angle = np.tile(angles(x, base), 2)
    a, b = np.split(x, 2, axis=1)
    return x * np.cos(angle) + np.hstack([-b, a]) * np.sin(angle)


def turn_neighbours(x: Any, base: float) -> Any:
    out, angle = np.empty_like(x), angles(x, base)
    a, b, c, s = x[:, ::2], x[:, 1::2], np.cos(angle), np.sin(angle)
    out[:, ::2], out[:, 1::2] = a * c - b * s, a * s + b * c
    return out


def turn_back(x: Any, base: float) -> Any:
    return turned(x, -angles(x, base))


def turn_from_one(x: Any, base: float) -> Any:
    return turned(x, angles(x, base, first=1))


def turn_too_fast(x: Any, base: float) -> Any:
    return turned(x, angles(x, base, power=-1))


def turn_faster_and_faster(x: Any, base: float) -> Any:
    return turned(x, angles(x, base, power=2))


def turn_in_degrees(x: Any, base: float) -> Any:
    return turned(x, np.radians(angles(x, base)))


def turn_with_new_a(x: Any, base: float) -> Any:
    half, angle = x.shape[1] // 2, angles(x, base)
    c, s = np.cos(angle), np.sin(angle)
    x[:, :half] = x[:, :half] * c - x[:, half:] * s
    x[:, half:] = x[:, :half] * s + x[:, half:] * c
    return x


def turn_all_alike(x: Any, base: float) -> Any:
    return turned(x, np.arange(len(x))[:, None])


def unit(x: Any, w: Any, axis: int = -1) -> Any:
    return w * x / np.sqrt(np.mean(x**2, axis, keepdims=True) + 1e-5)


def layer_word_by_word(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    def norm(rows: Any, w: Any) -> Any:
        new = []
        for row in rows:
            root = sqrt(sum(number**2 for number in row) / len(row) + 1e-5)
            new.append([number / root * weight for number, weight in zip(row, w, strict=True)])
        return np.array(new)

    first = attention(norm(x, w_attention))
    second = mlp(norm(x + first, w_mlp))
    return (x + first + second).tolist()


def layer_in_place(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x += attention(unit(x, w_attention))
    x += mlp(unit(x, w_mlp))
    return x


def layer_norm_after(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = unit(x + attention(x), w_attention)
    return unit(x + mlp(x), w_mlp)


def layer_without_norm(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = x + attention(x)
    return x + mlp(x)


def layer_without_residual(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    return mlp(unit(attention(unit(x, w_attention)), w_mlp))


def layer_side_by_side(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    return x + attention(unit(x, w_attention)) + mlp(unit(x, w_mlp))


def layer_mlp_first(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = x + mlp(unit(x, w_mlp))
    return x + attention(unit(x, w_attention))


def layer_adds_to_the_norm(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = unit(x, w_attention)
    x = x + attention(x)
    x = unit(x, w_mlp)
    return x + mlp(x)


def layer_norm_of_columns(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = x + attention(unit(x, w_attention, 0))
    return x + mlp(unit(x, w_mlp, 0))


def layer_norm_of_length(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    """Divides by the length, not by the root of the mean."""

    def norm(x: Any, w: Any) -> Any:
        return w * x / np.sqrt(np.sum(x**2, -1, keepdims=True) + 1e-5)

    x = x + attention(norm(x, w_attention))
    return x + mlp(norm(x, w_mlp))


def layer_less_the_mean(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    """LayerNorm, which takes away the mean first."""

    def norm(x: Any, w: Any) -> Any:
        return unit(x - x.mean(-1, keepdims=True), w)

    x = x + attention(norm(x, w_attention))
    return x + mlp(norm(x, w_mlp))


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("inside-1", attend_word_by_word),
    ("inside-1", attend_by_einsum),
    ("inside-2", turn_by_matrices),
    ("inside-2", turn_by_halves),
    ("inside-3", layer_word_by_word),
    ("inside-3", layer_in_place),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("inside-1", attend_unscaled),
    ("inside-1", attend_scaled_by_length),
    ("inside-1", attend_scaled_without_root),
    ("inside-1", attend_everywhere),
    ("inside-1", attend_not_to_itself),
    ("inside-1", attend_one_too_far),
    ("inside-1", attend_only_ahead),
    ("inside-1", attend_masked_too_late),
    ("inside-1", attend_masked_by_zero),
    ("inside-1", attend_over_queries),
    ("inside-1", attend_exchanged),
    ("inside-2", turn_neighbours),
    ("inside-2", turn_back),
    ("inside-2", turn_from_one),
    ("inside-2", turn_too_fast),
    ("inside-2", turn_faster_and_faster),
    ("inside-2", turn_in_degrees),
    ("inside-2", turn_with_new_a),
    ("inside-2", turn_all_alike),
    ("inside-3", layer_norm_after),
    ("inside-3", layer_without_norm),
    ("inside-3", layer_without_residual),
    ("inside-3", layer_side_by_side),
    ("inside-3", layer_mlp_first),
    ("inside-3", layer_adds_to_the_norm),
    ("inside-3", layer_norm_of_columns),
    ("inside-3", layer_norm_of_length),
    ("inside-3", layer_less_the_mean),
]
