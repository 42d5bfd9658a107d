"""A world of random facts, some of them far more frequent than others.

    >>> from lessoncode.worlds.zipf import ENTROPY, ZipfFacts
    >>> facts = ZipfFacts.drawn(n_symbols=4, exponent=1.0, rng=np.random.default_rng(0))
    >>> facts.keys[0], facts.values[0], facts.probabilities[:3].round(2)
    (array([0, 2]), array([2, 3]), array([0.3 , 0.15, 0.1 ]))
    >>> batch = next(facts.batches(n_batch=8, rng=np.random.default_rng(0)))

A fact is a key of two symbols and two values of one symbol, drawn at random. A text is a key and
one of its values, chosen by a coin. The r-th most frequent fact has the probability

    p(r) = r^-a / (1^-a + 2^-a + ... + K^-a)

A model that knows the facts cannot know the coin: the value after a key costs it one bit. One that
knows only how frequent each value is pays about log2 of the number of symbols. The facts can be
listed, so a model's loss in this world is an exact sum.

Source: Zipf 1949, "Human Behavior and the Principle of Least Effort", for the frequencies of words.

Checked against: enumeration as a `world.World`.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from lessoncode.model.checks import count, distribution, number, shape
from lessoncode.model.layers import Ids, log_prob
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Transformer
from lessoncode.training.batches import Batch

ENTROPY = 1.0  # bits of the coin
CHUNK = 1024  # facts at a time, so that they stay in the cache


@dataclass(frozen=True)
class ZipfFacts:
    """Keys [K, 2], their two values [K, 2], and probabilities [K].

    Raises ValueError for other shapes or unless probabilities sum to 1.
    """

    keys: Ids
    values: Ids
    probabilities: Array

    def __post_init__(self) -> None:
        shape("keys", self.keys, "K", 2)
        shape("values", self.values, len(self.keys), 2)
        shape("probabilities", self.probabilities, len(self.keys))
        distribution(self.probabilities)

    @classmethod
    def drawn(
        cls,
        n_symbols: int,
        exponent: float,
        rng: np.random.Generator,
    ) -> Self:
        """A fact for every pair of symbols, in a random order.

        The r-th has a probability proportional to r^-exponent.
        """
        count(2, n_symbols=n_symbols)
        number(exponent=exponent)
        n = n_symbols**2
        order = rng.permutation(n)
        keys = np.stack([order // n_symbols, order % n_symbols], 1)
        first = rng.integers(n_symbols, size=n)
        # The second value is `step` after the first, so it differs.
        step = rng.integers(1, n_symbols, size=n)
        values = np.stack([first, (first + step) % n_symbols], 1)
        p = np.arange(1, n + 1) ** -exponent
        return cls(keys, values, p / p.sum())

    def batches(
        self,
        n_batch: int,
        rng: np.random.Generator,
    ) -> Iterator[Batch]:
        """Yield batches endlessly; only the values are learned."""
        count(n_batch=n_batch)
        bounds = np.cumsum(self.probabilities)
        weights = np.zeros((n_batch, 2), np.float32)
        weights[:, 1] = 1
        while True:
            i = np.searchsorted(
                bounds,
                rng.random(n_batch) * bounds[-1],
            )
            coins = rng.integers(2, size=n_batch)
            told = self.values[i, coins]
            keys = self.keys[i]
            targets = np.stack([keys[:, 1], told], 1)
            yield Batch(keys, targets, weights)

    def costs(self, model: Transformer) -> Array:
        """The mean bits that each fact's value costs the model: [K]."""
        costs = np.zeros(len(self.keys))
        for start in range(0, len(self.keys), CHUNK):
            part = slice(start, start + CHUNK)
            logits = model(self.keys[part], last=True)
            for value in self.values[part].T:
                log_p = log_prob(logits, value[:, None]).data[:, 0]
                costs[part] -= log_p / 2
        return costs / math.log(2)

    def excess(self, model: Transformer) -> float:
        """By how many bits a model's loss exceeds the entropy."""
        return float(self.probabilities @ self.costs(model)) - ENTROPY
