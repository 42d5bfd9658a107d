"""Exercises of the page on a real model, with small arrays in its place."""

from collections.abc import Callable, Iterator

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.attention import exp_scores
from lessoncode.model.tensor import Array


def blocks(rng: np.random.Generator) -> Iterator[tuple[Array, int, int]]:
    """Weights to round, in one block and in several."""
    yield np.array([0.0, 1.0, 2.0, 9.0]), 2, 4
    yield np.array([-1.0, 0.4, 2.0]), 1, 3
    yield np.array([5.0, 5.0]), 2, 2
    yield np.array([0.0, 1.0, 5.0, 9.0]), 1, 2
    for n_bits in (1, 2, 3, 4, 8):
        for n_blocks in (1, 2, 3):
            size = int(rng.integers(3, 33))
            yield rng.normal(0, 1, n_blocks * size), n_bits, size


@exercise(
    "a-real-model-1",
    blocks,
    hints=(
        "Take the smallest weight m of each block. The step d between two levels is the largest "
        "minus the smallest, divided by the number of steps, which is one less than the number of "
        "levels.",
        "The index of a weight's level is `q = round((weight - m) / d)`, from 0 to "
        "`2**n_bits - 1`. The level is `d * q + m`.",
        "`weights.reshape(-1, size)` has a block in each row. If all weights of a block are "
        "equal, d is 0: don't divide by it.",
    ),
)
def rounded(weights: Array, n_bits: int, size: int) -> Array:
    """Round weights to a few levels, a block at a time.

    - `weights`: an array [n]. From the left, every `size` weights
      form a block, and n is a multiple of size.
    - `n_bits`: each block has `2**n_bits` evenly spaced levels, from its
      smallest weight to its largest.

    Returns an array [n] with each weight moved to the nearest level
    of its block. Levels may coincide, but no weight is midway between
    two of them.
    `rounded([0, 1, 2, 9], 2, 4)`, whose levels are 0, 3, 6 and 9, is
    `[0, 0, 3, 9]`.
    """
    found = []
    for start in range(0, len(weights), size):
        block = weights[start : start + size]
        levels = np.linspace(block.min(), block.max(), 2**n_bits)
        nearest = np.abs(block[:, None] - levels).argmin(1)
        found.append(levels[nearest])
    return np.concatenate(found)


@rounded.right
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


@rounded.right
def rounded_by_rows(
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


@rounded.mistake
def rounded_down(weights: Array, n_bits: int, size: int) -> Array:
    return rounded_by_rows(weights, n_bits, size, np.floor)


@rounded.mistake
def rounded_with_a_step_too_many(weights: Array, n_bits: int, size: int) -> Array:
    return rounded_by_rows(weights, n_bits, size, n_fewer=0)


@rounded.mistake
def rounded_in_one_block(weights: Array, n_bits: int, size: int) -> Array:
    return rounded_by_rows(weights, n_bits, len(weights))


@rounded.mistake
def rounded_around_0(weights: Array, n_bits: int, size: int) -> Array:
    """With a scale alone, as Q8_0 has it."""
    blocks = weights.reshape(-1, size)
    d = np.abs(blocks).max(1, keepdims=True) / max(2 ** (n_bits - 1) - 1, 1)
    best: Array = (np.round(blocks / d) * d).ravel()
    return best


@rounded.mistake
def rounded_numbers(weights: Array, n_bits: int, size: int) -> Array:
    """The numbers of the levels, and not the levels."""
    blocks = weights.reshape(-1, size)
    m, top = blocks.min(1, keepdims=True), blocks.max(1, keepdims=True)
    d = np.where(top == m, 1, top - m) / (2**n_bits - 1)
    best: Array = np.round((blocks - m) / d).ravel()
    return best


def caches(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, Array]]:
    """One head, two that share, two groups, and more."""
    log3 = np.array([[np.log(3)]])
    keys, values = np.array([[[1.0], [0.0]]]), np.array([[[4.0], [8.0]]])
    yield log3, keys, values
    yield np.array([[np.log(3)], [0.0]]), keys, values
    yield np.zeros((6, 1)), np.zeros((2, 1, 1)), np.array([[[1.0]], [[2.0]]])
    yield np.array([[1.0, 0, 0, 0]]), np.eye(4)[None, :2], np.eye(4)[None, :2]
    for n_seq in range(1, 13):
        n_kv_head, group, d = rng.integers(1, 4, size=3).tolist()
        q = rng.normal(0, 1, (n_kv_head * group, d))
        keys, values = rng.normal(0, 1, (2, n_kv_head, n_seq, d))
        yield q, keys, values


@exercise(
    "a-real-model-2",
    caches,
    hints=(
        "With `g = n_head // n_kv_head` heads in each group, query head h uses `keys[h // g]` and "
        "`values[h // g]`.",
        "For one head, `keys[h // g] @ q[h] / sqrt(d)` are its scores, one for each token. "
        "Softmax turns them into shares.",
        "What the head gathers is `shares @ values[h // g]`, d numbers. `np.stack` puts the "
        "results of all heads into one array.",
    ),
)
def attend(q: Array, keys: Array, values: Array) -> Array:
    """Let one new token attend to a cache, with grouped queries.

    - `q`: an array [n_head, d], the queries of the new token.
    - `keys, values`: arrays [n_kv_head, n_seq, d], for all tokens so far,
      including the new one. Queries and keys have already been
      rotated by their positions.

    Neighbouring query heads form n_kv_head equal groups, and each
    group shares one head of keys and values: the first group shares
    the first.
    Returns an array [n_head, d] of what each head gathers: the mean
    of the values, weighted by the softmax of query times key over
    `sqrt(d)`.
    `attend([[log(3)], [0]], [[[1], [0]]], [[[4], [8]]])` is `[[5], [6]]`.
    """
    n_kv_head, _, d = keys.shape
    grouped = q.reshape(1, n_kv_head, -1, d) * d**-0.5
    exp = exp_scores(grouped, keys[None], 1)
    best: Array = (exp @ values / exp.sum(-1, keepdims=True)).reshape(q.shape)
    return best


@attend.right
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


@attend.right
def attend_by_head(
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


@attend.mistake
def attend_in_turn(q: Array, keys: Array, values: Array) -> Array:
    """Head 0 has the first keys, head 1 the second, and so on."""
    return attend_by_head(q, keys, values, lambda h, n_head, n_kv_head: h % n_kv_head)


@attend.mistake
def attend_by_number(q: Array, keys: Array, values: Array) -> Array:
    """Takes the number of groups for their size."""
    return attend_by_head(q, keys, values, lambda h, n_head, n: min(h // n, n - 1))


@attend.mistake
def attend_unscaled(q: Array, keys: Array, values: Array) -> Array:
    return attend_by_head(q, keys, values, power=0)


@attend.mistake
def attend_scaled_by_d(q: Array, keys: Array, values: Array) -> Array:
    return attend_by_head(q, keys, values, power=-1)


@attend.mistake
def attend_across_heads(q: Array, keys: Array, values: Array) -> Array:
    """Softmax over heads instead of tokens."""
    group = len(q) // len(keys)
    k, v = keys.repeat(group, 0), values.repeat(group, 0)
    exp = np.exp(np.einsum("hd,hsd->hs", q, k) / np.sqrt(q.shape[1]))
    best: Array = np.einsum("hs,hsd->hd", exp / exp.sum(0), v)
    return best
