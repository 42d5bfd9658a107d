"""The world of facts by frequency, against an enumeration of its sentences."""

import math
from collections import Counter

import numpy as np
import pytest

from lessoncode.model.layers import cross_entropy
from lessoncode.model.transformer import Config, Transformer
from lessoncode.worlds import zipf
from lessoncode.worlds.world import World
from lessoncode.worlds.zipf import ZipfFacts

N = 6  # symbols


@pytest.fixture
def world() -> ZipfFacts:
    return ZipfFacts.drawn(N, 1.0, np.random.default_rng(0))


def enumerated(world: ZipfFacts) -> World:
    """Every sentence, a key and a value, with its probability."""
    sentences: dict[str, float] = {}
    for (a, b), values, p in zip(world.keys, world.values, world.probabilities, strict=True):
        for value in values:
            sentences[f"{a} {b} {value}"] = p / 2
    return World(sentences)


def test_every_pair_of_symbols_has_one_fact(world: ZipfFacts) -> None:
    pairs = sorted(map(tuple, world.keys.tolist()))
    assert pairs == [(a, b) for a in range(N) for b in range(N)]
    assert (world.values[:, 0] != world.values[:, 1]).all()
    assert world.values.min() >= 0 and world.values.max() < N


def test_probabilities_by_hand() -> None:
    p = ZipfFacts.drawn(2, 1.0, np.random.default_rng(0)).probabilities
    # 1, 1/2, 1/3, 1/4 over their sum, 25/12
    assert p == pytest.approx([12 / 25, 6 / 25, 4 / 25, 3 / 25])


def test_the_entropy_is_that_of_sentences_less_that_of_keys(world: ZipfFacts) -> None:
    of_keys = -sum(p * math.log2(p) for p in world.probabilities)
    assert enumerated(world).entropy() - of_keys == pytest.approx(zipf.ENTROPY)


def test_the_exact_excess_is_the_mean_over_all_sentences(world: ZipfFacts) -> None:
    config = Config(N, n_embd=4, n_layer=1, n_head=1, n_kv_head=1, n_hidden=8)
    model = Transformer.initial(config, np.random.default_rng(1), np.float64)
    model.parameters["embedding"].data *= 50  # so that its predictions differ

    def bits(sentence: str) -> float:
        a, b, value = map(int, sentence.split())
        logits = model([[a, b]]).data[0, -1]
        return float(np.log2(np.exp(logits).sum()) - logits[value] / math.log(2))

    expected = enumerated(world).mean(bits) - 1
    assert world.excess(model.frozen()) == pytest.approx(expected)


def test_batches_draw_facts_by_their_probability(world: ZipfFacts) -> None:
    n_drawn = 40_000
    batch = next(world.batches(n_drawn, np.random.default_rng(2)))
    told = Counter(f"{a} {b} {value}" for (a, b), (_, value) in zip(*batch[:2], strict=True))
    expected = enumerated(world).probabilities
    assert set(told) <= set(expected)
    for sentence, p in expected.items():
        deviation = math.sqrt(p * (1 - p) / n_drawn)
        assert told[sentence] / n_drawn == pytest.approx(p, abs=5 * deviation)


def test_only_the_value_counts_in_the_loss(world: ZipfFacts) -> None:
    ids, targets, weights = next(world.batches(8, np.random.default_rng(3)))
    assert (targets[:, 0] == ids[:, 1]).all()
    config = Config(N, n_embd=4, n_layer=1, n_head=1, n_kv_head=1, n_hidden=8)
    model = Transformer.initial(config, np.random.default_rng(1), np.float64)
    assert weights is not None
    whole = cross_entropy(model(ids), targets, weights / weights.sum()).data
    last = cross_entropy(model(ids, last=True), targets[:, 1:]).data
    assert whole == pytest.approx(last)


def test_facts_of_other_shapes_and_what_is_no_probability(world: ZipfFacts) -> None:
    keys, values, p = world.keys, world.values, world.probabilities
    with pytest.raises(ValueError, match=r"keys has the shape \(36, 1\), not \[K, 2\]"):
        ZipfFacts(keys[:, :1], values, p)
    with pytest.raises(ValueError, match=r"values has the shape \(36, 1\), not \[36, 2\]"):
        ZipfFacts(keys, values[:, :1], p)
    with pytest.raises(ValueError, match=r"probabilities has the shape \(1,\), not \[36\]"):
        ZipfFacts(keys, values, p[:1])
    for bad in (p * 2, p * np.nan, p - 1):
        with pytest.raises(ValueError, match="not probabilities"):
            ZipfFacts(keys, values, bad)
