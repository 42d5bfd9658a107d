"""What a step reads, counted by hand."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest

from lessoncode.training.batches import (
    Batch,
    Row,
    answer_row,
    normalized,
    packed_batches,
    padded,
)

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


@pytest.mark.parametrize(
    ("ids", "learned", "message"),
    [
        ([1, 2.7], [True, True], "ids are integers, not float64"),
        ([1, -2], [True, True], "these go from -2 to 1"),
        ([1, 2**31], [True, True], "these go from 1 to 2147483648"),
        ("ab", [True, True], "ids are integers"),
        ([[1, 2]], [True], r"ids has the shape \(1, 2\), not \[n\]"),
        ([], [], "at least one row"),
        ([1, 2], [True, None], r"row 0 has ids that are neither learned nor not: \[True, None\]"),
        ([1, 2], [True, -3], "neither learned nor not"),
        ([1, 2], [True, np.nan], "neither learned nor not"),
    ],
)
def test_a_row_of_no_ids_or_half_learned(ids: Any, learned: Any, message: str) -> None:
    with pytest.raises((ValueError, IndexError), match=message):
        padded([Row(ids, learned)])


def test_arrays_and_an_empty_row_will_do() -> None:
    rows = [Row([], []), Row(np.array([1, 2]), np.array([False, True]))]  # type: ignore[arg-type]  # not lists
    batch = padded(rows, pad_id=3)
    assert (batch.ids.tolist(), batch.targets.tolist()) == ([[3], [1]], [[3], [2]])
    assert batch.weights is not None
    assert batch.weights.tolist() == [[0], [1]]


@pytest.mark.parametrize("pad_id", [-1, 2.5])
def test_padding_that_is_no_id(pad_id: Any) -> None:
    with pytest.raises(ValueError, match=f"pad_id is {pad_id}"):
        padded([Row([1, 2], [True, True])], pad_id)


@pytest.mark.parametrize("document", [[1.5], [-4], "ab"])
def test_documents_of_no_ids(document: Any) -> None:
    with pytest.raises(IndexError, match=r"ids are integers|these go from -4"):
        next(packed_batches([document], 0, 1, 1, np.random.default_rng(0)))


@pytest.mark.parametrize("end_id", [None, -1])
def test_an_end_that_is_no_id(end_id: Any) -> None:
    with pytest.raises(ValueError, match=f"end_id is {end_id}"):
        next(packed_batches([[1]], end_id, 1, 1, np.random.default_rng(0)))


def test_weights_by_hand() -> None:
    assert normalized(np.array([[1.0, 0], [2, 1]])).tolist() == [[0.25, 0], [0.5, 0.25]]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, -1], "the least weight is -1.0: give a finite number, 0 or more"),
        ([-1, -1], "the least weight is -1"),
        ([np.nan, 1], "the least weight is nan"),
        ([np.inf, 1], "the sum of weights is inf"),
        ([1e308, 1e308], "the sum of weights is inf"),
        ([0, 0], "all weights of the batch are 0"),
        ([], "nothing to learn"),
    ],
)
@pytest.mark.filterwarnings("ignore:overflow")
def test_weights_that_are_none(weights: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        normalized(np.array(weights, float))
