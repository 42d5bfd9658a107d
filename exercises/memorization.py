"""Exercises of the page on memorization."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise


def hits(rng: np.random.Generator) -> Iterator[tuple[list[bool]]]:
    """All right, none, one wrong at either end, then many."""
    yield ([False, True, False, True, True],)
    yield ([True, True, True],)
    yield ([False, False],)
    yield ([True, True, False],)
    yield ([False, True, True, True],)
    for n in range(1, 30):
        yield ((rng.random(n) < 0.8).tolist(),)


@exercise(
    "memorization-1",
    hits,
    hints=(
        "The model goes wrong at the first word that is not its most likely one. Everything after "
        "it then continues a different text.",
        "So every word that isn't given must be True. Look for the last False.",
    ),
)
def enough(likeliest: list[bool]) -> int:
    """How many words must be given before a model says the rest?

    - `likeliest`: for each word of the text, True if it is the model's
      most likely word after all the words before it.

    The model gets the first k words of the text, and then always takes
    its most likely word. Return the smallest k for which it says the
    rest of the text, word for word. If k is the whole length, nothing
    is left to say, and that counts. For
    `[False, True, False, True, True]`, the result is 3.
    """
    k = len(likeliest)
    while k > 0 and likeliest[k - 1]:
        k -= 1
    return k


@enough.right
def enough_by_trying(likeliest: Any) -> Any:
    """Try every k from 0 on."""
    return next(k for k in range(len(likeliest) + 1) if all(likeliest[k:]))


@enough.right
def enough_by_array(likeliest: Any) -> Any:
    wrong = np.flatnonzero(~np.asarray(likeliest, bool))
    return int(wrong[-1]) + 1 if len(wrong) else 0


@enough.mistake
def enough_first(likeliest: Any) -> Any:
    """Stops at the first hit."""
    return likeliest.index(True) if True in likeliest else len(likeliest)


@enough.mistake
def enough_count(likeliest: Any) -> Any:
    """Counts the words that are wrong."""
    return likeliest.count(False)


@enough.mistake
def enough_without(likeliest: Any) -> Any:
    """Gives the words before the last wrong one, but not that one."""
    return max(enough_by_array(likeliest) - 1, 0)


@enough.mistake
def enough_never(likeliest: Any) -> Any:
    """Always gives at least one word."""
    return max(enough_by_array(likeliest), 1)


def corpora(rng: np.random.Generator) -> Iterator[tuple[list[str], int]]:
    """A copy, a near copy, a chain of three, short ones, then many."""
    yield ["a b c d", "x b c y", "c d e f"], 2
    yield ["a b", "a b", "a b"], 2
    yield ["a b c", "b c d", "c d e"], 2
    yield ["a b c", "c b a"], 2
    yield ["a", "a", "b"], 2
    yield ["a b c d", "a b c e"], 4
    for n in range(3, 26):
        lengths = rng.integers(1, 7, n)
        words = [" ".join("abcd"[i] for i in rng.integers(0, 4, k)) for k in lengths]
        yield words, int(rng.integers(2, 5))


@exercise(
    "memorization-2",
    corpora,
    hints=(
        "A document's windows are `words[i : i + n]`, for every i at which n words are left.",
        "Collect the windows of all documents that you keep in a set.",
        "The windows of a document that you leave out don't belong in the set.",
    ),
)
def deduplicated(documents: list[str], n: int) -> list[str]:
    """Leave out documents that share n words in a row with a kept one.

    - `documents`: texts whose words are separated by single spaces.
    - `n`: how many words in a row make a duplicate, 2 or more.

    Go through the documents in order. Leave a document out if any n
    consecutive words of it also appear, in a row, in a document that
    you have kept. Return the documents that you keep. A document with fewer
    than n words is always kept. For `["a b c d", "x b c y", "c d e f"]` and
    `n = 2`, the result is `["a b c d"]`.
    """
    seen: set[tuple[str, ...]] = set()
    kept = []
    for document in documents:
        words = document.split()
        windows = {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}
        if not windows & seen:
            kept.append(document)
            seen |= windows
    return kept


@deduplicated.right
def deduplicated_by_text(documents: Any, n: int) -> Any:
    """Look for each window in the texts themselves."""
    kept: list[str] = []
    for document in documents:
        words = document.split()
        windows = [" ".join(words[i : i + n]) for i in range(len(words) - n + 1)]
        if not any(f" {window} " in f" {other} " for window in windows for other in kept):
            kept.append(document)
    return kept


@deduplicated.right
def deduplicated_pairwise(documents: Any, n: int) -> Any:
    def windows(text: str) -> set[str]:
        words = text.split()
        return {" ".join(words[i : i + n]) for i in range(len(words) - n + 1)}

    kept: list[str] = []
    for document in documents:
        if all(windows(document).isdisjoint(windows(other)) for other in kept):
            kept = [*kept, document]
    return kept


@deduplicated.mistake
def deduplicated_whole(documents: Any, n: int) -> Any:
    """Leaves out only exact copies."""
    return list(dict.fromkeys(documents))


@deduplicated.mistake
def deduplicated_all_seen(documents: Any, n: int) -> Any:
    """Also collects the windows of what it left out."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for document in documents:
        words = document.split()
        windows = {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}
        if not windows & seen:
            kept.append(document)
        seen |= windows
    return kept


@deduplicated.mistake
def deduplicated_words(documents: Any, n: int) -> Any:
    """Compares words in any order."""
    kept: list[str] = []
    for document in documents:
        words = set(document.split())
        if all(len(words & set(other.split())) < n for other in kept):
            kept.append(document)
    return kept


@deduplicated.mistake
def deduplicated_first(documents: Any, n: int) -> Any:
    """Compares only how documents begin."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for document in documents:
        start = tuple(document.split()[:n])
        if len(start) < n or start not in seen:
            kept.append(document)
        seen.add(start)
    return kept
