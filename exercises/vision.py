"""Exercises of the page on vision-language models."""

import math
from collections.abc import Iterator

import numpy as np

from lessoncode.grading.exercise import exercise

Picture = list[list[float]]


def pictures(rng: np.random.Generator) -> Iterator[tuple[Picture, int]]:
    """One patch, a row, a column, and random pictures with patches of every size."""
    yield [[1, 2], [3, 4]], 2
    yield [[1, 2], [3, 4]], 1
    yield [[1, 2, 5, 6], [3, 4, 7, 8]], 2
    yield [[1, 2], [3, 4], [5, 6], [7, 8]], 2
    for size in (1, 2, 3, 4):
        for _ in range(4):
            down, across = rng.integers(1, 5, 2)
            pixels = rng.integers(0, 10, (down * size, across * size))
            yield pixels.tolist(), size


@exercise(
    "vision-1",
    pictures,
    hints=(
        "The first patch has the first `size` numbers of each of the first `size` rows. Which "
        "rows and columns does the second one have?",
        "`for top in range(0, len(picture), size)`: and the same for left, within it.",
        "A patch is `[pixel for row in picture[top : top + size] for pixel in row[left : left + "
        "size]]`.",
    ),
)
def patches(picture: list[list[float]], size: int) -> list[list[float]]:
    """Cut a picture into patches, and write each as one list of pixels.

    - `picture`: rows of pixels, all of the same length.
    - `size`: the width and height of a patch, in pixels. The picture's
      width and height are multiples of it.

    Returns the patches in reading order: from left to right, then from
    top to bottom. Within a patch, pixels are in reading order as well.
    `patches([[1, 2, 5, 6], [3, 4, 7, 8]], 2)` is
    `[[1, 2, 3, 4], [5, 6, 7, 8]]`.
    """
    return [
        [pixel for row in picture[top : top + size] for pixel in row[left : left + size]]
        for top in range(0, len(picture), size)
        for left in range(0, len(picture[0]), size)
    ]


@patches.right
def patches_by_numpy(picture: Picture, size: int) -> Picture:
    pixels = np.array(picture)
    down, across = pixels.shape[0] // size, pixels.shape[1] // size
    cut = pixels.reshape(down, size, across, size).swapaxes(1, 2)
    found: Picture = cut.reshape(down * across, size * size).tolist()
    return found


@patches.mistake
def patches_without_a_swap(picture: Picture, size: int) -> Picture:
    """Cuts the picture into strips of pixels that follow each other."""
    found: Picture = np.array(picture).reshape(-1, size * size).tolist()
    return found


@patches.mistake
def patches_column_by_column(picture: Picture, size: int) -> Picture:
    """Goes from top to bottom first."""
    across = len(picture[0]) // size
    found = patches_by_numpy(picture, size)
    return [patch for left in range(across) for patch in found[left::across]]


@patches.mistake
def patches_turned(picture: Picture, size: int) -> Picture:
    """Has the pixels of a patch column by column."""
    found = patches_by_numpy(picture, size)
    return [np.array(p).reshape(size, size).T.ravel().tolist() for p in found]


def sightings(rng: np.random.Generator) -> Iterator[tuple[float, list[float], list[float], float]]:
    """A clear shape, a clear gap, no evidence at all, and random pixels."""
    ring = [0.0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0]
    yield 0.5, [1.0, 1.0], [1.0, 1.0], 1.0
    yield 0.5, [0.0, 0.0], [1.0, 1.0], 1.0
    yield 0.9, [0.5, 0.5], [1.0, 1.0], 1.0
    yield 0.9, [0.0, 0.0], [1.0, 1.0], 2.0
    yield 0.5, ring, ring, 0.5
    for _ in range(12):
        noise = float(rng.choice([0.6, 1.0, 1.5]))
        there = rng.random() < 0.5
        pixels = np.array(ring) * there + noise * rng.normal(size=16)
        yield float(rng.uniform(0.05, 0.95)), pixels.round(2).tolist(), ring, noise


@exercise(
    "vision-2",
    sightings,
    hints=(
        "By Bayes' rule, the odds after looking are the odds before, `p / (1 - p)`, times the "
        "likelihood ratio. Odds become a probability by `odds / (1 + odds)`.",
        "The likelihood of pixels x, if they would be m without noise, is proportional to "
        "`exp(-sum((x - m)**2) / (2 * noise**2))`. Without the shape, each m is 0.",
        "The logarithm of the ratio is `(sum(x**2) - sum((x - m)**2)) / (2 * noise**2)`.",
    ),
)
def p_there(p: float, pixels: list[float], shape: list[float], noise: float) -> float:
    """How probable is it that a shape is there, given noisy pixels?

    - `p`: the probability before looking, between 0 and 1.
    - `pixels`: the pixels that we see.
    - `shape`: what each pixel would be without noise if the shape is there.
      If it isn't there, each would be 0.
    - `noise`: the standard deviation of the normal noise on each pixel.

    `p_there(0.5, [1.0, 1.0], [1.0, 1.0], 1.0)` is 0.7311 (rounded).
    """
    x, m = np.array(pixels), np.array(shape)
    log_ratio = ((x**2).sum() - ((x - m) ** 2).sum()) / (2 * noise**2)
    return float(1 / (1 + (1 - p) / p * np.exp(-log_ratio)))


@p_there.right
def p_there_by_likelihoods(
    p: float, pixels: list[float], shape: list[float], noise: float
) -> float:
    def density(means: list[float]) -> float:
        squares = sum((x - m) ** 2 for x, m in zip(pixels, means, strict=True))
        return math.exp(-squares / (2 * noise**2))

    there, gone = p * density(shape), (1 - p) * density([0.0] * len(shape))
    return there / (there + gone)


@p_there.mistake
def p_there_without_the_odds_before(
    p: float, pixels: list[float], shape: list[float], noise: float
) -> float:
    """Believes the pixels alone."""
    return p_there_by_likelihoods(0.5, pixels, shape, noise)


@p_there.mistake
def p_there_without_a_square(
    p: float, pixels: list[float], shape: list[float], noise: float
) -> float:
    """Divides by 2 noise instead of 2 noise squared."""
    return p_there_by_likelihoods(p, pixels, shape, noise**0.5)


@p_there.mistake
def p_there_as_a_likelihood(
    p: float, pixels: list[float], shape: list[float], noise: float
) -> float:
    """Multiplies the probability by the ratio of the likelihoods, and does not divide."""
    x, m = np.array(pixels), np.array(shape)
    log_ratio = ((x**2).sum() - ((x - m) ** 2).sum()) / (2 * noise**2)
    return float(p * np.exp(log_ratio))
