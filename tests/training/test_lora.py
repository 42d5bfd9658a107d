"""LoRA: against the two thin products beside each matrix, central differences, hand counts."""

import numpy as np
import pytest

from lessoncode.model.layers import cross_entropy
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Batch
from lessoncode.training.loop import train
from lessoncode.training.lora import MATRICES, LowRank

CONFIG = Config(11, 8, 2, 2, 1, 6)
IDS = np.array([[1, 5, 3, 0, 2], [4, 4, 9, 10, 7]])


def pair(rank: int = 3, alpha: float = 2.0) -> tuple[Transformer, LowRank]:
    """A base of lively weights, and additions that are not 0."""
    rng = np.random.default_rng(0)
    weights = {k: rng.normal(0, 0.5, shape) for k, shape in CONFIG.shapes().items()}
    base = Transformer(CONFIG, weights)
    model = LowRank(base, rank, rng, alpha)
    for p in model.parameters.values():
        p.data[...] = rng.normal(0, 0.3, p.shape)
    return base, model


def loss_of(model: LowRank) -> float:
    return float(cross_entropy(model(IDS[:, :-1]), IDS[:, 1:]).data)


def test_it_begins_at_the_base() -> None:
    base = Transformer.initial(CONFIG, np.random.default_rng(1))
    model = LowRank(base, 2, np.random.default_rng(2))
    np.testing.assert_array_equal(model(IDS).data, base(IDS).data)
    assert all((p.data == 0).all() for k, p in model.parameters.items() if k.endswith(".b"))
    assert all((p.data != 0).all() for k, p in model.parameters.items() if k.endswith(".a"))


def test_each_matrix_is_the_sum_by_hand() -> None:
    """Row by row: W' x = W x + (alpha / r) B (A x)."""
    base, model = pair(rank=3, alpha=2.0)
    rng = np.random.default_rng(3)
    for name, p in model.merged().parameters.items():
        w = base.parameters[name].data
        if not name.endswith(MATRICES):
            np.testing.assert_array_equal(p.data, w)
            continue
        a, b = (model.parameters[f"{name}.{part}"].data for part in "ab")
        x = rng.normal(size=w.shape[1])
        thin = [row @ x + 2 / 3 * (b[i] @ (a @ x)) for i, row in enumerate(w)]
        np.testing.assert_allclose(p.data @ x, thin, atol=1e-12)


def test_merged_gives_the_same_logits_and_shares_nothing() -> None:
    base, model = pair()
    merged = model.merged()
    np.testing.assert_array_equal(merged(IDS).data, model(IDS).data)
    before = base.parameters["embedding"].data.copy()
    for p in merged.parameters.values():
        p.data += 1
    np.testing.assert_array_equal(base.parameters["embedding"].data, before)


def test_gradients_are_slopes() -> None:
    _, model = pair()
    cross_entropy(model(IDS[:, :-1]), IDS[:, 1:]).backward()
    for name in ("layers.0.qkv.a", "layers.0.attention_out.b", "layers.1.down.a"):
        p = model.parameters[name]
        slopes: Array = np.empty_like(p.data)
        for place in np.ndindex(p.shape):
            ends = []
            for step in (1e-6, -1e-6):
                p.data[place] += step
                ends.append(loss_of(model))
                p.data[place] -= step
            slopes[place] = (ends[0] - ends[1]) / 2e-6
        assert p.grad is not None
        np.testing.assert_allclose(p.grad, slopes, atol=1e-7)


def test_training_moves_the_additions_alone() -> None:
    base = Transformer.initial(CONFIG, np.random.default_rng(1), np.float64)
    kept = {k: p.data.copy() for k, p in base.parameters.items()}
    model = LowRank(base, 1, np.random.default_rng(2))
    batch = Batch(IDS[:, :-1], IDS[:, 1:])
    losses = [step.loss for step in train(model, [batch] * 60, 60, 0.05)]
    assert losses[-1] < losses[0] - 0.05
    for name, w in kept.items():
        np.testing.assert_array_equal(base.parameters[name].data, w)
    for name in (k for k in kept if k.endswith(MATRICES)):
        change = model.merged().parameters[name].data - kept[name]
        assert np.linalg.matrix_rank(change, tol=1e-9) == 1


def test_a_cache_changes_nothing() -> None:
    _, model = pair()
    it = model.frozen()
    cache = it.cache(2, 5)
    steps = [it(IDS[:, i : i + 1], cache).data for i in range(5)]
    np.testing.assert_allclose(np.concatenate(steps, 1), model(IDS).data, atol=1e-12)
    whole = it(IDS).data
    np.testing.assert_array_equal(it(IDS, last=True).data, whole[:, -1:])
    assert it.hidden(IDS).shape == (2, 5, 8)


def test_counted_by_hand() -> None:
    """qkv 16 by 8, out 8 by 8, gate and up 12 by 8, down 8 by 6; the sides count, in two layers."""
    _, model = pair(rank=3)
    assert model.n_parameters == 2 * 3 * (16 + 8 + 8 + 8 + 12 + 8 + 8 + 6)


def test_a_rank_of_0_is_refused() -> None:
    base, _ = pair()
    with pytest.raises(ValueError, match="rank is 0"):
        LowRank(base, 0, np.random.default_rng(0))


def test_a_base_without_matrices_is_refused() -> None:
    with pytest.raises(ValueError, match="the base has no matrix to add to"):
        # mypy rejects a table; a reader without mypy gets the error
        LowRank(Table(np.zeros((3, 3))), 1, np.random.default_rng(0))  # type: ignore[arg-type]
