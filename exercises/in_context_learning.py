"""Exercises of the page on in-context learning."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def prompts(rng: np.random.Generator) -> Iterator[tuple[list[int], int]]:
    """Strings that repeat themselves, or do so in part, or not."""
    yield [7, 8, 7], 1
    yield [7, 8, 9, 7], 2
    yield [7, 8, 9, 7], 5
    yield [7, 8, 7, 9, 7], 1
    yield [7, 8], 3
    yield [7, 7], 3
    yield [7], 3
    yield [7, 8, 8], 0
    for length in range(3, 30):
        string = rng.integers(1, 27, size=length).tolist()
        again = string[: int(rng.integers(1, length + 1))]
        yield [*string, *again], int(rng.integers(1, 12))


@exercise(
    "in-context-learning-1",
    prompts,
    hints=(
        "The last id is always found at the end. Search before the end, in `ids[:-1]`.",
        "Go backwards from the place before the last down to 0, and stop at the first place where "
        "`ids[i]` equals the last id. What came after it is `ids[i + 1]`.",
        "Append what you found to the text and to the answer, so that the next search starts from "
        "it.",
    ),
)
def go_on(ids: list[int], n: int) -> list[int]:
    """Continue a text by the rule of induction.

    - `ids`: a list of whole numbers, at least one.
    - `n`: how many ids to add.

    Returns a list of the ids that were added. To add one, find the
    latest earlier place that has the same id as the end of the text,
    and append the id that came after it there. Then continue the
    longer text in the same way. If the last id occurs only at the
    end, stop.
    `go_on([7, 8, 9, 7], 3)` is `[8, 9, 7]`, and `go_on([7, 8], 3)` is `[]`.
    """
    text, added = "".join(map(chr, ids)), ""
    while len(added) < n:
        whole = text + added
        place = whole.rfind(whole[-1], 0, len(whole) - 1)
        if place < 0:
            break
        added += whole[place + 1]
    return list(map(ord, added))


@go_on.right
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


@go_on.right
def go_on_in_place(ids: list[int], n: int) -> list[int]:
    start = len(ids)
    while len(ids) < start + n and ids[-1] in ids[:-1]:
        back = ids[-2::-1].index(ids[-1])
        ids.append(ids[len(ids) - 1 - back])
    return ids[start:]


@go_on.mistake
def go_on_from_the_first(ids: list[int], n: int) -> list[int]:
    text = list(ids)
    for _ in range(n):
        if text[-1] not in text[:-1]:
            break
        text.append(text[text.index(text[-1]) + 1])
    return text[len(ids) :]


@go_on.mistake
def go_on_the_same(ids: list[int], n: int) -> list[int]:
    """Finds the same id, and copies that instead of its neighbour."""
    return [ids[-1]] * n if ids[-1] in ids[:-1] else []


@go_on.mistake
def go_on_without_growing(ids: list[int], n: int) -> list[int]:
    return go_on_in_place(list(ids), min(n, 1)) * n


@go_on.mistake
def go_on_for_ever(ids: list[int], n: int) -> list[int]:
    """Goes on with the text as it stands when nothing is found."""
    added = go_on_in_place(list(ids), n)
    return [*added, *ids[: n - len(added)]]


@go_on.mistake
def go_on_with_the_prompt(ids: list[int], n: int) -> list[int]:
    return ids + go_on_in_place(list(ids), n)


@go_on.mistake
def go_on_to_the_end(ids: list[int], n: int) -> list[int]:
    """Copies what stands behind the place, up to the end of the prompt."""
    if ids[-1] not in ids[:-1]:
        return []
    place = len(ids) - 2 - ids[-2::-1].index(ids[-1])
    return ids[place + 1 :][:n]


def strings(rng: np.random.Generator) -> Iterator[tuple[list[int]]]:
    """Ids that come back once, more than once, or side by side."""
    yield ([7, 8],)
    yield ([7, 8, 7],)
    yield ([7, 8, 9, 7, 8],)
    yield ([7, 8, 7, 9, 7],)
    yield ([7, 7, 7],)
    for n in range(1, 15):
        yield (rng.integers(1, 6, size=n).tolist(),)


@exercise(
    "in-context-learning-2",
    strings,
    hints=(
        "Go through all pairs of a row i and a column j. If j is above 0, the id before place j is "
        "`ids[j - 1]`.",
        "A place j counts if `ids[j - 1]` equals `ids[i]` and j is at most i.",
        "Put a 1 in each such place, and then divide the row by its sum. If the sum is 0, the "
        "first place gets a 1 instead.",
    ),
)
def ideal_shares(ids: list[int]) -> Array:
    """Compute the attention shares of a perfect induction head.

    - `ids`: a list of n whole numbers, the text.

    Returns an array [n, n]. Row i holds the shares that place i takes
    from all places of the text, and sums to 1. Place i takes only
    from places whose previous id is the same as `ids[i]`. These may include
    i itself, but no later places. If there are several, they get equal
    shares. If there are none, the first place of the text gets everything.
    For `[7, 8, 7, 9]` the result is
    `[[1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0]]`:
    only the second 7 finds something, the 8.
    """
    text = np.array(ids)
    shares = np.zeros((len(text), len(text)))
    shares[:, 1:] = text[:, None] == text[:-1]
    shares = np.tril(shares)
    shares[~shares.any(1), 0] = 1
    shares /= shares.sum(1, keepdims=True)
    return shares


@ideal_shares.right
def ideal_shares_by_matrices(ids: list[int]) -> Any:
    """Two layers: the one before moves up, then who is like it?"""
    text = np.array(ids)
    same = (text[:, None] == text).astype(float)
    move_up = np.eye(len(ids), k=-1)  # place j gets what stands at j - 1
    found = np.tril(same @ move_up.T)
    found[:, 0] = found.sum(1) == 0
    return found / found.sum(1, keepdims=True)


@ideal_shares.right
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


@ideal_shares.mistake
def ideal_shares_of_the_same(ids: list[int]) -> Any:
    text = np.array(ids)
    return normed(np.tril(text[:, None] == text, -1))


@ideal_shares.mistake
def ideal_shares_ahead(ids: list[int]) -> Any:
    return normed(follows(ids))


@ideal_shares.mistake
def ideal_shares_not_itself(ids: list[int]) -> Any:
    return normed(np.tril(follows(ids), -1))


@ideal_shares.mistake
def ideal_shares_undivided(ids: list[int]) -> Any:
    found = np.tril(follows(ids))
    found[found.sum(1) == 0, 0] = 1
    return found


@ideal_shares.mistake
def ideal_shares_without_rest(ids: list[int]) -> Any:
    found = np.tril(follows(ids))
    return found / np.maximum(found.sum(1, keepdims=True), 1)


@ideal_shares.mistake
def ideal_shares_of_the_latest(ids: list[int]) -> Any:
    found = np.tril(follows(ids))
    for row in found:
        row[: row.nonzero()[0].max(initial=0)] = 0
    return normed(found)


@ideal_shares.mistake
def ideal_shares_before(ids: list[int]) -> Any:
    """Takes from the place before the same id: off by two."""
    text = np.array(ids)
    found = np.zeros((len(ids), len(ids)))
    found[:, :-1] = text[:, None] == text[1:]
    return normed(np.tril(found, -2))


def patterns(rng: np.random.Generator) -> Iterator[tuple[Array, int]]:
    """Heads that look some places back, then shares of all kinds."""
    for back in (1, 2, 3, 0):
        yield np.eye(6)[np.maximum(np.arange(6) - back, 0)], 3
    yield np.tri(6) / np.arange(1, 7)[:, None], 3
    for length in range(2, 12):
        shares = np.tril(rng.random((2 * length, 2 * length)) ** 4)
        yield shares / shares.sum(1, keepdims=True), length


@exercise(
    "in-context-learning-3",
    patterns,
    hints=(
        "The second time through, `i` runs from `length` to `2 * length - 1`. Only these rows "
        "count.",
        "The first time, the same id was at `i - length`. The id that came after it is one place "
        "further on.",
        "Collect `shares[i, i - 1]` for the first number and `shares[i, i - length + 1]` for the "
        "second, and take the mean of each.",
    ),
)
def measure(shares: Array, length: int) -> tuple[float, float]:
    """Measure whether a head does what induction needs.

    - `shares`: an array [n, n]. Row i holds the shares that place i takes
      from all places. The text is a string of different ids,
      followed by the same string.
    - `length`: how many ids the string has, half of n and at least 2.

    Returns two numbers, each a mean over the second time through the
    string: the share that a place takes from the place just before
    it, and the share that it takes from the place right after its own
    id the first time. If each place takes equal shares from itself
    and all earlier places, and length is 3, both numbers are 0.2056.
    """
    before = np.diagonal(shares, -1)[length - 1 :].mean()
    after = np.diagonal(shares, 1 - length)[1:].mean()
    return float(before), float(after)


@measure.right
def measure_by_arrays(shares: Any, length: int) -> Any:
    second = np.arange(length, 2 * length)
    places = second - 1, second - length + 1
    return np.array([shares[second, place].mean() for place in places])


@measure.right
def measure_by_masks(shares: Any, length: int) -> Any:
    """What is kept of the lower half where a diagonal stands."""
    lower = np.asarray(shares)[length:].tolist()
    n = 2 * length
    masks = (np.eye(n, k=-1)[length:], np.eye(n, k=1 - length)[length:])
    return [float((mask * lower).sum() / length) for mask in masks]


@measure.mistake
def measure_on_columns(shares: Any, length: int) -> Any:
    return measure_by_arrays(shares.T, length)


@measure.mistake
def measure_of_the_same(shares: Any, length: int) -> Any:
    second = np.arange(length, 2 * length)
    return shares[second, second - 1].mean(), shares[second, second - length].mean()


@measure.mistake
def measure_one_too_far(shares: Any, length: int) -> Any:
    second = np.arange(length + 1, 2 * length)
    return shares[second, second - 1].mean(), shares[second, second - length + 1].mean()


@measure.mistake
def measure_of_all(shares: Any, length: int) -> Any:
    return np.diagonal(shares, -1).mean(), np.diagonal(shares, 1 - length).mean()


@measure.mistake
def measure_as_sums(shares: Any, length: int) -> Any:
    return measure_by_arrays(shares, length) * length


@measure.mistake
def measure_exchanged(shares: Any, length: int) -> Any:
    return measure_by_arrays(shares, length)[::-1]
