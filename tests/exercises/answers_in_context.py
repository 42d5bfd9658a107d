"""Answers to the exercises on learning from the prompt."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np


def go_on_by_memory(ids: list[int], n: int) -> Any:
    """Remembers what came after each id when it last stood there."""
    after: dict[int, int] = {}
    for one, other in pairwise(ids):
        after[one] = other
    last = ids[-1]
    for _ in range(n):
        if last not in after:
            return
        new = after[last]
        yield new
        after[last] = new
        last = new


def go_on_in_place(ids: list[int], n: int) -> list[int]:
    start = len(ids)
    while len(ids) < start + n and ids[-1] in ids[:-1]:
        back = ids[-2::-1].index(ids[-1])
        ids.append(ids[len(ids) - 1 - back])
    return ids[start:]


def go_on_from_the_first(ids: list[int], n: int) -> list[int]:
    text = list(ids)
    for _ in range(n):
        if text[-1] not in text[:-1]:
            break
        text.append(text[text.index(text[-1]) + 1])
    return text[len(ids) :]


def go_on_the_same(ids: list[int], n: int) -> list[int]:
    """Finds the same id, and copies that instead of its neighbour."""
    return [ids[-1]] * n if ids[-1] in ids[:-1] else []


def go_on_without_growing(ids: list[int], n: int) -> list[int]:
    return go_on_in_place(list(ids), min(n, 1)) * n


def go_on_for_ever(ids: list[int], n: int) -> list[int]:
    """Goes on with the text as it stands when nothing is found."""
    added = go_on_in_place(list(ids), n)
    return [*added, *ids[: n - len(added)]]


def go_on_with_the_prompt(ids: list[int], n: int) -> list[int]:
    return ids + go_on_in_place(list(ids), n)


def go_on_to_the_end(ids: list[int], n: int) -> list[int]:
    """Copies what stands behind the place, up to the end of the prompt."""
    if ids[-1] not in ids[:-1]:
        return []
    place = len(ids) - 2 - ids[-2::-1].index(ids[-1])
    return ids[place + 1 :][:n]


def ideal_shares_by_matrices(ids: list[int]) -> Any:
    """Two layers: the one before moves up, then who is like it?"""
    text = np.array(ids)
    same = (text[:, None] == text).astype(float)
    move_up = np.eye(len(ids), k=-1)  # place j gets what stands at j - 1
    found = np.tril(same @ move_up.T)
    found[:, 0] = found.sum(1) == 0
    return found / found.sum(1, keepdims=True)


def ideal_shares_as_lists(ids: list[int]) -> Any:
    rows = []
    for i, own in enumerate(ids):
        hits = [0, *(ids[j - 1] == own for j in range(1, i + 1))]
        hits[0] = int(not any(hits))
        rest = [0.0] * (len(ids) - len(hits))
        rows.append([hit / sum(hits) for hit in hits] + rest)
    return rows


def normed(found: Any) -> Any:
    found = found.astype(float)
    found[found.sum(1) == 0, 0] = 1
    return found / found.sum(1, keepdims=True)


def follows(ids: list[int]) -> Any:
    """Where the predecessor of column j is like row i."""
    text = np.array(ids)
    found = np.zeros((len(ids), len(ids)))
    found[:, 1:] = text[:, None] == text[:-1]
    return found


def ideal_shares_of_the_same(ids: list[int]) -> Any:
    text = np.array(ids)
    return normed(np.tril(text[:, None] == text, -1))


def ideal_shares_ahead(ids: list[int]) -> Any:
    return normed(follows(ids))


def ideal_shares_not_itself(ids: list[int]) -> Any:
    return normed(np.tril(follows(ids), -1))


def ideal_shares_undivided(ids: list[int]) -> Any:
    found = np.tril(follows(ids))
    found[found.sum(1) == 0, 0] = 1
    return found


def ideal_shares_without_rest(ids: list[int]) -> Any:
    found = np.tril(follows(ids))
    return found / np.maximum(found.sum(1, keepdims=True), 1)


def ideal_shares_of_the_latest(ids: list[int]) -> Any:
    found = np.tril(follows(ids))
    for row in found:
        row[: row.nonzero()[0].max(initial=0)] = 0
    return normed(found)


def ideal_shares_before(ids: list[int]) -> Any:
    """Takes from the place before the same id: off by two."""
    text = np.array(ids)
    found = np.zeros((len(ids), len(ids)))
    found[:, :-1] = text[:, None] == text[1:]
    return normed(np.tril(found, -2))


def measure_by_arrays(shares: Any, length: int) -> Any:
    second = np.arange(length, 2 * length)
    places = second - 1, second - length + 1
    return np.array([shares[second, place].mean() for place in places])


def measure_by_masks(shares: Any, length: int) -> Any:
    """What is kept of the lower half where a diagonal stands."""
    lower = np.asarray(shares)[length:].tolist()
    n = 2 * length
    masks = (np.eye(n, k=-1)[length:], np.eye(n, k=1 - length)[length:])
    return [float((mask * lower).sum() / length) for mask in masks]


def measure_on_columns(shares: Any, length: int) -> Any:
    return measure_by_arrays(shares.T, length)


def measure_of_the_same(shares: Any, length: int) -> Any:
    second = np.arange(length, 2 * length)
    return shares[second, second - 1].mean(), shares[second, second - length].mean()


def measure_one_too_far(shares: Any, length: int) -> Any:
    second = np.arange(length + 1, 2 * length)
    return shares[second, second - 1].mean(), shares[second, second - length + 1].mean()


def measure_of_all(shares: Any, length: int) -> Any:
    return np.diagonal(shares, -1).mean(), np.diagonal(shares, 1 - length).mean()


def measure_as_sums(shares: Any, length: int) -> Any:
    return measure_by_arrays(shares, length) * length


def measure_exchanged(shares: Any, length: int) -> Any:
    return measure_by_arrays(shares, length)[::-1]


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("in-context-1", go_on_by_memory),
    ("in-context-1", go_on_in_place),
    ("in-context-2", ideal_shares_by_matrices),
    ("in-context-2", ideal_shares_as_lists),
    ("in-context-3", measure_by_arrays),
    ("in-context-3", measure_by_masks),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("in-context-1", go_on_from_the_first),
    ("in-context-1", go_on_the_same),
    ("in-context-1", go_on_without_growing),
    ("in-context-1", go_on_for_ever),
    ("in-context-1", go_on_with_the_prompt),
    ("in-context-1", go_on_to_the_end),
    ("in-context-2", ideal_shares_of_the_same),
    ("in-context-2", ideal_shares_ahead),
    ("in-context-2", ideal_shares_not_itself),
    ("in-context-2", ideal_shares_undivided),
    ("in-context-2", ideal_shares_without_rest),
    ("in-context-2", ideal_shares_of_the_latest),
    ("in-context-2", ideal_shares_before),
    ("in-context-3", measure_on_columns),
    ("in-context-3", measure_of_the_same),
    ("in-context-3", measure_one_too_far),
    ("in-context-3", measure_of_all),
    ("in-context-3", measure_as_sums),
    ("in-context-3", measure_exchanged),
]
