"""Exercises of the page on fewer bits."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def blocks(rng: np.random.Generator) -> Iterator[tuple[Array, int]]:
    """A few weights, and bits for each."""
    yield np.array([0.0, 1.0]), 1
    yield np.array([0.0, 0.4, 0.6, 1.0]), 1
    yield np.array([-1.0, 0.1, 2.0]), 2
    yield np.array([0.5, 0.5]), 2
    yield np.array([0.1, -0.2, 8.0, 0.3]), 3
    for n in range(2, 20):
        yield rng.normal(size=n).round(3) + 0.0001, int(rng.integers(1, 6))


@exercise(
    "quantization-1",
    blocks,
    hints=(
        "There are `2 ** n_bits` levels. The number of steps from the first to the last is one "
        "less.",
        "How many steps is each weight above the smallest? Round that to a whole number: "
        "`np.rint((weights - start) / step)`.",
        "If all weights are equal, the step is 0. Then return them as they are.",
    ),
)
def rounded(weights: Array, n_bits: int) -> Array:
    """Round a block of weights to a few levels.

    - `weights`: an array [n], one block.
    - `n_bits`: how many bits each weight keeps.

    There are 2 to the power of n_bits levels. The lowest is the smallest
    weight, the highest is the largest, and the distances between them
    are equal. Returns an array [n], in which each weight is replaced by
    the nearest level. No weight is halfway between two levels.
    `rounded([0, .4, .6, 1], 1)` is `[0, 0, 1, 1]`.
    """
    levels = np.linspace(weights.min(), weights.max(), 2**n_bits)
    nearest: Array = levels[np.abs(weights[:, None] - levels).argmin(1)]
    return nearest


@rounded.right
def rounded_by_steps(weights: Any, n_bits: int) -> Any:
    start, top = weights.min(), 2**n_bits - 1
    step = (weights.max() - start) / top
    if step == 0:
        return weights
    return start + step * np.rint((weights - start) / step)


@rounded.mistake
def rounded_with_one_step_too_many(weights: Any, n_bits: int) -> Any:
    start = weights.min()
    step = (weights.max() - start) / 2**n_bits or 1
    return start + step * np.rint((weights - start) / step)


@rounded.mistake
def rounded_down(weights: Any, n_bits: int) -> Any:
    start = weights.min()
    step = (weights.max() - start) / (2**n_bits - 1) or 1
    return start + step * np.floor((weights - start) / step)


@rounded.mistake
def rounded_around_0(weights: Any, n_bits: int) -> Any:
    step = 2 * np.abs(weights).max() / (2**n_bits - 1)
    return step * np.rint(weights / step)


@rounded.mistake
def rounded_to_the_numbers(weights: Any, n_bits: int) -> Any:
    """Returns the whole numbers that are kept, not the weights."""
    start = weights.min()
    step = (weights.max() - start) / (2**n_bits - 1) or 1
    return np.rint((weights - start) / step)


def shapes(rng: np.random.Generator) -> Iterator[tuple[list[tuple[int, int]], int, int]]:
    """Matrices, the bits of a weight, and the length of a block."""
    yield [(1, 32)], 4, 32
    yield [(2, 64)], 3, 16
    yield [(1, 8), (3, 16)], 8, 8
    for n in range(1, 14):
        n_block = 8 * int(rng.integers(1, 9))
        rows = rng.integers(1, 40, n).tolist()
        yield (
            [(r, n_block * int(rng.integers(1, 5))) for r in rows],
            int(rng.integers(1, 9)),
            n_block,
        )


@exercise(
    "quantization-2",
    shapes,
    hints=(
        "A matrix `(rows, columns)` has `rows * columns / n_block` blocks.",
        "A block takes `n_block * n_bits` bits for its weights and 32 for its two numbers.",
        "Add up the bits of all matrices, and divide by 8.",
    ),
)
def n_bytes(matrices: list[tuple[int, int]], n_bits: int, n_block: int) -> float:
    """Count the bytes of a quantized model.

    - `matrices`: a list of pairs, the rows and columns of each matrix. The
      number of columns is a multiple of n_block.
    - `n_bits`: how many bits each weight keeps.
    - `n_block`: how many neighbouring weights in a row form a block. Each
      block stores two more numbers of 16 bits, a step and a start.

    Returns the bytes of all matrices together. A byte has eight bits.
    `n_bytes([(1, 32)], 4, 32)` is 20.
    """
    blocks = sum(rows * columns // n_block for rows, columns in matrices)
    return blocks * (n_block * n_bits + 32) / 8


@n_bytes.right
def n_bytes_a_weight(matrices: Any, n_bits: int, n_block: int) -> Any:
    weights = sum(int(np.prod(shape)) for shape in matrices)
    return weights * (n_bits + 32 / n_block) / 8


@n_bytes.mistake
def n_bytes_of_weights_alone(matrices: Any, n_bits: int, n_block: int) -> Any:
    return sum(rows * columns for rows, columns in matrices) * n_bits / 8


@n_bytes.mistake
def n_bytes_with_one_number(matrices: Any, n_bits: int, n_block: int) -> Any:
    weights = sum(rows * columns for rows, columns in matrices)
    return weights * (n_bits + 16 / n_block) / 8


@n_bytes.mistake
def n_bytes_with_numbers_for_rows(matrices: Any, n_bits: int, n_block: int) -> Any:
    return sum(rows * (columns * n_bits + 32) for rows, columns in matrices) / 8


@n_bytes.mistake
def n_bytes_in_bits(matrices: Any, n_bits: int, n_block: int) -> Any:
    return n_bytes_a_weight(matrices, n_bits, n_block) * 8
