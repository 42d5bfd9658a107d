"""What a step of training reads: rows of ids, and which of them are learned.

    >>> from lessoncode.training.batches import packed_batches
    >>> batches = packed_batches([[1, 2, 3]], 0, n_batch=1, n_seq=4, rng=np.random.default_rng(0))
    >>> next(batches).ids, next(batches).targets
    (array([[0, 1, 2, 3]]), array([[1, 2, 3, 0]]))

Documents are packed end to end and cut into rows of one length. A token also sees the documents
before its own, and the model must learn that they do not matter. Rows of different lengths, such as
conversations, are padded on the right, and their padding is not learned.

Source: packing documents end to end: Brown et al. 2020, arXiv 2005.14165, appendix B.

Differs in: Every token of every document is a target once an epoch, and so is its end.

Checked against: hand counts; rows one by one.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from lessoncode.model.checks import count, number, shape
from lessoncode.model.layers import Ids, check_ids
from lessoncode.model.tensor import Array

MOST_IDS = 2**31  # in any vocabulary


class Batch(NamedTuple):
    """Ids [batch, n_seq], and for each of them its target, the id that comes next.

    The loss is the mean over targets, weighted if weights are given.
    """

    ids: Ids
    targets: Ids
    weights: Array | None = None


class Row(NamedTuple):
    """The ids of one text, and for each whether it is to be learned."""

    ids: list[int]
    learned: list[bool]


def normalized(weights: Array) -> Array:
    """Weights divided by their sum.

    Raises ValueError if all are 0, or one is below 0, infinite or NaN.
    """
    total, least = weights.sum(), weights.min(initial=0)
    number(**{"the least weight": float(least), "the sum of weights": float(total)})
    if total == 0:
        raise ValueError("all weights of the batch are 0: there is nothing to learn")
    shares: Array = weights / total
    return shares


def answer_row(prompt: Sequence[int], answer: Sequence[int]) -> Row:
    """A prompt and its answer as a row of which only the answer is learned."""
    learned = [False] * len(prompt) + [True] * len(answer)
    return Row([*prompt, *answer], learned)


def packed_batches(
    documents: Sequence[Sequence[int]],
    end_id: int,
    n_batch: int,
    n_seq: int,
    rng: np.random.Generator,
) -> Iterator[Batch]:
    """Yield batches of documents, packed end to end and cut into rows, endlessly.

    Each epoch shuffles the documents again. `end_id` precedes each, and so ends the one before.
    Raises ValueError if there are no documents, n_batch or n_seq is below 1, or end_id below 0, and
    IndexError for ids that are not whole numbers, 0 or more.
    """
    if len(documents) == 0:
        raise ValueError("there are no documents to train on")
    count(n_batch=n_batch, n_seq=n_seq)
    count(0, end_id=end_id)
    stream: list[int] = []
    while True:
        while len(stream) <= n_batch * n_seq:
            for i in rng.permutation(len(documents)):
                stream.append(end_id)
                stream.extend(documents[i])
        taken = np.array(stream[: n_batch * n_seq + 1])
        check_ids("ids", taken, MOST_IDS)
        del stream[: n_batch * n_seq]
        ids = taken[:-1].reshape(n_batch, n_seq)
        targets = taken[1:].reshape(n_batch, n_seq)
        yield Batch(ids, targets)


def shuffled(n: int, n_batch: int, rng: np.random.Generator) -> Iterator[Ids]:
    """Yield the numbers 0 to n - 1 in batches, endlessly, every epoch in a new order.

    Raises ValueError if n or n_batch is below 1.
    """
    if n == 0:
        raise ValueError("there is nothing to train on")
    count(n=n, n_batch=n_batch)
    order: list[int] = []
    while True:
        while len(order) < n_batch:
            order.extend(rng.permutation(n))
        yield np.array(order[:n_batch])
        del order[:n_batch]


def padded(rows: Sequence[Row], pad_id: int = 0) -> Batch:
    """A batch of rows, padded on the right: [batch, longest - 1].

    The weights are 1 where the target is learned, else 0. Any id will do as `pad_id`, because in a
    causal model no token sees the padding after it. Raises ValueError for no rows, or if a row's
    `learned` does not fit its ids, and IndexError for ids that are not whole numbers, 0 or more.
    """
    n_seq = max((len(row.ids) for row in rows), default=0)
    if n_seq == 0:
        raise ValueError("a batch takes at least one row with an id, not none")
    count(0, pad_id=pad_id)
    every = np.array([i for row in rows for i in row.ids])
    shape("ids", every, "n")
    check_ids("ids", every, MOST_IDS)
    ids = np.full((len(rows), n_seq), pad_id)
    learned = np.zeros(ids.shape)
    for i, row in enumerate(rows):
        if len(row.ids) != len(row.learned):
            message = f"row {i} has {len(row.ids)} ids, but {len(row.learned)} say if they are"
            raise ValueError(f"{message} learned: give one for each")
        if not {*row.learned} <= {False, True}:
            raise ValueError(f"row {i} has ids that are neither learned nor not: {row.learned}")
        ids[i, : len(row.ids)] = row.ids
        learned[i, : len(row.ids)] = row.learned
    return Batch(ids[:, :-1], ids[:, 1:], learned[:, 1:])


def row_batches(rows: Sequence[Row], n_batch: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield padded batches of `n_batch` rows, endlessly; each row appears once an epoch."""
    for places in shuffled(len(rows), n_batch, rng):
        yield padded([rows[i] for i in places])
