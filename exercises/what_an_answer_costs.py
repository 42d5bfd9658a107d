"""Exercises of the page on what an answer costs."""

import heapq
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise


def caches(rng: np.random.Generator) -> Iterator[tuple[list[int], int, int, int]]:
    """Layers that see all, or the last tokens only; short texts and long ones."""
    yield [0], 1, 4, 10
    yield [0, 0], 3, 64, 1
    yield [8], 1, 4, 10
    yield [8], 1, 4, 5
    yield [4, 0, 4, 0], 2, 8, 100
    for n_layer in range(1, 13):
        windows = (rng.integers(0, 2, n_layer) * rng.integers(1, 500, n_layer)).tolist()
        yield windows, int(rng.integers(1, 9)), 64, int(rng.integers(1, 1000))


@exercise(
    "what-an-answer-costs-1",
    caches,
    hints=(
        "For one token, a layer keeps a key and a value of d_head numbers for each head.",
        "A layer with a window keeps as many tokens as the window, or the text if that is shorter.",
        "Add up how many tokens each layer keeps. Then multiply by `2 * n_kv_head * d_head` "
        "numbers, and by 2 bytes.",
    ),
)
def cache_bytes(windows: list[int], n_kv_head: int, d_head: int, n_tokens: int) -> int:
    """Count the bytes in the cache of a text.

    - `windows`: a list with one whole number for each layer. 0 means that
      the layer can look at all tokens. Any other number says how many
      of the last tokens it can look at, including the newest one.
    - `n_kv_head`: how many heads of keys and values each layer has.
    - `d_head`: how many numbers a key has, and also a value.
    - `n_tokens`: how many tokens the text has.

    Returns a whole number. Each number in the cache takes 2 bytes. A
    layer doesn't keep tokens that it can no longer look at.
    `cache_bytes([0, 4], 1, 8, 10)` is 448: the layers keep 10 and 4 tokens,
    with 16 numbers each.
    """
    kept = sum(min(window or n_tokens, n_tokens) for window in windows)
    return 2 * 2 * n_kv_head * d_head * kept


@cache_bytes.right
def cache_bytes_by_arrays(windows: Any, n_kv_head: Any, d_head: Any, n_tokens: Any) -> Any:
    """Makes the arrays and counts their bytes."""
    keys = [
        np.empty((2, n_kv_head, n_tokens, d_head), np.float16)[:, :, -w:] for w in windows
    ]  # -0 takes all
    return sum(array.size * array.itemsize for array in keys)


@cache_bytes.mistake
def cache_bytes_of_keys(windows: Any, n_kv_head: Any, d_head: Any, n_tokens: Any) -> Any:
    return cache_bytes_by_arrays(windows, n_kv_head, d_head, n_tokens) // 2


@cache_bytes.mistake
def cache_bytes_without_windows(windows: Any, n_kv_head: Any, d_head: Any, n_tokens: Any) -> Any:
    return 4 * len(windows) * n_kv_head * d_head * n_tokens


@cache_bytes.mistake
def cache_bytes_of_whole_windows(windows: Any, n_kv_head: Any, d_head: Any, n_tokens: Any) -> Any:
    """Keeps as much as a window could hold, also of a short text."""
    return 4 * n_kv_head * d_head * sum(window or n_tokens for window in windows)


@cache_bytes.mistake
def cache_bytes_of_windows_alone(windows: Any, n_kv_head: Any, d_head: Any, n_tokens: Any) -> Any:
    """A window of 0 is taken for no tokens."""
    return 4 * n_kv_head * d_head * sum(min(window, n_tokens) for window in windows)


def queues(rng: np.random.Generator) -> Iterator[tuple[list[int], int]]:
    """Answers to be written, and how many fit into a pass."""
    yield [3], 1
    yield [3, 2], 1
    yield [3, 2], 2
    yield [4, 1, 1, 1], 2
    yield [5, 5, 5], 8
    for n in range(2, 16):
        yield rng.integers(1, 30, n).tolist(), int(rng.integers(1, 6))


@exercise(
    "what-an-answer-costs-2",
    queues,
    hints=(
        "For each seat, remember the pass after which it is free. At first, all are free after "
        "pass 0.",
        "The next answer takes the seat that is free first. If the answer has n tokens, this seat "
        "is free again n passes later.",
        "When all answers have had a seat, the largest of these numbers is the last pass.",
    ),
)
def passes(lengths: list[int], seats: int) -> int:
    """Count the passes that it takes to write many answers.

    - `lengths`: a list of whole numbers, how many tokens each answer has,
      in the order in which the answers were requested.
    - `seats`: how many answers fit into one pass.

    Returns the number of passes. In each pass, every answer that has a
    seat gets one token. When an answer is complete, the next one in the
    queue takes its seat before the next pass.
    `passes([4, 1, 1, 1], 2)` is 4: the three short answers use one seat,
    one after the other, while the long one is written.
    """
    free = [0] * seats
    for length in lengths:
        heapq.heapreplace(free, free[0] + length)
    return max(free)


@passes.right
def passes_one_by_one(lengths: Any, seats: Any) -> Any:
    """Does every pass."""
    waiting, n = list(lengths), 0
    seated: list[int] = []
    while waiting or seated:
        while waiting and len(seated) < seats:
            seated.append(waiting.pop(0))
        seated = [left - 1 for left in seated if left > 1]
        n += 1
    return n


@passes.mistake
def passes_until_all_are_done(lengths: Any, seats: Any) -> Any:
    """Waits for the longest of a group before it seats the next ones."""
    groups = [lengths[i : i + seats] for i in range(0, len(lengths), seats)]
    return sum(max(group) for group in groups)


@passes.mistake
def passes_if_all_were_shared(lengths: Any, seats: Any) -> Any:
    """An answer's tokens can not be written side by side."""
    return -(-sum(lengths) // seats)


@passes.mistake
def passes_of_the_longest(lengths: Any, seats: Any) -> Any:
    return max(lengths)


@passes.mistake
def passes_in_turn(lengths: Any, seats: Any) -> Any:
    """Deals the answers out beforehand, one to each seat in turn."""
    return max(sum(lengths[i::seats]) for i in range(seats))
