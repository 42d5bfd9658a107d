"""Exercises of the page on surprise in bits."""

from collections.abc import Iterator, Sequence
from math import exp, fsum, log, log2
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.measures.information import entropy, kl_divergence
from lessoncode.model.layers import log_prob
from lessoncode.model.tensor import Array, Tensor


def texts(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Small scores, and from the fifth case on also large ones."""
    yield np.array([[0.0, 0.0]]), np.array([0])
    yield np.array([[2.0, 0.0, 0.0]]), np.array([0])
    yield np.array([[1.0, 0.0], [2.0, 0.0], [0.0, 3.0]]), np.array([0, 0, 0])
    yield np.array([[1.0, 3.0, 0.0], [0.0, 2.0, 0.0]]), np.array([0, 2])
    yield np.array([[1000.0, 1000.0]]), np.array([1])
    yield np.array([[-1000.0, -1000.0], [0.0, 1.0]]), np.array([0, 0])
    yield np.array([[1000.0, 0.0]]), np.array([1])
    yield np.array([[1000.0, 0.0], [-1000.0, 1000.0]]), np.array([1, 0])
    for size in range(2, 30):
        logits = rng.normal(size=(rng.integers(1, 9), size))
        yield logits, rng.integers(size, size=len(logits))


@exercise(
    "perplexity-1",
    texts,
    hints=(
        "Apply softmax to each row. The surprise of a token is -log2 of its probability. "
        "`logits[np.arange(len(targets)), targets]` picks one number from each row.",
        "e to the power of 1000 is too large for the computer. Softmax stays the same if you first "
        "subtract the largest number of each row from all numbers of that row.",
        "The logarithm of e to the power of x is x. Don't take the logarithm of a quotient, which "
        "may be 0. Instead add up e to the power of each score in the row: -log p is the logarithm "
        "of this sum, minus the target's logit. Divide by log 2 to get bits.",
    ),
)
def surprise(logits: Array, targets: Array) -> Array:
    """Compute the surprise at each token of a text, in bits.

    - `logits`: an array [n, n_vocab]. Row i holds the model's scores
      for every token that could appear at position i. A score may
      be 1000 or -1000, so the actual token may have a tiny
      probability.
    - `targets`: an array [n], the ids of the tokens that did appear.

    Returns an array [n], the surprise at each token in bits. With
    logits of `[0, 0]`, it is 1 bit at either token; with `[1000, 0]`, it is
    0 bits at the first and 1442.695 at the second.
    """
    nats: Array = log_prob(Tensor(logits), targets).data
    bits: Array = np.abs(nats) / np.log(2)
    return bits


Row = Sequence[float]


@surprise.right
def surprise_by_sum(logits: Sequence[Row], targets: Sequence[int]) -> list[float]:
    """1 / p is a sum of powers of differences, the largest taken out."""
    costs = []
    for row, target in zip(logits, targets, strict=True):
        top = max(row)
        total = fsum(exp(x - top) for x in row)
        costs.append(log2(total) + (top - row[target]) * log2(np.e))
    return costs


@surprise.right
def surprise_by_logaddexp(logits: Any, targets: Any) -> Any:
    whole = np.logaddexp.reduce(logits, axis=1)
    return (whole - np.take_along_axis(logits, targets[:, None], 1)[:, 0]) / log(2)


def softmax(logits: Any, axis: int = -1) -> Any:
    with np.errstate(all="ignore"):
        powers = np.exp(logits)
        return powers / powers.sum(axis, keepdims=True)


def cost(p: Any, targets: Any) -> Any:
    with np.errstate(all="ignore"):
        return -np.log2(p[np.arange(len(targets)), targets])


@surprise.mistake
def surprise_that_overflows(logits: Any, targets: Any) -> Any:
    return cost(softmax(logits), targets)


@surprise.mistake
def surprise_of_zero(logits: Any, targets: Any) -> Any:
    return cost(softmax(logits - logits.max(1, keepdims=True)), targets)


@surprise.mistake
def surprise_in_nats(logits: Any, targets: Any) -> Any:
    return np.array(surprise_by_sum(logits, targets)) * log(2)


@surprise.mistake
def surprise_by_columns(logits: Any, targets: Any) -> Any:
    return cost(softmax(logits - logits.max(), 0), targets)


@surprise.mistake
def surprise_on_average(logits: Any, targets: Any) -> Any:
    return np.mean(surprise_by_sum(logits, targets))


def worlds(rng: np.random.Generator) -> Iterator[tuple[dict[str, float], dict[str, float]]]:
    """A world of sentences, and what a model gives to each: never nothing, often less than all."""
    even = {"rain": 0.5, "snow": 0.5}
    yield even, {"rain": 0.5, "snow": 0.25}
    yield even, dict(even)
    yield {"rain": 0.75, "snow": 0.25}, even
    yield {"rain": 1.0}, {"rain": 0.125}
    for size in range(2, 22):
        names = [f"sentence {i}" for i in rng.permutation(size)]
        truth, guess = rng.dirichlet(np.ones(size)), rng.dirichlet(np.ones(size + 1))[:size]
        given = dict(zip(names, guess.tolist(), strict=True))
        order = rng.permutation(names).tolist()
        yield dict(zip(names, truth.tolist(), strict=True)), {name: given[name] for name in order}


@exercise(
    "perplexity-2",
    worlds,
    hints=(
        "The surprise at a sentence is -log2 of its probability. The world decides how often each "
        "sentence occurs, so every mean is weighted by the world's probabilities.",
        "The floor is the mean surprise of someone who knows the world's own probabilities. "
        "The model's loss is the mean of its own surprise, with the same weights.",
        "Look up the model's probability by sentence: the model's dict may have a different order. "
        "Subtract the floor from the model's loss.",
    ),
)
def floor_and_above(world: dict[str, float], model: dict[str, float]) -> tuple[float, float]:
    """Compute the floor of a world, and how far above it a model is.

    - `world`: a dict of all possible sentences, each with its true
      probability, which is more than 0.
    - `model`: a dict of the same sentences in any order, each with the
      probability that the model gives it, more than 0. These may
      sum to less than 1: the model gives the rest to other sentences.

    Returns two numbers, in bits per sentence: the floor, and how far
    the model's loss is above it. For example, the dicts
    `{"rain": 0.5, "snow": 0.5}` and `{"rain": 0.5, "snow": 0.25}` give
    `(1, 0.5)`.
    """
    p = [*world.values(), 0.0]  # the last is all that never comes
    q = [*(model[sentence] for sentence in world), max(0.0, 1 - fsum(model.values()))]
    return float(entropy(p)), float(kl_divergence(p, q))


@floor_and_above.right
def floor_by_powers(world: dict[str, float], model: dict[str, float]) -> list[float]:
    """A mean of logarithms is the logarithm of a product of powers."""
    floor = -log2(np.prod([p**p for p in world.values()]))
    return [floor, -log2(np.prod([model[s] ** p for s, p in world.items()])) - floor]


@floor_and_above.mistake
def floor_with_the_models_weights(world: dict[str, float], model: dict[str, float]) -> Any:
    return floor_by_powers(model, world)


@floor_and_above.mistake
def floor_in_nats(world: dict[str, float], model: dict[str, float]) -> Any:
    return [x * log(2) for x in floor_by_powers(world, model)]


@floor_and_above.mistake
def floor_unweighted(world: dict[str, float], model: dict[str, float]) -> Any:
    floor = fsum(-log2(p) for p in world.values()) / len(world)
    return floor, fsum(-log2(q) for q in model.values()) / len(world) - floor


@floor_and_above.mistake
def floor_in_another_order(world: dict[str, float], model: dict[str, float]) -> Any:
    return floor_by_powers(world, dict(zip(world, model.values(), strict=True)))


@floor_and_above.mistake
def floor_not_taken_off(world: dict[str, float], model: dict[str, float]) -> Any:
    floor, above = floor_by_powers(world, model)
    return floor, floor + above
