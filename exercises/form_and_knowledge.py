"""Exercises of the page on form and knowledge."""

from collections.abc import Iterator

import numpy as np

from lessoncode.grading.exercise import exercise

POSSIBLE = ["lima .", "oslo .", "rome .", "3 .", "1 0 ."]
OTHER = ["what is", "", "lima", "the lima .", "oslo . 3 ."]


def replies(rng: np.random.Generator) -> Iterator[tuple[list[str], list[str], set[str]]]:
    """Right and wrong answers, and what is none."""
    yield ["3 .", "oslo .", "what is"], ["lima .", "oslo .", "2 ."], {"3 .", "oslo ."}
    yield ["lima ."], ["lima ."], {"lima .", "oslo ."}
    yield ["the lima ."], ["lima ."], {"lima ."}
    yield ["2 ."], ["2 ."], {"3 ."}
    for length in range(2, 20):
        wanted = rng.choice(POSSIBLE, length).tolist()
        said = rng.choice(POSSIBLE + OTHER, length).tolist()
        for i in range(0, length, 2):
            said[i] = wanted[i]
        yield said, wanted, set(POSSIBLE)


@exercise(
    "form-and-knowledge-1",
    replies,
    hints=(
        "Two questions about each reply: is it one of the possible answers? And is it the one "
        "that was wanted?",
        "A reply that only contains an answer has more in it, and is not that answer. So ask "
        "with  text in possible,  a set, and with  text == best.",
        "Both are shares of all replies: divide by len(said), also where few have the form.",
    ),
)
def form_and_right(said: list[str], wanted: list[str], possible: set[str]) -> tuple[float, float]:
    """Tell how many replies look like an answer, and how many are right.

    said: what a model replied to each question, at least one.
    wanted: the right answer to each.
    possible: all texts that have the form of an answer.
    Returns the share of replies that are one of the possible, and the
    share of replies that are right; right is only what was wanted and
    nothing more. A reply "3 ." where "lima ." is wanted has the form.
    """
    form = [text in possible for text in said]
    right = [text == best for text, best in zip(said, wanted, strict=True)]
    return sum(form) / len(said), sum(right) / len(said)


@form_and_right.right
def with_numpy(said: list[str], wanted: list[str], possible: set[str]) -> list[float]:
    texts = np.array(said)
    return [
        float(np.isin(texts, list(possible)).mean()),
        float((texts == np.array(wanted)).mean()),
    ]


@form_and_right.mistake
def right_among_answers(
    said: list[str], wanted: list[str], possible: set[str]
) -> tuple[float, float]:
    form, right = form_and_right.oracle(said, wanted, possible)
    return form, right / form if form else 0.0


@form_and_right.mistake
def contained(said: list[str], wanted: list[str], possible: set[str]) -> tuple[float, float]:
    form = [any(answer in text for answer in possible) for text in said]
    right = [best in text for text, best in zip(said, wanted, strict=True)]
    return sum(form) / len(said), sum(right) / len(said)


@form_and_right.mistake
def any_city(said: list[str], wanted: list[str], possible: set[str]) -> tuple[float, float]:
    form = sum(text in possible for text in said) / len(said)
    return form, sum(text in wanted for text in said) / len(said)


def rows(rng: np.random.Generator) -> Iterator[tuple[list[int], list[int], int, int]]:
    """Batches that fit, a last one that is short, and few old rows."""
    yield [1, 2, 3], [7, 8, 9], 2, 2
    yield [1, 2, 3, 4], [7, 8], 2, 1
    yield [1, 2], [7], 1, 3
    yield [1], [7, 8], 4, 0
    for _ in range(20):
        n_rows, n_others, n_new, n_old = rng.integers(1, 9, size=4).tolist()
        yield list(range(n_rows)), list(range(100, 100 + n_others)), n_new, n_old


@exercise(
    "form-and-knowledge-2",
    rows,
    hints=(
        "Go through the new rows in steps of n_new:  for start in range(0, len(new), n_new).",
        "For the old rows keep one place for the whole run, not one for each batch.",
        "Where the old rows end, begin them again: the k-th old row that is used is "
        "old[k % len(old)].",
    ),
)
def mixed(new: list[int], old: list[int], n_new: int, n_old: int) -> list[list[int]]:
    """Mix rows of the old text into each batch of the new.

    new: the rows of the fine-tuning, each used once, in their order.
    old: rows of pre-training, at least one; used in their order, over
        and over, and each batch goes on where the last one stopped.
    Returns the batches: n_new new rows, or what is left of them, and
    then n_old old rows. mixed([1, 2, 3], [7, 8, 9], 2, 2) is
    [[1, 2, 7, 8], [3, 9, 7]].
    """
    batches = []
    for i, start in enumerate(range(0, len(new), n_new)):
        places = range(i * n_old, (i + 1) * n_old)
        batches.append(new[start : start + n_new] + [old[k % len(old)] for k in places])
    return batches


@mixed.right
def mixed_by_taking(new: list[int], old: list[int], n_new: int, n_old: int) -> list[list[int]]:
    """Takes from the front of lists."""
    left, again, batches = list(new), list(old), []
    while left:
        batch, left = left[:n_new], left[n_new:]
        for _ in range(n_old):
            again.append(again.pop(0))
            batch.append(again[-1])
        batches.append(batch)
    return batches


@mixed.mistake
def mixed_from_the_start(new: list[int], old: list[int], n_new: int, n_old: int) -> list[list[int]]:
    some = [old[k % len(old)] for k in range(n_old)]
    return [new[i : i + n_new] + some for i in range(0, len(new), n_new)]


@mixed.mistake
def mixed_whole_batches(new: list[int], old: list[int], n_new: int, n_old: int) -> list[list[int]]:
    return [batch for batch in mixed.oracle(new, old, n_new, n_old) if len(batch) == n_new + n_old]


@mixed.mistake
def mixed_without_end(new: list[int], old: list[int], n_new: int, n_old: int) -> list[list[int]]:
    starts = range(0, len(new), n_new)
    return [
        new[start : start + n_new] + old[i * n_old : (i + 1) * n_old]
        for i, start in enumerate(starts)
    ]
