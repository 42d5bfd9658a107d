"""Answers to the exercises on asking a real model: right ones, and mistakes that people make."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array

Model = Callable[[list[int]], list[float]]


def any_of_by_tree(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    """Goes down id by id, and stops where an answer is complete."""
    if [] in answers:
        return 1.0
    p = model(prompt)
    return sum(
        p[token]
        * any_of_by_tree(model, [*prompt, token], [a[1:] for a in answers if a[0] == token])
        for token in {a[0] for a in answers}
    )


def log_p(model: Model, prompt: list[int], answer: list[int]) -> list[float]:
    return [math.log(model(prompt + answer[:i])[t]) for i, t in enumerate(answer)]


def any_of_all(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    """Counts what begins with another answer twice."""
    return sum(math.exp(sum(log_p(model, prompt, answer))) for answer in answers)


def any_of_different(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    """Leaves out equal answers, but not those that begin alike."""
    return any_of_all(model, prompt, [list(a) for a in set(map(tuple, answers))])


def any_of_largest(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    return max((any_of_all(model, prompt, [answer]) for answer in answers), default=0.0)


def any_of_first_ids(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    return sum(model(prompt)[token] for token in {answer[0] for answer in answers})


def any_of_by_mean(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    """Divides by the length, as a score of answers often does."""
    scores = [log_p(model, prompt, answer) for answer in answers]
    return sum(math.exp(sum(score) / len(score)) for score in scores)


def any_of_without_feeding(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    p = model(prompt)
    return sum(math.prod(p[token] for token in answer) for answer in answers)


def any_of_independent(model: Model, prompt: list[int], answers: list[list[int]]) -> float:
    return 1 - math.prod(1 - any_of_all(model, prompt, [a]) for a in answers)


def off_by_subtraction(
    x: Array, hidden: Array, down: Array, head: Array, token: int, k: int
) -> Array:
    """Takes what the neurons wrote out of the stream again."""
    written = down * hidden
    push = head[token] @ written
    stream = x + written.sum(1)
    for j in np.argsort(push)[len(push) - k :]:
        stream = stream - written[:, j]
    exp = np.exp(head @ stream)
    best: Array = exp / exp.sum()
    return best


def off(x: Array, hidden: Array, down: Array, head: Array, order: Array, k: int) -> Array:
    """The first k in this order are off."""
    left = hidden.copy()
    left[order[:k]] = 0
    exp = np.exp(head @ (x + down @ left))
    best: Array = exp / exp.sum()
    return best


def off_by_activity(x: Array, hidden: Array, down: Array, head: Array, token: int, k: int) -> Array:
    return off(x, hidden, down, head, np.argsort(-hidden), k)


def off_by_weights(x: Array, hidden: Array, down: Array, head: Array, token: int, k: int) -> Array:
    return off(x, hidden, down, head, np.argsort(-(head[token] @ down)), k)


def off_by_size(x: Array, hidden: Array, down: Array, head: Array, token: int, k: int) -> Array:
    """The push without its sign."""
    push = np.abs(hidden * (head[token] @ down))
    return off(x, hidden, down, head, np.argsort(-push), k)


def off_from_the_least(
    x: Array, hidden: Array, down: Array, head: Array, token: int, k: int
) -> Array:
    push = hidden * (head[token] @ down)
    return off(x, hidden, down, head, np.argsort(push), k)


def off_without_stream(
    x: Array, hidden: Array, down: Array, head: Array, token: int, k: int
) -> Array:
    return off_by_subtraction(0 * x, hidden, down, head, token, k)


def off_all_for_none(
    x: Array, hidden: Array, down: Array, head: Array, token: int, k: int
) -> Array:
    """[-k:] takes all where k is 0."""
    push = hidden * (head[token] @ down)
    return off(x, hidden, down, head, np.argsort(push)[-k:], len(hidden))


def off_only_that(x: Array, hidden: Array, down: Array, head: Array, token: int, k: int) -> Any:
    return off_by_subtraction(x, hidden, down, head, token, k)[token]


def surer_by_ranks(real: list[float], invented: list[float]) -> float:
    """Mann and Whitney's U: ranks, the mean of them where tied."""
    everything = np.array(real + invented)
    _, inverse, counts = np.unique(everything, return_inverse=True, return_counts=True)
    ranks = counts.cumsum() - (counts - 1) / 2
    n, m = len(real), len(invented)
    u = ranks[inverse][:n].sum() - n * (n + 1) / 2
    return float(u / (n * m))


def surer_at_once(real: list[float], invented: list[float]) -> Any:
    gap = np.subtract.outer(real, invented)
    return (np.sign(gap).mean() + 1) / 2


def surer_strictly(real: list[float], invented: list[float]) -> Any:
    return np.greater.outer(real, invented).mean()


def surer_or_level(real: list[float], invented: list[float]) -> Any:
    return np.greater_equal.outer(real, invented).mean()


def surer_side_by_side(real: list[float], invented: list[float]) -> Any:
    pairs = list(zip(real, invented, strict=False))
    return sum(r > i for r, i in pairs) / len(pairs)


def surer_on_average(real: list[float], invented: list[float]) -> Any:
    return np.mean(real) - np.mean(invented)


def surer_than_all(real: list[float], invented: list[float]) -> Any:
    return np.mean(np.array(real) > max(invented))


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("asking-a-real-model-1", any_of_by_tree),
    ("asking-a-real-model-2", off_by_subtraction),
    ("asking-a-real-model-3", surer_by_ranks),
    ("asking-a-real-model-3", surer_at_once),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("asking-a-real-model-1", any_of_all),
    ("asking-a-real-model-1", any_of_different),
    ("asking-a-real-model-1", any_of_largest),
    ("asking-a-real-model-1", any_of_first_ids),
    ("asking-a-real-model-1", any_of_by_mean),
    ("asking-a-real-model-1", any_of_without_feeding),
    ("asking-a-real-model-1", any_of_independent),
    ("asking-a-real-model-2", off_by_activity),
    ("asking-a-real-model-2", off_by_weights),
    ("asking-a-real-model-2", off_by_size),
    ("asking-a-real-model-2", off_from_the_least),
    ("asking-a-real-model-2", off_without_stream),
    ("asking-a-real-model-2", off_all_for_none),
    ("asking-a-real-model-2", off_only_that),
    ("asking-a-real-model-3", surer_strictly),
    ("asking-a-real-model-3", surer_or_level),
    ("asking-a-real-model-3", surer_side_by_side),
    ("asking-a-real-model-3", surer_on_average),
    ("asking-a-real-model-3", surer_than_all),
]
