"""The facts that are told again: against a world, and counts by hand."""

import math

import numpy as np
import pytest

from lessoncode.model.transformer import Config, Transformer
from lessoncode.worlds import retold
from lessoncode.worlds.world import World


def model() -> Transformer:
    """One that has learned nothing, with logits that differ."""
    n = retold.WORDS.n_vocab
    config = Config(n, n_embd=8, n_layer=1, n_head=2, n_kv_head=2, n_hidden=8)
    untrained = Transformer.initial(config, np.random.default_rng(0), np.float64)
    untrained.parameters["embedding"].data *= 20
    return untrained


def test_the_facts() -> None:
    assert len(set(retold.STATEMENTS)) == 49 and "peru: lima." in retold.STATEMENTS
    assert sorted(set(retold.TOLD.tolist())) == [1, 2, 4, 8, 16, 32, 64]
    assert retold.TOLD.sum() == 7 * 127 == 889
    assert retold.WORDS.n_vocab == 2 * 49 + 1


def test_counts_by_hand() -> None:
    a, b = retold.IDS[:2].tolist()
    wrong = [a[0], b[1]]
    found = retold.counts([a, b, a, wrong, [], [*a, a[0]]])
    assert found[:2].tolist() == [2, 1] and found.sum() == 3
    assert retold.named([a, b], 1) == [retold.STATEMENTS[0]]


def test_texts_are_drawn_by_their_shares() -> None:
    n = 50_000
    found = retold.counts(retold.drawn(retold.SHARES, n, np.random.default_rng(1)))
    deviations = np.sqrt(retold.SHARES / n)
    assert (np.abs(found / n - retold.SHARES) < 5 * deviations).all()


def test_a_row_ends() -> None:
    end = retold.WORDS.end_id
    (row,) = retold.rows([[3, 4]])
    assert row.ids == [end, 3, 4, end] and row.learned == [False, True, True, True]


def test_probabilities_by_a_walk_through_the_sentence() -> None:
    untrained, end = model(), retold.WORDS.end_id
    found = retold.probabilities(untrained)
    for place in (0, 17, 48):
        ids, p = [end], 1.0
        for token in (*retold.IDS[place].tolist(), end):
            logits = untrained([ids]).data[0, -1]
            p *= math.exp(logits[token]) / np.exp(logits).sum()
            ids.append(token)
        assert found[place] == pytest.approx(p)
    truth = World(dict(zip(retold.STATEMENTS, retold.SHARES.tolist(), strict=True)))
    assert truth.entropy() == pytest.approx(-(retold.SHARES * np.log2(retold.SHARES)).sum())


def test_what_a_model_writes_ends_or_is_cut() -> None:
    text = retold.written(model(), 200, np.random.default_rng(2))
    assert len(text) == 200 and max(map(len, text)) <= retold.LONGEST
    assert all(retold.WORDS.end_id not in statement for statement in text)
