"""Exercises of the page on the inside of a transformer."""

from collections.abc import Callable, Iterator
from math import cos, exp, sin, sqrt
from typing import Any, TypeAlias

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.attention import exp_scores, rotary_table, rotate
from lessoncode.model.layers import rms_norm
from lessoncode.model.tensor import Array, Tensor

Part: TypeAlias = Callable[[Array], Array]


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
        "All scores at once are  q @ k.T / np.sqrt(d_head) : a row for each query, a column for "
        "each key.",
        "A word takes nothing from those behind it: set the scores to minus infinity where the "
        "column is larger than the row.  np.triu(..., 1)  is what lies above the diagonal.",
        "Softmax goes along each row, over the keys. The result is  shares @ v.",
    ),
)
def attend(q: Array, k: Array, v: Array) -> Array:
    """Let each word gather values from itself and the words before.

    q, k: arrays [n_seq, d_head], the query and the key of each word.
    v: an array [n_seq, d_value], the value of each word.
    Returns an array [n_seq, d_value], what each word gathers: the
    mean of the values, weighted by shares. The shares are softmax of
    the scores. A score is the dot product of query and key, divided
    by the square root of d_head. No word looks at those behind it.
    If all queries and keys are zero and v is [[1, 0], [0, 1]], it is
    [[1, 0], [0.5, 0.5]].
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
        "a is  x[:, :half]  and b is  x[:, half:] , with half the half of d_head. Both have a "
        "column for each pair.",
        "The angles are an array [n_seq, half]: the column of positions  np.arange(n_seq)[:, None] "
        " times the row of speeds, base ** (-2 * i / d_head).",
        "Mind that both new halves need the old a and the old b. Then "
        " np.concatenate([...], axis=1).",
    ),
)
def turn(x: Array, base: float) -> Array:
    """Turn queries or keys by their positions.

    x: an array [n_seq, d_head], with d_head even. Row t is at
        position t, and the first position is 0.
    base: a number above 1, by which the pairs differ in speed.
    Returns an array like x. The numbers i and i + d_head / 2 of row
    t are a pair, a and b: an arrow, which is turned by the angle
    t * base ** (-2 * i / d_head), in radians. i counts from 0. So a
    becomes a cos - b sin, and b becomes a sin + b cos.
    The rows [[1, 0], [1, 0]] become [[1, 0], [0.5403, 0.8415]].
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


def zeros(x: Array) -> Array:
    """Gives zeros."""
    return np.zeros_like(x)


def same(x: Array) -> Array:
    """Gives back what it gets."""
    return x


def ones(x: Array) -> Array:
    """Gives ones."""
    return np.ones_like(x)


def squares(x: Array) -> Array:
    """Gives the square of each number."""
    return x**2


def mean_so_far(x: Array) -> Array:
    """Gives each word the mean of the vectors so far."""
    mean: Array = x.cumsum(0) / np.arange(1, len(x) + 1)[:, None]
    return mean


def stacks(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, Array, Part, Part]]:
    """One part at a time, then both, then with weights."""
    one, two = np.array([[3.0, 4.0]]), np.array([[3.0, 4.0], [0.0, 0.0]])
    w, other_w = np.ones(2), np.array([1.0, 2.0])
    yield one, w, w, zeros, zeros
    yield one, w, w, same, zeros
    yield one, w, w, zeros, same
    yield one, w, w, ones, same
    yield one, other_w, w, same, zeros
    yield two, w, w, same, same
    for n_seq in range(1, 8):
        d = int(rng.integers(2, 7))
        weights = rng.normal(size=(2, d))
        yield rng.normal(size=(n_seq, d)) * 3, *weights, mean_so_far, squares


@exercise(
    "inside-3",
    stacks,
    hints=(
        "Look at block on the page. In two of its lines something is added to x, and a norm "
        "stands before each.",
        "The mean of the squares is taken for each word on its own: "
        " np.mean(x**2, axis=-1, keepdims=True).",
        "The second norm gets what the first half has made, not the x that came in. Nothing is "
        "normed after it was added.",
    ),
)
def layer(x: Array, w_attention: Array, w_mlp: Array, attention: Part, mlp: Part) -> Array:
    """Put the parts of a transformer's layer together.

    x: an array [n_seq, d], the vector of each word.
    w_attention, w_mlp: arrays [d], the parameters of the norm before
        attention and of that before the MLP.
    attention, mlp: functions from an array [n_seq, d] to another.
    Returns an array [n_seq, d], what the layer hands on. The norm
    divides each vector by the square root of (the mean of the squares
    of its numbers, plus 1e-5), then multiplies it by the parameters.
    If x is [[3, 4]], the parameters are ones, attention gives back
    what it gets and mlp gives zeros, it is [[3.8485, 5.1314]].
    """

    def norm(x: Array, w: Array) -> Array:
        return rms_norm(Tensor(x), Tensor(w), 1e-5).data

    x = x + attention(norm(x, w_attention))
    return x + mlp(norm(x, w_mlp))


def unit(x: Any, w: Any, axis: int = -1) -> Any:
    return w * x / np.sqrt(np.mean(x**2, axis, keepdims=True) + 1e-5)


@layer.right
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


@layer.right
def layer_in_place(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x += attention(unit(x, w_attention))
    x += mlp(unit(x, w_mlp))
    return x


@layer.mistake
def layer_norm_after(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = unit(x + attention(x), w_attention)
    return unit(x + mlp(x), w_mlp)


@layer.mistake
def layer_without_norm(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = x + attention(x)
    return x + mlp(x)


@layer.mistake
def layer_without_residual(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    return mlp(unit(attention(unit(x, w_attention)), w_mlp))


@layer.mistake
def layer_side_by_side(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    return x + attention(unit(x, w_attention)) + mlp(unit(x, w_mlp))


@layer.mistake
def layer_mlp_first(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = x + mlp(unit(x, w_mlp))
    return x + attention(unit(x, w_attention))


@layer.mistake
def layer_adds_to_the_norm(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = unit(x, w_attention)
    x = x + attention(x)
    x = unit(x, w_mlp)
    return x + mlp(x)


@layer.mistake
def layer_norm_of_columns(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = x + attention(unit(x, w_attention, 0))
    return x + mlp(unit(x, w_mlp, 0))


@layer.mistake
def layer_norm_of_length(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    """Divides by the length, not by the root of the mean."""

    def norm(x: Any, w: Any) -> Any:
        return w * x / np.sqrt(np.sum(x**2, -1, keepdims=True) + 1e-5)

    x = x + attention(norm(x, w_attention))
    return x + mlp(norm(x, w_mlp))


@layer.mistake
def layer_less_the_mean(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    """LayerNorm, which takes away the mean first."""

    def norm(x: Any, w: Any) -> Any:
        return unit(x - x.mean(-1, keepdims=True), w)

    x = x + attention(norm(x, w_attention))
    return x + mlp(norm(x, w_mlp))
