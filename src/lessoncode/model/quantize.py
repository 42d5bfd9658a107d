"""Quantizing: weights rounded to a few levels, to see what that costs.

    >>> from lessoncode.model.quantize import bits_a_weight, quantized
    >>> quantized(np.array([[0.0, 0.4, 1.1, 3.0]]), n_bits=2, n_block=4)
    array([[0., 0., 1., 3.]], dtype=float32)
    >>> bits_a_weight(n_bits=2, n_block=4)
    10.0

A row of a matrix is cut into blocks. Each block has two numbers in float16, a step d and a start m,
and for each weight an integer q of a few bits, the one that comes nearest:

    weight = d q + m        q from 0 to 2^bits - 1
    m = the smallest of the block
    d = (the largest - the smallest) / (2^bits - 1)

That takes bits + 32 / (weights in a block) bits for each weight. A large weight makes the step of
its block large, so smaller blocks lose less to rounding, but take more bits.

Source: ggml's Q4_1, in src/ggml-quants.c, which uses 4 bits and blocks of 32.

Differs in:
1. Any number of bits up to 8, any length of blocks. With more than 8, float16 is too coarse for
   the step.
2. The rounded weights are returned in float32, not packed: this shows what rounding does, but
   saves no memory.

Checked against: every level, tried one by one; the package gguf for 4 bits and blocks of 32.
"""

import numpy as np

from lessoncode.model.checks import count, number
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Transformer


def quantized(w: Array, n_bits: int, n_block: int) -> Array:
    """Matrices [..., n_out, n_in] after rounding, in float32.

    Raises ValueError if n_in is not a multiple of n_block, n_bits is
    not from 1 to 8, or float16 cannot hold a block's start or step.
    """
    count(n_block=n_block, n_bits=n_bits)
    number(1, 8, n_bits=n_bits)
    if w.ndim < 2:
        message = f"w has the shape {w.shape}"
        raise ValueError(f"{message}, not [..., n_out, n_in]")
    n_in = w.shape[-1]
    if n_in % n_block:
        raise ValueError(f"{n_in} is not a multiple of {n_block}")
    blocks = w.reshape(-1, n_block).astype(np.float32)
    start = blocks.min(1, keepdims=True)
    top = 2**n_bits - 1
    step = (blocks.max(1, keepdims=True) - start) / top
    start, step = as_stored(start), stored_step(step)
    if not np.isfinite([start, step]).all():
        raise ValueError("a weight is too large, or not finite")
    blocks -= start
    blocks /= np.where(step > 0, step, 1)
    np.clip(np.rint(blocks, out=blocks), 0, top, out=blocks)
    blocks *= step
    blocks += start
    left = np.empty_like(w, np.float32)  # in w's memory order
    left[:] = blocks.reshape(w.shape)
    return left


def as_stored(x: Array) -> Array:
    """Numbers rounded to float16, in float32."""
    left: Array = x.astype(np.float16).astype(np.float32)
    return left


def stored_step(step: Array) -> Array:
    """The steps of blocks rounded to float16, in float32: any shape -> the same.

    Raises ValueError for a step above 0 that would become 0.
    """
    stored = as_stored(step)
    lost = step[(step > 0) & (stored == 0)]
    if lost.size:
        message = f"the step of a block is {lost[0]:.3g}, too small for float16"
        raise ValueError(f"{message}: give weights that differ more, or are equal")
    return stored


def bits_a_weight(n_bits: int, n_block: int) -> float:
    """How many bits a weight takes, including its share of the step and the start."""
    count(n_bits=n_bits, n_block=n_block)
    return n_bits + 32 / n_block


def with_quantized(model: Transformer, n_bits: int, n_block: int | None = None) -> Transformer:
    """A frozen copy of a model with every matrix rounded.

    Without `n_block`, each row is one block. The weights of the norms stay as they are.
    Raises TypeError if the model is not a Transformer, ValueError as `quantized` does.
    """
    if not isinstance(model, Transformer):
        raise TypeError(f"give a Transformer, whose weights are its parameters, not {model!r}")

    def rounded(w: Array) -> Array:
        if w.ndim < 2:
            return w
        return quantized(w, n_bits, w.shape[-1] if n_block is None else n_block)

    twin = model.frozen()  # with what a subclass adds
    twin.parameters = {
        name: Tensor(rounded(p.data), requires_grad=False) for name, p in model.parameters.items()
    }
    return twin
