"""Mixtures in training: the loss by its definition, and what a checkpoint gives back."""

from dataclasses import replace
from itertools import repeat
from pathlib import Path

import numpy as np
import pytest

from lessoncode.model.layers import cross_entropy
from lessoncode.model.mixture import MixtureConfig, MixtureTransformer, balance_loss
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import Batch
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.training.mixtures import batch_loss, dense_and_mixtures, train_mixture

WORDS = Words(["a b c d e f"])
DENSE = Config(WORDS.n_vocab, 8, 1, 1, 1, 6)
CONFIG = MixtureConfig(WORDS.n_vocab, 8, 1, 1, 1, 6, n_expert=4)


def model(seed: int = 0) -> MixtureTransformer:
    return MixtureTransformer.initial(CONFIG, np.random.default_rng(seed), np.float64)


def batch(seed: int = 1) -> Batch:
    ids, targets = np.random.default_rng(seed).integers(WORDS.n_vocab, size=(2, 9, 2))
    weights = np.zeros(ids.shape)
    weights[:, 1] = 1
    return Batch(ids, targets, weights)


def test_the_loss_is_the_sum_of_its_parts() -> None:
    config = replace(CONFIG, n_layer=2, n_active=2)
    it = MixtureTransformer.initial(config, np.random.default_rng(0), np.float64)
    ids, targets, _ = batch()
    ones = np.ones(ids.shape)
    plain_loss = cross_entropy(it(ids), targets).data
    routers = [h for _, place, h in it.stream(ids) if place == "router"]
    even = np.mean([balance_loss(h, 2).data for h in routers])
    assert len(routers) == 2
    for weights in (ones, None):
        for balance in (0, 0.3):
            found = batch_loss(it, Batch(ids, targets, weights), balance).data
            assert found == pytest.approx(plain_loss + balance * even)


def test_places_without_weight_do_not_count() -> None:
    it, (ids, targets, weights) = model(), batch()
    assert weights is not None
    logits = it(ids).data[:, 1]
    p = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    loss = -np.mean([np.log(p[i, token]) for i, token in enumerate(targets[:, 1])])
    places = {place: h.data for _, place, h in it.stream(ids)}
    shares = np.exp(places["router"][:, 1])
    shares /= shares.sum(-1, keepdims=True)
    taken = np.bincount(shares.argmax(-1), minlength=4) / len(ids)
    even = 4 * sum(taken[e] * shares[:, e].mean() for e in range(4))
    for balance in (0, 0.5):
        found = batch_loss(it, Batch(ids, targets, weights), balance).data
        assert found == pytest.approx(loss + balance * even)


def test_nothing_to_learn() -> None:
    ids, targets, _ = batch()
    with pytest.raises(ValueError, match="nothing to learn"):
        batch_loss(model(), Batch(ids, targets, np.zeros(ids.shape)), 0.1)


def test_without_balance_it_is_the_other_loop() -> None:
    ours, theirs = model(), model()
    steps = train_mixture(ours, map(batch, range(8)), 8, 1e-2, balance=0, n_warmup=3)
    others = train(theirs, map(batch, range(8)), 8, 1e-2, n_warmup=3)
    for one, other in zip(steps, others, strict=True):
        assert one == pytest.approx(other)
    for key, p in theirs.parameters.items():
        np.testing.assert_allclose(ours.parameters[key].data, p.data, atol=1e-12)


def test_balance_makes_a_router_even() -> None:
    """Nine places and four experts: with hardly anything else to learn, none is flooded."""
    it, same = model(), batch()
    for _ in train_mixture(it, repeat(same), 80, 1e-2, balance=100, n_warmup=5):
        pass
    places = {place: h.data for _, place, h in it.stream(same.ids)}
    taken = np.bincount(places["router"][:, 1].argmax(-1), minlength=4)
    assert taken.max() <= 4, taken


def test_dense_models_and_mixtures_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dense = Transformer.initial(DENSE, np.random.default_rng(2))
    arrays = arrays_of({"dense 0": dense}) | arrays_of({"mixed 0": model(), "mixed 1": model(1)})
    (tmp_path / "page").mkdir()
    monkeypatch.chdir(tmp_path / "page")
    monkeypatch.setattr(checkpoints, "EXAMPLES", tmp_path)
    checkpoints.save("both", dense, WORDS, **arrays, curve=np.arange(3))
    ours, mixtures = dense_and_mixtures(checkpoints.load("page/both"), CONFIG)
    assert (list(ours), list(mixtures)) == (["dense 0"], ["mixed 0", "mixed 1"])
    for key, p in model(1).parameters.items():
        found = mixtures["mixed 1"].parameters[key].data
        assert found.dtype == np.float32
        np.testing.assert_array_equal(found, p.data.astype(np.float16).astype(np.float32))
    assert ours["dense 0"].parameters["norm"].data.dtype == np.float32


@pytest.mark.parametrize("weight", [-1, np.nan])
def test_weights_that_are_none(weight: float) -> None:
    ids, targets, _ = batch()
    for weights in (np.full(ids.shape, weight), np.where(ids == ids[0, 0], weight, 1.0)):
        with pytest.raises(ValueError, match=f"the least weight is {weight}"):
            batch_loss(model(), Batch(ids, targets, weights), 0.1)


@pytest.mark.parametrize("balance", [-1, np.nan])
def test_a_balance_that_is_none(balance: float) -> None:
    with pytest.raises(ValueError, match=f"balance is {balance}"):
        batch_loss(model(), batch(), balance)
    with pytest.raises(ValueError, match=f"balance is {balance}"):
        next(train_mixture(model(), repeat(batch()), 50, 1e-2, balance))


def test_no_peak() -> None:
    with pytest.raises(ValueError, match="peak is None"):
        # mypy rejects it; a reader without mypy gets the error
        next(train_mixture(model(), repeat(batch()), 50, None, 0.1))  # type: ignore[arg-type]
