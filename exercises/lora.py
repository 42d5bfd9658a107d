"""Exercises of the page on LoRA."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array

Layer: TypeAlias = tuple[Array, Array, Array, Array, float]


def layers(rng: np.random.Generator) -> Iterator[Layer]:
    """Vectors, a matrix, and its addition."""
    yield np.array([1.0, 2.0]), np.eye(2), np.array([[1.0, 1.0]]), np.array([[1.0], [0.0]]), 1.0
    for _ in range(20):
        n_in, n_out, rank = rng.integers(1, 6, size=3).tolist()
        shapes = (n_in,), (n_out, n_in), (rank, n_in), (n_out, rank)
        x, w, a, b = (rng.normal(size=shape) for shape in shapes)
        yield x, w, a, b, float(rng.integers(1, 5))


@exercise(
    "lora-1",
    layers,
    hints=(
        "Start with the path through the base: `w @ x` has n_out numbers.",
        "Then take the thin path: `a @ x` has only r numbers, and b turns them into n_out numbers.",
        "The rank is `len(a)`, and the result of the thin path is multiplied by `alpha / len(a)`.",
    ),
)
def beside(x: Array, w: Array, a: Array, b: Array, alpha: float) -> Array:
    """Multiply a vector by a matrix with a low-rank addition beside it.

    - `x`: a vector [n_in].
    - `w`: the matrix of the base [n_out, n_in].
    - `a, b`: the addition, [r, n_in] and [n_out, r].
    - `alpha`: its scale.

    Returns W x + (alpha / r) B A x, a vector [n_out].
    """
    y: Array = w @ x + alpha / len(a) * (b @ (a @ x))
    return y


@beside.right
def beside_in_one(x: Array, w: Array, a: Array, b: Array, alpha: float) -> Any:
    """Writes the addition into the matrix first."""
    merged = w + alpha / b.shape[1] * (b @ a)
    return (merged @ x).tolist()


@beside.mistake
def beside_unscaled(x: Array, w: Array, a: Array, b: Array, alpha: float) -> Any:
    return w @ x + alpha * (b @ (a @ x))


@beside.mistake
def beside_by_inputs(x: Array, w: Array, a: Array, b: Array, alpha: float) -> Any:
    return w @ x + alpha / len(x) * (b @ (a @ x))


@beside.mistake
def beside_after(x: Array, w: Array, a: Array, b: Array, alpha: float) -> Any:
    return alpha / len(a) * (w @ x + b @ (a @ x))


Pair: TypeAlias = tuple[Array, Array, Array, Array]


def pairs(rng: np.random.Generator) -> Iterator[Pair]:
    """Two additions to one matrix, of the same or of other ranks."""
    one = np.array([[1.0, 0.0]]), np.array([[1.0], [2.0]])
    yield *one, np.array([[0.0, 1.0]]), np.array([[3.0], [0.0]])
    for _ in range(20):
        n_in, n_out, first, second = rng.integers(1, 6, size=4).tolist()
        shapes = (first, n_in), (n_out, first), (second, n_in), (n_out, second)
        a, b, c, d = (rng.normal(size=shape) for shape in shapes)
        yield a, b, c, d


@exercise(
    "lora-2",
    pairs,
    hints=(
        "`b1 @ a1` is a sum of r1 terms: each row of a1 times its column of b1.",
        "The sum of both additions runs over all rows of a1 and all rows of a2.",
        "Put a2's rows below a1's with `np.vstack`, and b2's columns to the right of b1's with "
        "`np.hstack`.",
    ),
)
def in_one(a1: Array, b1: Array, a2: Array, b2: Array) -> tuple[Array, Array]:
    """Combine two additions into one.

    - `a1, b1`: an addition, [r1, n_in] and [n_out, r1]. It adds `b1 @ a1`.
    - `a2, b2`: another addition to the same matrix, of its own rank.

    Returns a, [r1 + r2, n_in], and b, [n_out, r1 + r2], so that `b @ a` is
    the sum of both: the rows of a1 first, then those of a2.
    """
    return np.concatenate([a1, a2]), np.concatenate([b1, b2], axis=1)


@in_one.right
def in_one_by_lists(a1: Array, b1: Array, a2: Array, b2: Array) -> Any:
    """Row by row."""
    rows = [*a1.tolist(), *a2.tolist()]
    return rows, [[*p, *q] for p, q in zip(b1.tolist(), b2.tolist(), strict=True)]


@in_one.mistake
def in_one_swapped(a1: Array, b1: Array, a2: Array, b2: Array) -> tuple[Array, Array]:
    return np.concatenate([a2, a1]), np.concatenate([b1, b2], axis=1)


@in_one.mistake
def in_one_halved(a1: Array, b1: Array, a2: Array, b2: Array) -> tuple[Array, Array]:
    return np.concatenate([a1, a2]) / 2, np.concatenate([b1, b2], axis=1)
