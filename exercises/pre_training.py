"""Exercises of the page on pre-training."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.layers import cross_entropy, embedding
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import packed_batches
from lessoncode.training.optimizer import AdamW


def pairs(rng: np.random.Generator) -> Iterator[tuple[Array, Array, Array]]:
    """Tables of logits, and pairs of words, of which some come twice."""
    yield np.zeros((2, 2)), np.array([0]), np.array([1])
    yield np.zeros((2, 2)), np.array([0, 1]), np.array([1, 1])
    yield np.zeros((2, 2)), np.array([0, 0, 0]), np.array([0, 0, 1])
    yield np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([1]), np.array([0])
    yield np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([1, 0]), np.array([0, 0])
    for size in range(2, 12):
        table = rng.normal(size=(size, size))
        before, after = rng.integers(size, size=(2, 3 * size))
        yield table, before, after


@exercise(
    "pre-training-1",
    pairs,
    hints=(
        "Start with a single pair. Its loss is -log p, where p comes from softmax over the row of "
        "the word before. The other rows do not affect it.",
        "For one pair, the slope for each logit of that row is the probability of its word. For "
        "the word that came next, it is the probability minus 1.",
        "Add up the slopes of all pairs, each in the row of its preceding word, and divide by the "
        "number of pairs. Note that `table[rows] += ...` adds only once if a row appears twice; "
        "`np.add.at` or a loop adds every time.",
    ),
)
def gradient(table: Array, before: Array, after: Array) -> Array:
    """Find the slope of the loss for every parameter of a table.

    - `table`: an array [n_vocab, n_vocab] of logits, with a row for each
      preceding word and a column for each possible next word.
    - `before, after`: arrays [n] of ids. `after[i]` followed `before[i]`.

    Returns an array like table: how fast the loss rises with each
    logit. The loss is the mean surprise over all pairs, in nats.
    Compute the slopes instead of trying small changes, because six
    digits are checked. A table of zeros for two words, with before
    `[0, 0, 0]` and after `[0, 0, 1]`, gives `[[-0.1667, 0.1667], [0, 0]]`.
    """
    weight = Tensor(table)
    cross_entropy(embedding(weight, before), after).backward()
    assert weight.grad is not None
    return weight.grad


def softmax(logits: Any) -> Any:
    powers = np.exp(logits)
    return powers / powers.sum(-1, keepdims=True)


@gradient.right
def gradient_by_counts(table: Any, before: Any, after: Any) -> Any:
    """What is expected in a row, less what was counted there."""
    counts = np.zeros_like(table)
    np.add.at(counts, (before, after), 1)
    return (softmax(table) * counts.sum(1, keepdims=True) - counts) / len(before)


@gradient.right
def gradient_by_matrices(table: Any, before: Any, after: Any) -> Any:
    one, other = np.eye(len(table))[before], np.eye(len(table))[after]
    return one.T @ (softmax(one @ table) - other) / len(before)


@gradient.mistake
def gradient_added_once(table: Any, before: Any, after: Any) -> Any:
    slopes = softmax(table[before])
    slopes[np.arange(len(after)), after] -= 1
    grad = np.zeros_like(table)
    grad[before] += slopes / len(before)
    return grad


@gradient.mistake
def gradient_of_the_sum(table: Any, before: Any, after: Any) -> Any:
    return gradient_by_counts(table, before, after) * len(before)


@gradient.mistake
def gradient_downhill(table: Any, before: Any, after: Any) -> Any:
    return -gradient_by_counts(table, before, after)


@gradient.mistake
def gradient_of_row_means(table: Any, before: Any, after: Any) -> Any:
    rows = np.bincount(before, minlength=len(table))[:, None]
    return gradient_by_counts(table, before, after) * len(before) / np.maximum(rows, 1)


@gradient.mistake
def gradient_in_every_row(table: Any, before: Any, after: Any) -> Any:
    counts = np.zeros_like(table)
    np.add.at(counts, (before, after), 1)
    return softmax(table) - counts / len(before)


@gradient.mistake
def gradient_in_columns(table: Any, before: Any, after: Any) -> Any:
    return gradient_by_counts(table.T, before, after).T


def runs(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, float, float]]:
    """One step, then several, with decay and without."""
    yield np.array([1.0]), np.array([[0.5]]), 0.1, 0.0
    yield np.array([1.0]), np.array([[0.5], [0.1]]), 0.1, 0.0
    yield np.array([1.0]), np.array([[0.5], [0.1]]), 0.1, 0.5
    yield np.array([1.0]), np.array([[1e-4]]), 0.1, 0.0
    yield np.array([1.0, -2.0]), np.array([[0.0, 4.0]]), 0.1, 0.5
    for n in range(2, 12):
        grads = rng.normal(size=(2 * n, n))
        yield rng.normal(size=n), grads, float(rng.uniform(0.001, 0.1)), 0.1


@exercise(
    "pre-training-2",
    runs,
    hints=(
        "Keep m and v from one step to the next, both starting at zero, and count the steps: in "
        "the first step, t is 1.",
        "Use the corrected values in this step only. The m and v that you keep are the uncorrected "
        "ones.",
        "The decay does not involve m and v, and it does not change the slope g. It removes a "
        "share of w itself, which is `rate * decay`.",
    ),
)
def adamw(w: Array, grads: Array, rate: float, decay: float) -> Array:
    """Take AdamW steps.

    - `w`: an array [n], the parameters before the first step.
    - `grads`: an array [n_steps, n], the gradient g of each step.
    - `rate, decay`: the learning rate and the strength of the decay.

    Returns an array [n_steps, n], the parameters after each step.

    In each step, m becomes `0.9 * m + 0.1 * g`, and v becomes
    `0.95 * v + 0.05 * g * g`. Both start at 0, so they are too small at
    first. In step t, counted from 1, correct them: use `m / (1 - 0.9**t)`
    and `v / (1 - 0.95**t)` instead. Divide the first by the square root of
    the second plus 10⁻⁸ (outside the root). Add `decay * w`, with w as it
    was before the step. Multiply the sum by the rate, and subtract it from
    w.
    For example, one step from `[1.0]` with `[[0.5]]`, rate 0.1 and decay
    0.5 gives `[[0.85]]`. The slope takes away 0.1, whatever its size, and
    the decay takes away 0.05.
    """
    matrix = Tensor(w[None].copy())  # only a matrix decays
    optimizer = AdamW({"w": matrix}, weight_decay=decay, max_norm=np.inf)
    rows = []
    for g in grads:
        matrix.grad = g[None]
        optimizer.step(rate)
        rows.append(matrix.data[0].copy())
    return np.array(rows)


@adamw.right
def adamw_by_sums(w: Any, grads: Any, rate: float, decay: float) -> Any:
    """Every mean written out as a weighted sum of all gradients so far."""
    rows, now = [], w
    for t in range(1, len(grads) + 1):
        ages = np.arange(t)[::-1, None]
        first, second = 0.9**ages, 0.95**ages
        mean = (first * grads[:t]).sum(0) / first.sum()
        square = (second * grads[:t] ** 2).sum(0) / second.sum()
        now = now * (1 - rate * decay) - rate * mean / (np.sqrt(square) + 1e-8)
        rows.append(now.tolist())
    return rows


@adamw.right
def adamw_in_place(w: Any, grads: Any, rate: float, decay: float) -> Any:
    m, v, rows = np.zeros_like(w), np.zeros_like(w), []
    for t, g in enumerate(grads, 1):
        m += 0.1 * (g - m)
        v += 0.05 * (g**2 - v)
        w *= 1 - rate * decay
        w -= rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.95**t)) + 1e-8)
        rows.append(w.copy())
    return rows


def adam(
    w: Any,
    grads: Any,
    rate: float,
    decay: float,
    *,
    betas: tuple[float, float] = (0.9, 0.95),
    correct: bool = True,
    coupled: bool = False,
    inside: bool = False,
    kept: bool = False,
) -> Any:
    m, v, rows = 0.0, 0.0, []
    for t, g in enumerate(grads, 1):
        if coupled:
            g = g + decay * w
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g**2
        mean, square = m, v
        if correct:
            mean, square = m / (1 - betas[0] ** t), v / (1 - betas[1] ** t)
        if kept:
            m, v = mean, square
        root = np.sqrt(square + 1e-8) if inside else np.sqrt(square) + 1e-8
        w = w - rate * mean / root - (0 if coupled else rate * decay * w)
        rows.append(w)
    return rows


@adamw.mistake
def adamw_uncorrected(*inputs: Any) -> Any:
    return adam(*inputs, correct=False)


@adamw.mistake
def adam_with_coupled_decay(*inputs: Any) -> Any:
    return adam(*inputs, coupled=True)


@adamw.mistake
def adamw_eps_in_the_root(*inputs: Any) -> Any:
    return adam(*inputs, inside=True)


@adamw.mistake
def adamw_keeps_what_was_corrected(*inputs: Any) -> Any:
    return adam(*inputs, kept=True)


@adamw.mistake
def adamw_betas_exchanged(*inputs: Any) -> Any:
    return adam(*inputs, betas=(0.95, 0.9))


@adamw.mistake
def adamw_decays_without_rate(w: Any, grads: Any, rate: float, decay: float) -> Any:
    return adam(w, grads, rate, decay / rate)


@adamw.mistake
def adamw_only_the_end(*inputs: Any) -> Any:
    return adam(*inputs)[-1]


@adamw.mistake
def adamw_one_array(w: Any, grads: Any, rate: float, decay: float) -> Any:
    """Every row is the same array, as it is at the end."""
    rows = adamw_in_place(w, grads, rate, decay)
    return [rows[-1] for _ in rows]


def corpora(
    rng: np.random.Generator,
) -> Iterator[tuple[list[list[int]], int, int]]:
    """Documents that fill their rows, or leave some ids over."""
    yield [[1, 2, 3]], 0, 4
    yield [[1, 2], [3, 4]], 0, 3
    yield [[1, 2], [3]], 0, 5
    yield [[1, 2, 3]], 0, 2
    yield [[1, 2, 3], [4]], 0, 4
    yield [[], [1]], 0, 3
    yield [[1]], 0, 3
    for size in range(1, 20):
        lengths = rng.integers(0, 8, size=size + 4)
        documents = [rng.integers(1, 99, size=n).tolist() for n in lengths]
        yield documents, 0, int(rng.integers(1, 5))


@exercise(
    "pre-training-3",
    corpora,
    hints=(
        "First make one long list of all documents, with end before each document and one more "
        "end after the last.",
        "The target of an id is the next id of the long list. At the end of a row, that is the "
        "first id of the row below.",
        "Cut two lists into rows: the long list without its last id, and the long list without "
        "its first. Both have the same length. Drop what doesn't fill a row.",
    ),
)
def pack(
    documents: list[list[int]], end: int, n_seq: int
) -> tuple[list[list[int]], list[list[int]]]:
    """Pack documents into rows for training, with their targets.

    - `documents`: lists of ids, in the order in which to use them. Some
      may be empty.
    - `end`: the id of the token that goes before every document, and
      after the last one.
    - `n_seq`: the number of ids in a row.

    Returns two lists of rows, the ids and the targets. All documents
    are joined end to end and cut into rows. The target of an id is the
    id that comes next. At the end, leave out ids that don't fill a
    row, or that have no target. `pack([[1, 2], [3]], 0, 2)` is
    `([[0, 1], [2, 0]], [[1, 2], [0, 3]])`.
    """
    stream = [*chain.from_iterable([end, *ids] for ids in documents), end]
    starts = range(0, len(stream) - n_seq, n_seq)
    rows = [stream[start : start + n_seq + 1] for start in starts]
    return [row[:-1] for row in rows], [row[1:] for row in rows]


@pack.right
def pack_by_the_library(documents: Any, end: int, n_seq: int) -> Any:
    class InOrder:
        def permutation(self, n: int) -> list[int]:
            return list(range(n))

    n_rows = sum(len(ids) + 1 for ids in documents) // n_seq
    rng: Any = InOrder()
    if not n_rows:
        return [], []
    return next(packed_batches(documents, end, n_rows, n_seq, rng))[:2]


@pack.right
def pack_id_by_id(documents: Any, end: int, n_seq: int) -> Any:
    ids, targets, last = [], [], None
    for token in [i for document in documents for i in (end, *document)] + [end]:
        if last is not None:
            ids.append(last)
            targets.append(token)
        last = token
    n = len(ids) // n_seq * n_seq
    return np.array(ids[:n]).reshape(-1, n_seq), np.array(targets[:n]).reshape(-1, n_seq)


def stream(documents: Any, end: int) -> list[int]:
    return [i for document in documents for i in (end, *document)] + [end]


@pack.mistake
def pack_turning_rows(documents: Any, end: int, n_seq: int) -> Any:
    ids, _ = pack_id_by_id(documents, end, n_seq)
    return ids, np.roll(ids, -1, axis=1)


@pack.mistake
def pack_losing_a_target(documents: Any, end: int, n_seq: int) -> Any:
    """Rows of n_seq + 1 that do not share an id: one in each is never an input."""
    whole = stream(documents, end)
    n = len(whole) // (n_seq + 1) * (n_seq + 1)
    rows = np.array(whole[:n]).reshape(-1, n_seq + 1)
    return rows[:, :-1], rows[:, 1:]


@pack.mistake
def pack_without_last_end(documents: Any, end: int, n_seq: int) -> Any:
    whole = stream(documents, end)[:-1]
    starts = range(0, len(whole) - n_seq, n_seq)
    rows = [whole[start : start + n_seq + 1] for start in starts]
    return [row[:-1] for row in rows], [row[1:] for row in rows]


@pack.mistake
def pack_end_behind(documents: Any, end: int, n_seq: int) -> Any:
    whole = [i for document in documents for i in (*document, end)]
    starts = range(0, len(whole) - n_seq, n_seq)
    rows = [whole[start : start + n_seq + 1] for start in starts]
    return [row[:-1] for row in rows], [row[1:] for row in rows]


@pack.mistake
def pack_with_the_rest(documents: Any, end: int, n_seq: int) -> Any:
    whole = stream(documents, end)
    starts = range(0, len(whole) - 1, n_seq)
    rows = [whole[start : start + n_seq + 1] for start in starts]
    return [row[:-1] for row in rows], [row[1:] for row in rows]


@pack.mistake
def pack_same_as_input(documents: Any, end: int, n_seq: int) -> Any:
    ids, _ = pack_id_by_id(documents, end, n_seq)
    return ids, ids
