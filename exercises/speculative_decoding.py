"""Exercises of the page on speculative decoding."""

from collections.abc import Iterator
from itertools import accumulate
from operator import mul
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def pairs(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Two predictions of one next token."""
    yield np.array([0.5, 0.5]), np.array([0.9, 0.1])
    yield np.array([0.9, 0.1]), np.array([0.5, 0.5])
    yield np.array([0.0, 1.0]), np.array([1.0, 0.0])
    yield np.array([0.2, 0.3, 0.5]), np.array([0.2, 0.6, 0.2])
    for n in range(2, 16):
        p, q = rng.dirichlet(np.full(n, 0.5), 2)
        yield p, q


@exercise(
    "speculative-decoding-1",
    pairs,
    hints=(
        "x is guessed with probability `q[x]`, and kept with probability `min(1, p[x] / q[x])`. "
        "Their product is `min(q[x], p[x])`.",
        "The probability that any guess is kept is the sum of these minima over all x. A guess is "
        "rejected with probability 1 minus that sum.",
        "After a rejection, x is drawn with `max(0, p[x] - q[x])` divided by the sum of these "
        "over all x. The second number for x is the probability of a rejection times that.",
    ),
)
def two_ways(p: Array, q: Array) -> tuple[Array, Array]:
    """Compute the probabilities of the two ways to get a token.

    - `p`: an array [n], the larger model's probabilities of the next
      token.
    - `q`: an array [n], the draft's probabilities, which differ from p.

    One token is guessed from q and checked. Returns two arrays [n].
    The first holds the probability that each token is guessed and kept.
    The second holds the probability that a guess is rejected and the
    token is drawn in its place. Their sum should look familiar.
    `two_ways([.5, .5], [.9, .1])` is `([.5, .1], [0, .4])`.
    """
    kept = np.minimum(p, q)
    return kept, p - kept


@two_ways.right
def two_ways_by_the_rule(p: Any, q: Any) -> Any:
    keep = np.array([min(1.0, a / b) if b > 0 else 0.0 for a, b in zip(p, q, strict=True)])
    refused = float((q * (1 - keep)).sum())
    rest = np.clip(p - q, 0, None)
    return [q * keep, refused * rest / rest.sum()]


@two_ways.mistake
def two_ways_from_p(p: Any, q: Any) -> Any:
    """Draws from p itself after a rejection."""
    kept = np.minimum(p, q)
    return kept, (1 - kept.sum()) * p


@two_ways.mistake
def two_ways_undivided(p: Any, q: Any) -> Any:
    kept = np.minimum(p, q)
    return kept, (1 - kept.sum()) * np.maximum(p - q, 0)


@two_ways.mistake
def two_ways_without_the_guess(p: Any, q: Any) -> Any:
    """The probability of keeping a guess, not of making and keeping it."""
    keep = np.minimum(1, p / np.maximum(q, 1e-300))
    return keep, p - np.minimum(p, q)


@two_ways.mistake
def two_ways_turned_round(p: Any, q: Any) -> Any:
    kept = np.minimum(p, q)
    return kept, q - kept


@two_ways.mistake
def two_ways_given_a_refusal(p: Any, q: Any) -> Any:
    kept = np.minimum(p, q)
    return kept, (p - kept) / (p - kept).sum()


def chances(rng: np.random.Generator) -> Iterator[tuple[list[float]]]:
    """Chances that the first guess is kept, the second, and so on."""
    yield ([],)
    yield ([0.5],)
    yield ([1.0, 1.0],)
    yield ([0.5, 0.5],)
    yield ([0.0, 1.0, 1.0],)
    for n in range(1, 12):
        yield (rng.random(n).tolist(),)


@exercise(
    "speculative-decoding-2",
    chances,
    hints=(
        "A pass always gives one token: the larger model's own, after the guesses that were kept.",
        "The second guess adds a token only if both the first and the second are kept. Its share "
        "is the product of the two probabilities.",
        "Multiply from the left, add the product after each guess, and begin the sum with 1.",
    ),
)
def tokens_a_pass(chances: list[float]) -> float:
    """Compute how many tokens a pass yields on average.

    - `chances`: a list of probabilities. The first is the probability
      that the first guess is kept. Each later one is the probability
      that its guess is kept if all guesses before it were kept. The
      list may be empty.

    Returns the mean number of tokens that the pass yields: the
    guesses before the first rejected one, and one more.
    `tokens_a_pass([.5, .5])` is 1.75.
    """
    return float(1 + sum(accumulate(chances, mul)))


@tokens_a_pass.right
def tokens_a_pass_by_lengths(chances: Any) -> Any:
    """The mean over the place at which the first rejection comes."""
    mean, so_far = 0.0, 1.0
    for i, chance in enumerate(chances):
        mean += so_far * (1 - chance) * (i + 1)
        so_far *= chance
    return mean + so_far * (len(chances) + 1)


@tokens_a_pass.right
def tokens_a_pass_from_the_end(chances: Any) -> Any:
    total = 1.0
    for chance in reversed(chances):
        total = 1 + chance * total
    return np.float64(total)


@tokens_a_pass.mistake
def tokens_a_pass_alone(chances: Any) -> Any:
    """Counts a guess also behind one that was rejected."""
    return 1 + sum(chances)


@tokens_a_pass.mistake
def tokens_a_pass_without_the_last(chances: Any) -> Any:
    return sum(accumulate(chances, mul))


@tokens_a_pass.mistake
def tokens_a_pass_of_all(chances: Any) -> Any:
    """All or nothing."""
    return 1 + len(chances) * float(np.prod(chances))


@tokens_a_pass.mistake
def tokens_a_pass_by_the_mean(chances: Any) -> Any:
    mean = float(np.mean(chances)) if chances else 0.0
    return sum(mean**i for i in range(len(chances) + 1))
