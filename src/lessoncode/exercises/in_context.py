"""Exercises of the page on learning from the prompt."""

from collections.abc import Iterator

import numpy as np

from lessoncode.exercises.grading import exercise
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
    "in-context-1",
    prompts,
    hints=(
        "The last id always stands at the end. Search before it:  ids[:-1].",
        "Go through the places from the one before the last down to 0, and take the first at "
        "which ids[i] is the last id. What came after it is ids[i + 1].",
        "Append what you found to the text as well as to the answer, so that the next search "
        "starts from it.",
    ),
)
def go_on(ids: list[int], n: int) -> list[int]:
    """Continue a text by the rule of induction, from itself alone.

    ids: a list of whole numbers, at least one.
    n: how many ids to add.
    Returns a list of the ids that were added. To add one, find the
    latest place before the end where the last id stood, and append
    the id that came after it there. The next one continues the
    longer text. If the last id never stood there before, add no more.
    go_on([7, 8, 9, 7], 3) is [8, 9, 7], and go_on([7, 8], 3) is [].
    """
    text, added = "".join(map(chr, ids)), ""
    while len(added) < n:
        whole = text + added
        place = whole.rfind(whole[-1], 0, len(whole) - 1)
        if place < 0:
            break
        added += whole[place + 1]
    return list(map(ord, added))


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
    "in-context-2",
    strings,
    hints=(
        "Go through all pairs of a row i and a column j. For j above 0, the id before place j is "
        "ids[j - 1].",
        "A place j counts if ids[j - 1] is the same as ids[i] and j is at most i.",
        "Put a 1 in each such place, then divide the row by its sum. If the sum is 0, the first "
        "place gets 1 instead.",
    ),
)
def ideal_shares(ids: list[int]) -> Array:
    """Draw the attention of a perfect induction head.

    ids: a list of n whole numbers, the text.
    Returns an array [n, n]. Row i has the share that place i takes
    from every place of the text; each row sums to 1. It takes only
    from places whose predecessor is the same id as its own, and not
    from those ahead; it may be such a place itself. Several have
    equal shares. If there is none, it takes all from the first place
    of the text.
    For [7, 8, 7, 9] it is [[1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0],
    [1, 0, 0, 0]]: only the second 7 has something to find, the 8.
    """
    text = np.array(ids)
    shares = np.zeros((len(text), len(text)))
    shares[:, 1:] = text[:, None] == text[:-1]
    shares = np.tril(shares)
    shares[~shares.any(1), 0] = 1
    shares /= shares.sum(1, keepdims=True)
    return shares


def patterns(rng: np.random.Generator) -> Iterator[tuple[Array, int]]:
    """Heads that look some places back, then shares of all kinds."""
    for back in (1, 2, 3, 0):
        yield np.eye(6)[np.maximum(np.arange(6) - back, 0)], 3
    yield np.tri(6) / np.arange(1, 7)[:, None], 3
    for length in range(2, 12):
        shares = np.tril(rng.random((2 * length, 2 * length)) ** 4)
        yield shares / shares.sum(1, keepdims=True), length


@exercise(
    "in-context-3",
    patterns,
    hints=(
        "The second time through, i runs from length to 2 * length - 1. Only these rows count.",
        "The same id stood at  i - length  the first time. What came after it stands one place on.",
        "Collect shares[i, i - 1] for the first number and shares[i, i - length + 1] for the "
        "second, and take the mean of each.",
    ),
)
def measure(shares: Array, length: int) -> tuple[float, float]:
    """Measure whether a head does what induction needs.

    shares: an array [n, n]. Row i has the share that place i takes
        from every place. The text is a string of different ids, and
        then the same string again.
    length: how many ids the string has, half of n and at least 2.
    Returns two numbers, each a mean over the second time through the
    string: the share that a place takes from the place just before
    it, and the share that it takes from the place that came right
    after its own id the first time. A head in which each place takes
    alike from itself and all before has 0.2056 for both, if length
    is 3.
    """
    before = np.diagonal(shares, -1)[length - 1 :].mean()
    after = np.diagonal(shares, 1 - length)[1:].mean()
    return float(before), float(after)
