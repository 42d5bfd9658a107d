"""Exercises of the page on knowledge in the weights."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.measures.information import kl_divergence
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Array


def facts(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """A fact known, one mistaken, one known and one not, and many."""
    yield np.array([[np.log(3), 0.0]]), np.array([0])
    yield np.array([[np.log(3), 0.0]]), np.array([1])
    yield np.array([[0.0, 0.0], [np.log(3), 0.0]]), np.array([0, 0])
    for n_facts in range(2, 20):
        n_values = int(rng.integers(2, 33))
        logits = rng.normal(0, 2, (n_facts, n_values))
        yield logits, rng.integers(n_values, size=n_facts)


@exercise(
    "knowledge-1",
    facts,
    hints=(
        "A value costs the model -log2 p bits. Here p is the softmax of a row of logits.",
        "The logarithm of a softmax is `logits - log(sum(exp(logits)))`. The sum is over one row.",
        "`np.log` is the natural logarithm. For bits, divide it by `np.log(2)` or use `np.log2`. "
        "The model has stored `log2(n_values) + log2 p(value)` bits of each fact. Add them up.",
    ),
)
def stored(logits: Array, values: Array) -> float:
    """Count how many bits of random facts a model has stored.

    - `logits`: an array [n_facts, n_values]. Each row holds the
      model's logits for all values after the key of one fact.
    - `values`: an array [n_facts], the index of each right value. When
      these were drawn, all values were equally likely.

    A model that knows nothing needs `log2(n_values)` bits for a value. The
    bits that the model saves are what it has stored. If it needs more, the
    count is negative.
    Returns the total over all facts. It is about 0.585 for
    `stored([[0, 0], [log(3), 0]], [0, 0])`, all from the second fact.
    """
    n_values = logits.shape[1]
    right = np.eye(n_values)[values]
    nothing = np.full(n_values, 1 / n_values)
    model = next_token_probabilities(logits)
    cost = kl_divergence(right, model)
    return float((kl_divergence(right, nothing) - cost).sum())


@stored.right
def stored_by_words(logits: Array, values: Array) -> float:
    """In plain Python, one fact at a time."""
    total = 0.0
    for row, value in zip(logits.tolist(), values.tolist(), strict=True):
        p = math.exp(row[value]) / sum(map(math.exp, row))
        total += math.log2(p * len(row))
    return total


def log_p(logits: Array, values: Array) -> Array:
    exp = np.exp(logits)
    p: Array = (exp / exp.sum(1, keepdims=True))[np.arange(len(values)), values]
    return np.log(p)


@stored.mistake
def stored_in_nats(logits: Array, values: Array) -> float:
    return float((np.log(logits.shape[1]) + log_p(logits, values)).sum())


@stored.mistake
def stored_on_average(logits: Array, values: Array) -> float:
    return stored_by_words(logits, values) / len(values)


@stored.mistake
def stored_never_below_0(logits: Array, values: Array) -> float:
    bits = np.log2(logits.shape[1]) + log_p(logits, values) / np.log(2)
    return float(np.maximum(bits, 0).sum())


@stored.mistake
def stored_without_softmax(logits: Array, values: Array) -> float:
    right = logits[np.arange(len(values)), values]
    return float((np.log2(logits.shape[1]) + right / np.log(2)).sum())


@stored.mistake
def stored_as_loss(logits: Array, values: Array) -> float:
    return float(-log_p(logits, values).sum() / np.log(2))


Statement = tuple[str, str]


def told(rng: np.random.Generator) -> Iterator[tuple[list[Statement]]]:
    """One statement, two that agree, two that do not, then many."""
    yield ([("france", "paris")],)
    yield ([("france", "paris"), ("italy", "rome"), ("france", "paris")],)
    yield ([("france", "lyon"), ("france", "paris"), ("france", "lyon")],)
    yield ([("france", "lyon"), ("italy", "rome"), ("france", "paris"), ("france", "lyon")],)
    cities = ["paris", "lyon", "nice", "rome", "milan"]
    for n in range(4, 24):
        countries = rng.choice(["france", "italy", "spain"], n).tolist()
        yield (list(zip(countries, rng.choice(cities, n).tolist(), strict=True)),)


@exercise(
    "knowledge-2",
    told,
    hints=(
        "Take one country at a time. Statements about other countries don't matter.",
        "The loss is lowest if the probabilities equal the shares in the text. Count how often "
        "each city is named with the country.",
        "Divide each count by the number of statements about the country.",
    ),
)
def learned(statements: list[Statement]) -> dict[Statement, float]:
    """Predict what a model learns from reading these statements.

    - `statements`: a list of pairs such as `("france", "paris")`. Some are
      true, some are false, and some occur several times.

    Returns a dictionary. For each distinct pair, it has the
    probability that the model gives to the city when asked for the
    capital of the country. Assume that the model has room for
    everything, and that its loss is as low as possible. If Lyon occurs
    once as the capital of France, and Paris three times, the answer is
    `{("france", "lyon"): 0.25, ("france", "paris"): 0.75}`.
    """
    countries = [country for country, _ in statements]
    return {pair: statements.count(pair) / countries.count(pair[0]) for pair in statements}


@learned.right
def learned_by_counters(statements: Any) -> Any:
    """Count pairs and countries on the way."""
    pairs: dict[Any, int] = {}
    countries: dict[str, int] = {}
    for country, city in statements:
        pairs[country, city] = pairs.get((country, city), 0) + 1
        countries[country] = countries.get(country, 0) + 1
    return {pair: n / countries[pair[0]] for pair, n in pairs.items()}


@learned.mistake
def learned_of_all(statements: Any) -> Any:
    """Shares of the whole text, not of the country's part."""
    return {pair: statements.count(pair) / len(statements) for pair in statements}


@learned.mistake
def learned_by_majority(statements: Any) -> Any:
    """As if the more frequent statement won outright."""
    found: dict[Any, float] = {}
    for pair in statements:
        rivals = [other for other in statements if other[0] == pair[0]]
        most = max(rivals, key=rivals.count)
        found[pair] = float(pair == most)
    return found


@learned.mistake
def learned_each_alike(statements: Any) -> Any:
    """As if each different statement counted once."""
    return learned_by_counters(list(dict.fromkeys(statements)))
