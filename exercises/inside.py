"""Exercises of the page on the inside of a transformer."""

from collections.abc import Iterator
from math import cos, exp, sin, sqrt
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.attention import exp_scores, rotary_table, rotate
from lessoncode.model.tensor import Array


def heads(rng: np.random.Generator) -> Iterator[tuple[Array, Array, Array]]:
    """Queries, keys and values; the first values show the shares."""
    yield np.ones((1, 1)), np.ones((1, 1)), np.array([[3.0, 5.0]])
    yield np.zeros((3, 2)), np.zeros((3, 2)), np.eye(3)
    yield np.array([[0.0], [1.0]]), np.array([[0.0], [1.0]]), np.eye(2)
    yield np.array([[2.0] * 4] * 2), np.array([[0.0] * 4, [1.0] * 4]), np.eye(2)
    for n_seq in range(2, 10):
        d_head, d_value = rng.integers(1, 9, size=2)
        q, k = rng.normal(size=(2, n_seq, d_head))
        yield q, k, rng.normal(size=(n_seq, d_value))


@exercise(
    "inside-1",
    heads,
    hints=(
        "All scores at once are `q @ k.T / np.sqrt(d_head)`: a row for each query, a column for "
        "each key.",
        "A word takes nothing from later words: set the scores to minus infinity where the column "
        "is larger than the row. `np.triu(..., 1)` keeps what is above the diagonal.",
        "Apply softmax along each row, over the keys. The result is `shares @ v`.",
    ),
)
def attend(q: Array, k: Array, v: Array) -> Array:
    """Let each word gather values from itself and earlier words.

    - `q, k`: arrays [n_seq, d_head], the query and the key of each word.
    - `v`: an array [n_seq, d_value], the value of each word.

    Returns an array [n_seq, d_value] of what each word gathers: the
    average of the values, weighted by shares. The shares are the
    softmax of the scores. A score is the dot product of a query and
    a key, divided by the square root of d_head. A word takes nothing
    from later words. If all queries and keys are zero and v is
    `[[1, 0], [0, 1]]`, the result is `[[1, 0], [0.5, 0.5]]`.
    """
    queries = q * q.shape[-1] ** -0.5
    exp = exp_scores(queries[None, None], k[None, None], len(q))[0, 0]
    gathered: Array = exp / exp.sum(-1, keepdims=True) @ v
    return gathered


@attend.right
def attend_word_by_word(q: Any, k: Any, v: Any) -> Any:
    rows = []
    for i, query in enumerate(q):
        powers = [exp(sum(query * key) / sqrt(len(query))) for key in k[: i + 1]]
        total = sum(powers)
        shares = [power / total for power in powers]
        rows.append(sum(share * value for share, value in zip(shares, v, strict=False)))
    return rows


@attend.right
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


@attend.mistake
def attend_unscaled(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(q @ k.T)) @ v


@attend.mistake
def attend_scaled_by_length(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(q @ k.T / np.sqrt(len(q)))) @ v


@attend.mistake
def attend_scaled_without_root(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(q @ k.T / q.shape[1])) @ v


@attend.mistake
def attend_everywhere(q: Any, k: Any, v: Any) -> Any:
    return softmax(scores(q, k)) @ v


@attend.mistake
def attend_not_to_itself(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(scores(q, k), 0)) @ v


@attend.mistake
def attend_one_too_far(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(scores(q, k), 2)) @ v


@attend.mistake
def attend_only_ahead(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(scores(q, k).T).T) @ v


@attend.mistake
def attend_masked_too_late(q: Any, k: Any, v: Any) -> Any:
    return np.tril(softmax(scores(q, k))) @ v


@attend.mistake
def attend_masked_by_zero(q: Any, k: Any, v: Any) -> Any:
    return softmax(np.tril(scores(q, k))) @ v


@attend.mistake
def attend_over_queries(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(scores(q, k)), 0) @ v


@attend.mistake
def attend_exchanged(q: Any, k: Any, v: Any) -> Any:
    return softmax(masked(scores(k, q))) @ v


def queries(rng: np.random.Generator) -> Iterator[tuple[Array, float]]:
    """One pair of numbers at one place, then more of both."""
    yield np.array([[1.0, 0.0], [1.0, 0.0]]), 100.0
    yield np.array([[0.0, 1.0], [0.0, 1.0]]), 100.0
    yield np.array([[1.0, 2.0, 0.0, 0.0]] * 2), 100.0
    yield np.array([[1.0, 2.0, 3.0, 4.0]] * 3), 100.0
    for n_seq in range(1, 10):
        half = rng.integers(1, 5)
        yield rng.normal(size=(n_seq, 2 * half)), 10_000.0


@exercise(
    "inside-2",
    queries,
    hints=(
        "a is `x[:, :half]` and b is `x[:, half:]`, where half is `d_head // 2`. Both have a "
        "column for each pair.",
        "The angles are an array [n_seq, half]: the column of positions "
        "`np.arange(n_seq)[:, None]` times the row of speeds, `base ** (-2 * i / d_head)`.",
        "Both new halves need the old a and the old b. Then `np.concatenate([...], axis=1)`.",
    ),
)
def turn(x: Array, base: float) -> Array:
    """Rotate queries or keys according to their positions.

    - `x`: an array [n_seq, d_head], with d_head even. Row t is at
      position t, and the first position is 0.
    - `base`: a number above 1. It sets how much the pairs differ in
      their speed of rotation.

    Returns an array like x. In each row, the numbers in the columns
    i and `i + d_head / 2` are a pair, a and b, where i counts from 0. They
    form an arrow. In row t, this arrow is rotated by the angle
    `t * base ** (-2 * i / d_head)`, in radians. The rotation replaces a by
    a cos - b sin, and b by a sin + b cos. The rows `[[1, 0], [1, 0]]`
    become `[[1, 0], [0.5403, 0.8415]]`.
    """
    n_seq, d_head = x.shape
    cos, sin = rotary_table((0, n_seq), d_head, base, x.dtype)
    return rotate(x, cos, sin, out=np.empty_like(x))


@turn.right
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


@turn.right
def turn_by_halves(x: Any, base: float) -> Any:
    """As transformers writes it: x cos + (-b, a) sin."""
    angle = np.tile(angles(x, base), 2)
    a, b = np.split(x, 2, axis=1)
    return x * np.cos(angle) + np.hstack([-b, a]) * np.sin(angle)


@turn.mistake
def turn_neighbours(x: Any, base: float) -> Any:
    out, angle = np.empty_like(x), angles(x, base)
    a, b, c, s = x[:, ::2], x[:, 1::2], np.cos(angle), np.sin(angle)
    out[:, ::2], out[:, 1::2] = a * c - b * s, a * s + b * c
    return out


@turn.mistake
def turn_back(x: Any, base: float) -> Any:
    return turned(x, -angles(x, base))


@turn.mistake
def turn_from_one(x: Any, base: float) -> Any:
    return turned(x, angles(x, base, first=1))


@turn.mistake
def turn_too_fast(x: Any, base: float) -> Any:
    return turned(x, angles(x, base, power=-1))


@turn.mistake
def turn_faster_and_faster(x: Any, base: float) -> Any:
    return turned(x, angles(x, base, power=2))


@turn.mistake
def turn_in_degrees(x: Any, base: float) -> Any:
    return turned(x, np.radians(angles(x, base)))


@turn.mistake
def turn_with_new_a(x: Any, base: float) -> Any:
    half, angle = x.shape[1] // 2, angles(x, base)
    c, s = np.cos(angle), np.sin(angle)
    x[:, :half] = x[:, :half] * c - x[:, half:] * s
    x[:, half:] = x[:, :half] * s + x[:, half:] * c
    return x


@turn.mistake
def turn_all_alike(x: Any, base: float) -> Any:
    return turned(x, np.arange(len(x))[:, None])
