"""One row times a matrix, as for one more token, with weights of fewer bytes.

    python benchmarks/fewer_bytes.py

Decoding waits for memory, so weights of 2 bytes or 1 should save time. In one thread NumPy cannot
make use of them: it has products of float32 from BLAS, and for all else loops of its own. The
matrices together are larger than any cache, and lie transposed, as in the copy of SmolLM2.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy loads

from collections.abc import Callable
from typing import Any

import numpy as np
from interleave import compare, show

from lessoncode.model.tensor import Array

N_IN, N_OUT, COUNT = 576, 3072, 16


def main() -> None:
    """Time each kind of numbers."""
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(N_IN, N_OUT)).astype(np.float32) for _ in range(COUNT)]
    halves = [w.astype(np.float16) for w in weights]
    bytes_ = [np.round(w * (127 / np.abs(w).max())).astype(np.int8) for w in weights]
    x = rng.normal(size=(1, N_IN)).astype(np.float32)
    half, byte = x.astype(np.float16), np.round(x * 30).astype(np.int8)
    widened = np.empty((N_IN, N_OUT), np.float32)

    def products(row: Array, matrices: list[Array]) -> list[Array]:
        return [row @ w for w in matrices]

    def widen_first(matrices: list[Array]) -> None:
        for w in matrices:
            np.copyto(widened, w)
            x @ widened

    calls: dict[str, Callable[[], Any]] = {
        "float32": lambda: products(x, weights),
        "float16": lambda: products(half, halves),
        "float16, made float32 first": lambda: widen_first(halves),
        "int8, made float32 first": lambda: widen_first(bytes_),
        "int8, summed in int32": lambda: [
            np.einsum("i,ij->j", byte[0], w, dtype=np.int32) for w in bytes_
        ],
    }
    show(f"{COUNT} matrices of {N_IN} x {N_OUT}", compare(calls, repeats=9))


if __name__ == "__main__":
    main()
