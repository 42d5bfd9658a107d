"""A mixture of experts: against its definition, token by token, and central differences."""

import numpy as np
import pytest

from lessoncode.model.every_outcome import chooser
from lessoncode.model.layers import cross_entropy
from lessoncode.model.mixture import (
    MixtureConfig,
    MixtureTransformer,
    balance_loss,
    experts,
    mixture_loss,
    routed,
)
from lessoncode.model.speculative import Reader
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer


def silu(x: Array) -> Array:
    y: Array = x / (1 + np.exp(-x))
    return y


def inputs(seed: int, n_expert: int = 4, n_embd: int = 3, n_hidden: int = 5) -> list[Array]:
    """x, the router's logits, and the two matrices of each expert."""
    rng = np.random.default_rng(seed)
    shapes = (2, 6, n_embd), (2, 6, n_expert)
    matrices = (n_expert, 2 * n_hidden, n_embd), (n_expert, n_embd, n_hidden)
    return [rng.normal(size=shape) for shape in (*shapes, *matrices)]


def plain(x: Array, logits: Array, gate_up: Array, down: Array, k: int) -> Array:
    """Token by token, with loops."""
    y = np.zeros_like(x)
    for place in np.ndindex(x.shape[:-1]):
        p = np.exp(logits[place]) / np.exp(logits[place]).sum()
        for e in sorted(range(len(p)), key=lambda e: -p[e])[:k]:
            gate, up = np.split(gate_up[e] @ x[place], 2)
            y[place] += p[e] * (down[e] @ (silu(gate) * up))
    return y


@pytest.mark.parametrize("k", [1, 2, 4])
def test_each_token_goes_through_its_experts(k: int) -> None:
    for seed in range(5):
        x, logits, gate_up, down = inputs(seed)
        p, chosen = routed(Tensor(logits), k)
        found = experts(Tensor(x), p, chosen, Tensor(gate_up), Tensor(down))
        np.testing.assert_allclose(found.data, plain(x, logits, gate_up, down, k), atol=1e-12)


@pytest.mark.parametrize("k", [1, 2])
def test_gradients_are_slopes(k: int) -> None:
    """Also where an expert got nothing: its slope is 0."""
    arrays = inputs(3)
    weights = np.random.default_rng(9).normal(size=arrays[0].shape)
    leaves = [Tensor(array) for array in arrays]
    p, chosen = routed(leaves[1], k)
    (experts(leaves[0], p, chosen, *leaves[2:]) * weights).sum().backward()
    for array, leaf in zip(arrays, leaves, strict=True):
        slopes = np.empty_like(array)
        for place in np.ndindex(array.shape):
            ends = []
            for step in (1e-6, -1e-6):
                array[place] += step
                x, logits, gate_up, down = arrays
                ends.append((plain(x, logits, gate_up, down, k) * weights).sum())
                array[place] -= step
            slopes[place] = (ends[0] - ends[1]) / 2e-6
        assert leaf.grad is not None
        np.testing.assert_allclose(leaf.grad, slopes, atol=1e-6)


def test_balance_is_1_where_all_are_alike_and_more_elsewhere() -> None:
    logits = np.zeros((1, 4, 4))
    logits[0][np.arange(4), np.arange(4)] = 1
    assert balance_loss(Tensor(logits), 1).data == pytest.approx(1)
    logits[0] = [9, 0, 0, 0]
    assert balance_loss(Tensor(logits), 1).data == pytest.approx(4, rel=1e-2)


CONFIG = MixtureConfig(7, 8, 2, 2, 1, 6, n_expert=4, n_active=2)


def model() -> MixtureTransformer:
    return MixtureTransformer.initial(CONFIG, np.random.default_rng(0), np.float64)


def test_one_expert_is_an_ordinary_mlp() -> None:
    config = MixtureConfig(7, 8, 2, 2, 1, 6, n_expert=1)
    mixed = MixtureTransformer.initial(config, np.random.default_rng(0), np.float64)
    shapes = Config(7, 8, 2, 2, 1, 6).shapes()
    weights = {name: mixed.parameters[name].data.reshape(shape) for name, shape in shapes.items()}
    dense = Transformer(Config(7, 8, 2, 2, 1, 6), weights)
    ids = [[1, 5, 3, 0]]
    np.testing.assert_allclose(mixed(ids).data, dense(ids).data, atol=1e-12)


def test_a_cache_changes_nothing() -> None:
    it, ids = model().frozen(), [1, 5, 3, 0, 2]
    reader = Reader(it, 5)
    assert chooser(None)(reader([1, 5])[0]) >= 0
    np.testing.assert_allclose(reader(ids, 2), Reader(it, 5)(ids, 2), atol=1e-12)


def test_the_loss_is_the_sum_of_its_parts() -> None:
    it, rng = model(), np.random.default_rng(1)
    ids, targets = rng.integers(7, size=(2, 3, 5))
    weights = np.ones(ids.shape)
    weights[:, 0] = 0
    plain_loss = cross_entropy(it(ids), targets, weights / weights.sum()).data
    assert mixture_loss(it, ids, targets, weights, 0).data == pytest.approx(plain_loss)
    routers = [h for _, place, h in it.stream(ids) if place == "router"]
    even = np.mean([balance_loss(h, 2).data for h in routers])
    assert len(routers) == 2
    found = mixture_loss(it, ids, targets, weights, 0.5).data
    assert found == pytest.approx(plain_loss + 0.5 * even)


def test_active_parameters_are_those_of_a_dense_model_and_the_router() -> None:
    dense = Transformer.initial(Config(7, 8, 2, 2, 1, 12), np.random.default_rng(0))
    assert model().n_active_parameters == dense.n_parameters + 2 * 4 * 8
