"""Answers to the exercises on real runs."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np


def softmax(logits: Any) -> Any:
    powers = np.exp(logits - np.max(logits))
    return powers / powers.sum()


def toward_rating_by_all_slopes(logits: Any, ratings: Any) -> Any:
    """Every probability's slope by every logit, as a matrix."""
    p = softmax(logits)
    return (np.diag(p) - np.outer(p, p)) @ ratings


def toward_rating_by_pairs(logits: Any, ratings: Any) -> Any:
    p, n = softmax(logits), range(len(logits))
    return [sum(p[i] * p[j] * (ratings[i] - ratings[j]) for j in n) for i in n]


def toward_rating_without_mean(logits: Any, ratings: Any) -> Any:
    return softmax(logits) * ratings


def toward_rating_plain_mean(logits: Any, ratings: Any) -> Any:
    return softmax(logits) * (ratings - ratings.mean())


def toward_rating_as_text(logits: Any, ratings: Any) -> Any:
    """The slope of the other objective, in which ratings are shares."""
    return ratings - softmax(logits)


def toward_rating_unweighted(logits: Any, ratings: Any) -> Any:
    return ratings - softmax(logits) @ ratings


def toward_rating_as_loss(logits: Any, ratings: Any) -> Any:
    return -toward_rating_by_all_slopes(logits, ratings)


def updates_one_by_one(stages: Any) -> Any:
    counts, read = [], 0
    for end, batch in stages:
        n = (end - read) // batch
        counts.append(np.int64(n + (read + n * batch < end)))
        read = end
    return np.array(counts)


def updates_by_pairs(stages: Any) -> Any:
    ends = [0, *(end for end, _ in stages)]
    sizes = zip(pairwise(ends), stages, strict=True)
    return tuple(-(-(end - start) // batch) for (start, end), (_, batch) in sizes)


def updates_from_the_beginning(stages: Any) -> Any:
    return [-(-end // batch) for end, batch in stages]


def updates_rounded_down(stages: Any) -> Any:
    counts, start = [], 0
    for end, batch in stages:
        counts.append((end - start) // batch)
        start = end
    return counts


def updates_rounded(stages: Any) -> Any:
    counts, start = [], 0
    for end, batch in stages:
        counts.append(round((end - start) / batch))
        start = end
    return counts


def updates_in_all(stages: Any) -> Any:
    return sum(updates_by_pairs(stages))


def cost_by_days(parameters: float, tokens: float, gpus: int, speed: float, price: float) -> Any:
    work = 6 * parameters * tokens / 86_400e15
    days = work * 1000 / speed / gpus  # a petaflop is a thousand teraflop
    hours = days * 24 * gpus
    return np.array([work, hours, days, hours * price])


def cost_of_two(parameters: float, *others: Any) -> Any:
    return cost_by_days(parameters / 3, *others)


def cost_days_of_one(parameters: float, tokens: float, gpus: int, *others: Any) -> Any:
    work, hours, days, dollars = cost_by_days(parameters, tokens, gpus, *others)
    return work, hours, days * gpus, dollars


def cost_of_one(parameters: float, tokens: float, gpus: int, *others: Any) -> Any:
    work, hours, days, dollars = cost_by_days(parameters, tokens, gpus, *others)
    return work, hours / gpus, days, dollars / gpus


def cost_in_petaflops(parameters: float, tokens: float, gpus: int, speed: float, price: Any) -> Any:
    work, *others = cost_by_days(parameters, tokens, gpus, 1000 * speed, price)
    return work, *others


def cost_in_seconds(*inputs: Any) -> Any:
    work, hours, days, dollars = cost_by_days(*inputs)
    return work * 86_400, hours, days, dollars


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("real-runs-1", toward_rating_by_all_slopes),
    ("real-runs-1", toward_rating_by_pairs),
    ("real-runs-2", updates_one_by_one),
    ("real-runs-2", updates_by_pairs),
    ("real-runs-3", cost_by_days),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("real-runs-1", toward_rating_without_mean),
    ("real-runs-1", toward_rating_plain_mean),
    ("real-runs-1", toward_rating_as_text),
    ("real-runs-1", toward_rating_unweighted),
    ("real-runs-1", toward_rating_as_loss),
    ("real-runs-2", updates_from_the_beginning),
    ("real-runs-2", updates_rounded_down),
    ("real-runs-2", updates_rounded),
    ("real-runs-2", updates_in_all),
    ("real-runs-3", cost_of_two),
    ("real-runs-3", cost_days_of_one),
    ("real-runs-3", cost_of_one),
    ("real-runs-3", cost_in_petaflops),
    ("real-runs-3", cost_in_seconds),
]
