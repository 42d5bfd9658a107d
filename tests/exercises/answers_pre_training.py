"""Answers to the exercises on pre-training."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lessoncode.training.batches import packed_batches


def softmax(logits: Any) -> Any:
    powers = np.exp(logits)
    return powers / powers.sum(-1, keepdims=True)


def gradient_by_counts(table: Any, before: Any, after: Any) -> Any:
    """What is expected in a row, less what was counted there."""
    counts = np.zeros_like(table)
    np.add.at(counts, (before, after), 1)
    return (softmax(table) * counts.sum(1, keepdims=True) - counts) / len(before)


def gradient_by_matrices(table: Any, before: Any, after: Any) -> Any:
    one, other = np.eye(len(table))[before], np.eye(len(table))[after]
    return one.T @ (softmax(one @ table) - other) / len(before)


def gradient_added_once(table: Any, before: Any, after: Any) -> Any:
    slopes = softmax(table[before])
    slopes[np.arange(len(after)), after] -= 1
    grad = np.zeros_like(table)
    grad[before] += slopes / len(before)
    return grad


def gradient_of_the_sum(table: Any, before: Any, after: Any) -> Any:
    return gradient_by_counts(table, before, after) * len(before)


def gradient_downhill(table: Any, before: Any, after: Any) -> Any:
    return -gradient_by_counts(table, before, after)


def gradient_of_row_means(table: Any, before: Any, after: Any) -> Any:
    rows = np.bincount(before, minlength=len(table))[:, None]
    return gradient_by_counts(table, before, after) * len(before) / np.maximum(rows, 1)


def gradient_in_every_row(table: Any, before: Any, after: Any) -> Any:
    counts = np.zeros_like(table)
    np.add.at(counts, (before, after), 1)
    return softmax(table) - counts / len(before)


def gradient_in_columns(table: Any, before: Any, after: Any) -> Any:
    return gradient_by_counts(table.T, before, after).T


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


def adamw_uncorrected(*inputs: Any) -> Any:
    return adam(*inputs, correct=False)


def adam_with_coupled_decay(*inputs: Any) -> Any:
    return adam(*inputs, coupled=True)


def adamw_eps_in_the_root(*inputs: Any) -> Any:
    return adam(*inputs, inside=True)


def adamw_keeps_what_was_corrected(*inputs: Any) -> Any:
    return adam(*inputs, kept=True)


def adamw_betas_exchanged(*inputs: Any) -> Any:
    return adam(*inputs, betas=(0.95, 0.9))


def adamw_decays_without_rate(w: Any, grads: Any, rate: float, decay: float) -> Any:
    return adam(w, grads, rate, decay / rate)


def adamw_only_the_end(*inputs: Any) -> Any:
    return adam(*inputs)[-1]


def adamw_one_array(w: Any, grads: Any, rate: float, decay: float) -> Any:
    """Every row is the same array, as it is at the end."""
    rows = adamw_in_place(w, grads, rate, decay)
    return [rows[-1] for _ in rows]


def pack_by_the_library(documents: Any, end: int, n_seq: int) -> Any:
    class InOrder:
        def permutation(self, n: int) -> list[int]:
            return list(range(n))

    n_rows = sum(len(ids) + 1 for ids in documents) // n_seq
    rng: Any = InOrder()
    return next(packed_batches(documents, end, n_rows, n_seq, rng))[:2]


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


def pack_turning_rows(documents: Any, end: int, n_seq: int) -> Any:
    ids, _ = pack_id_by_id(documents, end, n_seq)
    return ids, np.roll(ids, -1, axis=1)


def pack_losing_a_target(documents: Any, end: int, n_seq: int) -> Any:
    """Rows of n_seq + 1 that do not share an id: one in each is no input."""
    whole = stream(documents, end)
    n = len(whole) // (n_seq + 1) * (n_seq + 1)
    rows = np.array(whole[:n]).reshape(-1, n_seq + 1)
    return rows[:, :-1], rows[:, 1:]


def pack_without_last_end(documents: Any, end: int, n_seq: int) -> Any:
    whole = stream(documents, end)[:-1]
    starts = range(0, len(whole) - n_seq, n_seq)
    rows = [whole[start : start + n_seq + 1] for start in starts]
    return [row[:-1] for row in rows], [row[1:] for row in rows]


def pack_end_behind(documents: Any, end: int, n_seq: int) -> Any:
    whole = [i for document in documents for i in (*document, end)]
    starts = range(0, len(whole) - n_seq, n_seq)
    rows = [whole[start : start + n_seq + 1] for start in starts]
    return [row[:-1] for row in rows], [row[1:] for row in rows]


def pack_with_the_rest(documents: Any, end: int, n_seq: int) -> Any:
    whole = stream(documents, end)
    starts = range(0, len(whole) - 1, n_seq)
    rows = [whole[start : start + n_seq + 1] for start in starts]
    return [row[:-1] for row in rows], [row[1:] for row in rows]


def pack_same_as_input(documents: Any, end: int, n_seq: int) -> Any:
    ids, _ = pack_id_by_id(documents, end, n_seq)
    return ids, ids


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("pre-training-1", gradient_by_counts),
    ("pre-training-1", gradient_by_matrices),
    ("pre-training-2", adamw_by_sums),
    ("pre-training-2", adamw_in_place),
    ("pre-training-3", pack_by_the_library),
    ("pre-training-3", pack_id_by_id),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("pre-training-1", gradient_added_once),
    ("pre-training-1", gradient_of_the_sum),
    ("pre-training-1", gradient_downhill),
    ("pre-training-1", gradient_of_row_means),
    ("pre-training-1", gradient_in_every_row),
    ("pre-training-1", gradient_in_columns),
    ("pre-training-2", adamw_uncorrected),
    ("pre-training-2", adam_with_coupled_decay),
    ("pre-training-2", adamw_eps_in_the_root),
    ("pre-training-2", adamw_keeps_what_was_corrected),
    ("pre-training-2", adamw_betas_exchanged),
    ("pre-training-2", adamw_decays_without_rate),
    ("pre-training-2", adamw_only_the_end),
    ("pre-training-2", adamw_one_array),
    ("pre-training-3", pack_turning_rows),
    ("pre-training-3", pack_losing_a_target),
    ("pre-training-3", pack_without_last_end),
    ("pre-training-3", pack_end_behind),
    ("pre-training-3", pack_with_the_rest),
    ("pre-training-3", pack_same_as_input),
]
