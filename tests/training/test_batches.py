"""What a step reads, counted by hand."""

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest

from lessoncode.training.batches import Batch, answer_row, packed_batches, padded

DOCUMENTS = [[1, 2], [3], [4, 5, 6]]


def some_batches() -> Iterator[Batch]:
    return packed_batches(DOCUMENTS, 0, 4, 5, np.random.default_rng(2))


def test_every_token_is_a_target_once_an_epoch() -> None:
    """Nine tokens an epoch, ends included; 180 targets are twenty epochs."""
    taken = list(islice(some_batches(), 9))
    targets = np.concatenate([batch.targets.ravel() for batch in taken])
    counts = np.bincount(targets)
    # Six ids stand once an epoch, the end three times. Where the cut falls within an epoch, the
    # first end has been an input only, and others may be due.
    assert all(abs(counts[1:] - 20) <= 1)
    assert abs(counts[0] - 60) <= 3
    assert counts.sum() == 180


def test_targets_follow_their_ids_and_rows_follow_rows() -> None:
    one, two = islice(some_batches(), 2)
    ids = np.concatenate([one.ids.ravel(), two.ids.ravel()])
    targets = np.concatenate([one.targets.ravel(), two.targets.ravel()])
    assert ids[0] == 0
    assert list(ids[1:]) == list(targets[:-1])
    documents = " ".join(map(str, ids[1:])).split(" 0 ")[:-1]
    assert set(documents) == {"1 2", "3", "4 5 6"}


def test_no_documents() -> None:
    with pytest.raises(ValueError, match="no documents"):
        next(packed_batches([], 0, 1, 1, np.random.default_rng(0)))


def test_of_an_answer_row_the_answer_is_learned() -> None:
    assert answer_row([3, 4], [5, 0]) == ([3, 4, 5, 0], [False, False, True, True])
    batch = padded([answer_row([3, 4], [5, 0]), answer_row((), [6, 1])])
    np.testing.assert_array_equal(batch.targets, [[4, 5, 0], [1, 0, 0]])
    np.testing.assert_array_equal(batch.weights, [[0, 1, 1], [1, 0, 0]])


def test_no_rows() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        padded([])
