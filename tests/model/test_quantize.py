"""Rounding to a few levels: against every level tried, and against llama.cpp's own package."""

import gguf
import numpy as np
import pytest
from gguf.quants import dequantize, quantize

from lessoncode.model.quantize import bits_a_weight, quantized, with_quantized
from lessoncode.model.table import Table
from lessoncode.model.transformer import Config, Transformer


@pytest.mark.parametrize(("n_bits", "n_block"), [(1, 4), (2, 8), (3, 16), (4, 32), (8, 5)])
def test_each_weight_becomes_the_nearest_level(n_bits: int, n_block: int) -> None:
    rng = np.random.default_rng(n_bits)
    w = rng.normal(size=(7, 3 * n_block)).astype(np.float32)
    found = quantized(w, n_bits, n_block)
    for row, left in zip(w, found, strict=True):
        for i in range(0, len(row), n_block):
            block = row[i : i + n_block]
            low = float(np.float16(block.min()))
            step = float(np.float16((block.max() - block.min()) / (2**n_bits - 1)))
            levels = low + step * np.arange(2**n_bits)
            nearest = levels[np.abs(block[:, None] - levels).argmin(1)]
            np.testing.assert_allclose(left[i : i + n_block], nearest, atol=1e-6)


def test_four_bits_in_blocks_of_32_are_the_format_of_llama_cpp() -> None:
    """They divide by the step before it was rounded to float16, so a few go to the next level."""
    w = np.random.default_rng(0).normal(size=(50, 320)).astype(np.float32)
    kind = gguf.GGMLQuantizationType.Q4_1
    theirs = dequantize(quantize(w, kind), kind)
    differs = np.abs(quantized(w, 4, 32) - theirs)
    assert (differs > 1e-6).mean() < 0.005
    assert differs.max() < (w.max() - w.min()) / 15


def test_what_is_rounded_stays_as_it_is() -> None:
    w = np.random.default_rng(1).normal(size=(20, 64)).astype(np.float32)
    once = quantized(w, 4, 32)
    np.testing.assert_allclose(quantized(once, 4, 32), once, atol=2e-3)


def test_a_block_of_equal_weights_is_kept() -> None:
    assert (quantized(np.full((2, 8), 0.5, np.float32), 3, 8) == 0.5).all()


def test_rows_must_be_whole_blocks() -> None:
    with pytest.raises(ValueError, match="6 is not a multiple of 4"):
        quantized(np.ones((2, 6), np.float32), 4, 4)


def test_a_vector_is_no_matrix() -> None:
    with pytest.raises(ValueError, match=r"w has the shape \(4,\), not \[\.\.\., n_out, n_in\]"):
        quantized(np.ones(4), 4, 4)
    assert quantized(np.ones((2, 0)), 4, 4).shape == (2, 0)


def test_counts_are_whole() -> None:
    with pytest.raises(ValueError, match="n_block is True"):
        quantized(np.ones((2, 4)), 4, True)
    with pytest.raises(ValueError, match="n_block is nan"):
        bits_a_weight(4, np.nan)  # type: ignore[arg-type]


def test_a_table_would_stay_as_it_is() -> None:
    """Its rows are not read from its parameters."""
    # mypy rejects a table as a Transformer; what a reader without mypy gets is the point here
    with pytest.raises(TypeError, match="give a Transformer"):
        with_quantized(Table(np.eye(4)), 4, 2)  # type: ignore[arg-type]


def test_a_model_keeps_its_norms_and_its_form() -> None:
    config = Config(11, 8, 2, 2, 1, 16)
    model = Transformer.initial(config, np.random.default_rng(0))
    fewer = with_quantized(model, 3)
    for name, p in model.parameters.items():
        left = fewer.parameters[name]
        assert not left.requires_grad
        if p.data.ndim == 1:
            assert left.data is p.data
        else:
            assert (left.data == quantized(p.data, 3, p.data.shape[1])).all()
            assert len(np.unique(left.data[0])) <= 8
    blocks = with_quantized(model, 3, 4).parameters["embedding"].data
    assert (blocks == quantized(model.parameters["embedding"].data, 3, 4)).all()


def test_bits_a_weight() -> None:
    assert bits_a_weight(4, 32) == 5
    assert bits_a_weight(3, 64) == 3.5
