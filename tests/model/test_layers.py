"""The product where there is no BLAS; the gradients of the layers are compared in oracles."""

import sys

import numpy as np
import pytest

from lessoncode.model import layers
from lessoncode.model.layers import LARGE, product, product_without_blas
from lessoncode.model.tensor import Array


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
