"""What a layer refuses; what it computes is compared with torch in test_tensor."""

import numpy as np
import pytest

from lessoncode.model.layers import cross_entropy, embedding, log_prob
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array, Tensor

WEIGHT = Tensor(np.arange(12.0).reshape(4, 3))
LOGITS = Tensor(np.zeros((2, 3, 5)))
TARGETS = np.array([[0, 1, 2], [3, 4, 0]])


@pytest.mark.parametrize("ids", [[-1, 0], [3, 4], [-4]])
def test_an_id_without_a_row(ids: list[int]) -> None:
    with pytest.raises(IndexError, match=rf"ids go from 0 to 3, .* {min(ids)} to {max(ids)}"):
        embedding(WEIGHT, np.array(ids))


@pytest.mark.parametrize("ids", [np.array([True, False, True, True]), np.array([1.0])])
def test_ids_are_integers(ids: Array) -> None:
    with pytest.raises(IndexError, match=f"ids are integers, not {ids.dtype}"):
        embedding(WEIGHT, ids)


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.int64])
def test_every_kind_of_integer_will_do(dtype: type) -> None:
    rows = embedding(WEIGHT, np.array([[3, 0]], dtype)).data
    np.testing.assert_array_equal(rows, [[[9, 10, 11], [0, 1, 2]]])
    assert embedding(WEIGHT, np.zeros((2, 0), dtype)).shape == (2, 0, 3)


@pytest.mark.parametrize("target", [-100, -1, 5])
def test_a_target_without_a_logit(target: int) -> None:
    targets = TARGETS.copy()
    targets[0, 0] = target
    for loss in (log_prob, cross_entropy):
        with pytest.raises(IndexError, match=r"weight of 0 leaves one out\) go from 0 to 4"):
            loss(LOGITS, targets)


@pytest.mark.parametrize("targets", [TARGETS.T, TARGETS[:1], TARGETS.reshape(6)])
def test_targets_of_another_shape(targets: Array) -> None:
    for loss in (log_prob, cross_entropy):
        with pytest.raises(ValueError, match=r"do not fit logits of shape \(2, 3, 5\)"):
            loss(LOGITS, targets)


def test_weights_of_another_shape() -> None:
    with pytest.raises(ValueError, match=r"weights of shape \(2, 1\) do not fit targets"):
        cross_entropy(LOGITS, TARGETS, np.ones((2, 1)))


def test_no_targets() -> None:
    with pytest.raises(ValueError, match="at least one target"):
        cross_entropy(Tensor(np.zeros((2, 0, 5))), np.zeros((2, 0), int))


@pytest.mark.parametrize("token", [-1, 3])
def test_a_table_knows_its_tokens(token: int) -> None:
    """Else the text would have the row of another."""
    table = Table.initial(3, 2, np.random.default_rng(0))
    with pytest.raises(IndexError, match="ids go from 0 to 2"):
        table([[1, token]])
