"""What a layer refuses, and the product where there is no BLAS; the rest is in test_tensor."""

import sys

import numpy as np
import pytest

from lessoncode.model import layers
from lessoncode.model.layers import (
    LARGE,
    cross_entropy,
    embedding,
    linear,
    log_prob,
    product,
    product_without_blas,
    rms_norm,
    swiglu,
)
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


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(0, 3, 2), (1, 1, 1), (5, 7, 3), (17, 64, 300)])
def test_both_products_agree(shape: tuple[int, int, int], dtype: type) -> None:
    n_rows, n_in, n_out = shape
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(n_rows, n_in)), rng.normal(size=(n_out, n_in))
    found = product_without_blas(x.astype(dtype), w.astype(dtype))
    assert found.dtype == dtype and found.shape == (n_rows, n_out)
    tolerance = 1e-4 if dtype == np.float32 else 1e-12
    np.testing.assert_allclose(found, x @ w.T, rtol=tolerance, atol=tolerance)


def test_rows_are_cut_below_what_einsum_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """SmolLM2's head is so large that a hundred rows are too many for 32 bits."""
    n_out, n_in, sizes, einsum = 49_152, 576, [], np.einsum

    def watched(how: str, x: Array, w: Array, out: Array) -> None:
        sizes.append(len(x) * w.size)
        einsum(how, x[:, :1], w[:, :1], out=out)

    monkeypatch.setattr(np, "einsum", watched)
    w = np.ones((n_out, n_in), np.float32)
    y = product_without_blas(np.arange(200, dtype=np.float32)[:, None] * np.ones(n_in), w)
    assert len(sizes) > 1 and max(sizes) < 2**31
    assert y[:, [0, -1]].tolist() == [[i, i] for i in range(200)]


def test_only_the_browser_and_only_large_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(layers, "product_without_blas", lambda x, w: asked.append(w.shape))
    large, small = np.ones((LARGE // 4, 4)), np.ones((LARGE // 4 - 1, 4))
    x = np.ones((2, 4))
    product(x, large)
    monkeypatch.setattr(sys, "platform", "emscripten")
    product(x, small)
    assert asked == []
    product(x, large)
    assert asked == [large.shape]


def test_gradients_in_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    x, w = Tensor(rng.normal(size=(2, 5, 7))), Tensor(rng.normal(size=(4, 7)))
    weights = rng.normal(size=(2, 5, 4))
    expected = (linear(x, w) * weights).sum().gradients()
    monkeypatch.setattr(sys, "platform", "emscripten")
    found = (linear(x, w) * weights).sum().gradients()
    for leaf in (x, w):
        np.testing.assert_allclose(found[leaf], expected[leaf], rtol=1e-12, atol=1e-12)


def test_a_norm_of_another_length() -> None:
    """[4] would divide 16 numbers into groups, [48] would put rows together."""
    x = Tensor(np.ones((2, 3, 16)))
    for n in (4, 48):
        with pytest.raises(ValueError, match=rf"a weight of shape \({n},\) does not fit"):
            rms_norm(x, Tensor(np.ones(n)), 1e-5)


def test_halves_of_an_odd_number() -> None:
    with pytest.raises(ValueError, match="no two halves"):
        swiglu(Tensor(np.ones((2, 3))))


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64])
def test_a_table_has_more_rows_than_a_small_integer_counts(dtype: type) -> None:
    table = Table.initial(4, 5, np.random.default_rng(0))
    ids: Array = np.array([[3, 3, 3, 3, 3]], dtype)
    np.testing.assert_array_equal(table(ids).data[0, -1], table.logits.data[-1])
