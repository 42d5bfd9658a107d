"""Answers to the exercises on fine-tuning: right ones of other forms, and mistakes people make."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

Turns = list[tuple[str, str]]
Rows = list[tuple[str, str, int]]


def targets_one_by_one(turns: Turns) -> Any:
    """By a machine with two states, as lists."""
    rows: list[list[Any]] = []
    seen = "<|endoftext|>"
    for role, text in turns:
        rows.append([seen, seen := f"<|{role}|>", 0])
        for word in f"{text} <|end|>".split():
            rows.append([seen, seen := word, role == "assistant"])
    return rows


def tokens_and_weights(turns: Turns, role_learned: int, end_learned: int) -> Any:
    tokens, weights = ["<|endoftext|>"], [0]
    for role, text in turns:
        ours = int(role == "assistant")
        words = text.split()
        tokens += [f"<|{role}|>", *words, "<|end|>"]
        weights += [ours * role_learned, *[ours] * len(words), ours * end_learned]
    return tokens, weights


def targets_weight_of_the_seen(turns: Turns) -> Rows:
    """The mask is off by one."""
    tokens, weights = tokens_and_weights(turns, 0, 1)
    return list(zip(tokens, tokens[1:], weights, strict=False))


def targets_never_stop(turns: Turns) -> Rows:
    tokens, weights = tokens_and_weights(turns, 0, 0)
    return list(zip(tokens, tokens[1:], weights[1:], strict=False))


def targets_learn_the_role(turns: Turns) -> Rows:
    tokens, weights = tokens_and_weights(turns, 1, 1)
    return list(zip(tokens, tokens[1:], weights[1:], strict=False))


def targets_learn_all(turns: Turns) -> Rows:
    tokens, _ = tokens_and_weights(turns, 1, 1)
    return [(a, b, 1) for a, b in pairwise(tokens)]


def loss_token_by_token(logits: Any, targets: Any, weights: Any) -> Any:
    """In plain Python, over the learned tokens only."""
    n_learned, loss = int(np.sum(weights)), 0.0
    slopes = np.zeros(np.shape(logits)).tolist()
    for b, t in zip(*np.nonzero(weights), strict=True):
        row = [math.exp(x) for x in logits[b][t]]
        loss += math.log(sum(row) / row[targets[b][t]]) / n_learned
        slopes[b][t] = [e / sum(row) / n_learned for e in row]
        slopes[b][t][targets[b][t]] -= 1 / n_learned
    return loss, slopes


def loss_in_float32(logits: Any, targets: Any, weights: Any) -> Any:
    """Stable; the logits are overwritten, and the loss is an array of no length."""
    single = logits.astype(np.float32)
    single -= single.max(-1, keepdims=True)
    logits[...] = single - np.log(np.exp(single).sum(-1, keepdims=True))
    at = targets[..., None]
    loss = -np.take_along_axis(logits, at, -1)[..., 0][weights == 1].mean()
    slopes = np.exp(logits)
    np.put_along_axis(slopes, at, np.take_along_axis(slopes, at, -1) - 1, -1)
    return np.array(loss), slopes * (weights / weights.sum())[..., None]


def loss_with(
    logits: Any, targets: Any, weights: Any, axis: int = -1, shares: Any = None, sign: int = 1
) -> Any:
    p = np.exp(logits)
    p /= p.sum(axis, keepdims=True)
    hit = np.eye(logits.shape[-1])[targets]
    shares = weights / weights.sum() if shares is None else shares
    return -(shares * np.log((p * hit).sum(-1))).sum(), sign * shares[..., None] * (p - hit)


def loss_over_all_places(logits: Any, targets: Any, weights: Any) -> Any:
    return loss_with(logits, targets, weights, shares=weights / weights.size)


def loss_without_weights(logits: Any, targets: Any, weights: Any) -> Any:
    return loss_with(logits, targets, weights, shares=np.ones(weights.shape) / weights.size)


def loss_mean_of_means(logits: Any, targets: Any, weights: Any) -> Any:
    by_row = weights / np.maximum(weights.sum(1, keepdims=True), 1) / len(weights)
    return loss_with(logits, targets, weights, shares=by_row)


def loss_wrong_axis(logits: Any, targets: Any, weights: Any) -> Any:
    return loss_with(logits, targets, weights, axis=1)


def loss_slopes_downhill(logits: Any, targets: Any, weights: Any) -> Any:
    return loss_with(logits, targets, weights, sign=-1)


def talk_recursively(model: Any, messages: Any, n_tokens: int) -> Any:
    """Plays all turns but the last, then the last; without NumPy."""
    if not messages:
        return [0]
    *others, last = messages
    ids = [*talk_recursively(model, others, n_tokens), 1, *last, 3, 2]
    stop = len(ids) + n_tokens
    while len(ids) < stop and ids[-1] != 3:
        p = list(model(ids))
        ids.append(p.index(max(p)))
    return ids if ids[-1] == 3 else [*ids, 3]


def talk_with(
    model: Any, messages: Any, n_tokens: int, role: Any, end: Any, cut: Any, whole: bool = True
) -> Any:
    ids = [0]
    for message in messages:
        ids += [1, *message, 3, *role]
        answer: list[int] = []
        while len(answer) < n_tokens and 3 not in answer:
            context = ids if whole else [0, 1, *message, 3, *role]
            answer.append(int(np.argmax(model(context + answer))))
        ids += [i for i in answer if i != 3]
        ids += end if 3 in answer else cut
    return ids


def talk_without_role(model: Any, messages: Any, n_tokens: int) -> Any:
    return talk_with(model, messages, n_tokens, role=[], end=[3], cut=[3])


def talk_without_end(model: Any, messages: Any, n_tokens: int) -> Any:
    return talk_with(model, messages, n_tokens, role=[2], end=[], cut=[])


def talk_without_end_when_cut(model: Any, messages: Any, n_tokens: int) -> Any:
    return talk_with(model, messages, n_tokens, role=[2], end=[3], cut=[])


def talk_without_memory(model: Any, messages: Any, n_tokens: int) -> Any:
    return talk_with(model, messages, n_tokens, role=[2], end=[3], cut=[3], whole=False)


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("fine-tuning-1", targets_one_by_one),
    ("fine-tuning-2", loss_token_by_token),
    ("fine-tuning-2", loss_in_float32),
    ("fine-tuning-3", talk_recursively),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("fine-tuning-1", targets_weight_of_the_seen),
    ("fine-tuning-1", targets_never_stop),
    ("fine-tuning-1", targets_learn_the_role),
    ("fine-tuning-1", targets_learn_all),
    ("fine-tuning-2", loss_over_all_places),
    ("fine-tuning-2", loss_without_weights),
    ("fine-tuning-2", loss_mean_of_means),
    ("fine-tuning-2", loss_wrong_axis),
    ("fine-tuning-2", loss_slopes_downhill),
    ("fine-tuning-3", talk_without_role),
    ("fine-tuning-3", talk_without_end),
    ("fine-tuning-3", talk_without_end_when_cut),
    ("fine-tuning-3", talk_without_memory),
]
