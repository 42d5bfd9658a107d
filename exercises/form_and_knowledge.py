"""Exercises of the page on form and knowledge."""

from collections.abc import Iterator

import numpy as np

from lessoncode.grading.exercise import exercise

POSSIBLE = ["lima .", "oslo .", "rome .", "3 .", "1 0 ."]
OTHER = ["what is", "", "lima", "the lima .", "oslo . 3 ."]


def replies(rng: np.random.Generator) -> Iterator[tuple[list[str], list[str], set[str]]]:
    """Right answers, wrong answers, and replies that aren't answers."""
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
        "Ask two questions about each reply. Is it one of the possible answers? And is it the one "
        "that was wanted?",
        "A reply that contains an answer and something else isn't that answer. Compare whole "
        "texts: `text in possible`, which is a set, and `text == best`.",
        "Both are shares of all replies. Divide by `len(said)`, even if few replies have the form.",
    ),
)
def form_and_right(said: list[str], wanted: list[str], possible: set[str]) -> tuple[float, float]:
    """Count the replies that look like an answer, and those that are right.

    - `said`: a model's reply to each question. There is at least one.
    - `wanted`: the right answer to each question.
    - `possible`: all texts that have the form of an answer.

    Returns two shares of all replies: those with the form of an
    answer, and those that are right. A right reply is exactly what
    was wanted, with nothing added. If `"lima ."` is wanted, `"3 ."` has the
    form, but isn't right.
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
        "Go through the new rows in steps of n_new: `for start in range(0, len(new), n_new)`.",
        "Count the old rows that you have used so far. Don't start over in each batch.",
        "When the old rows end, begin them again: the k-th old row that is used is "
        "`old[k % len(old)]`.",
    ),
)
def mixed(new: list[int], old: list[int], n_new: int, n_old: int) -> list[list[int]]:
    """Mix rows of old text into each batch of new text.

    - `new`: the rows for fine-tuning. Use each row once, in this order.
    - `old`: rows from pre-training, at least one. Use them in this order,
      again and again. Each batch continues where the last stopped.
    - `n_new, n_old`: how many new and old rows a batch has.

    Returns the batches. Each holds n_new new rows, or those that are
    left, followed by n_old old rows.
    `mixed([1, 2, 3], [7, 8, 9], 2, 2)` is `[[1, 2, 7, 8], [3, 9, 7]]`.
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
