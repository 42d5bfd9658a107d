"""A mixture of experts: against its definition, token by token, and central differences."""

import numpy as np
import pytest

from lessoncode.model.every_outcome import chooser
from lessoncode.model.mixture import (
    MixtureConfig,
    MixtureTransformer,
    balance_loss,
    experts,
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


def test_balance_is_1_where_all_are_alike_and_more_where_one_is_chosen() -> None:
    logits = np.zeros((1, 4, 4))
    logits[0][np.arange(4), np.arange(4)] = 1
    assert balance_loss(Tensor(logits), 1).data == pytest.approx(1)
    logits[0] = [9, 0, 0, 0]
    assert balance_loss(Tensor(logits), 1).data == pytest.approx(4, rel=1e-2)


def test_balance_can_be_below_1() -> None:
    """Two of three choose the first by a hair's breadth, and it has a third of the probability."""
    p = np.array([[0.51, 0.49], [0.51, 0.49], [0.01, 0.99]])
    expected = 2 * (2 / 3 * p[:, 0].mean() + 1 / 3 * p[:, 1].mean())
    found = balance_loss(Tensor(np.log(p)), 1).data
    assert found == pytest.approx(expected)
    assert 0.89 < found < 0.9


@pytest.mark.parametrize("n_active", [0, -1, 5, 1.5])
def test_a_token_uses_some_of_the_experts(n_active: int) -> None:
    with pytest.raises(ValueError, match=f"n_active is {n_active}"):
        MixtureConfig(7, 8, 2, 2, 1, 6, n_expert=4, n_active=n_active)
    with pytest.raises(ValueError, match=f"n_active is {n_active}"):
        routed(Tensor(np.zeros((2, 4))), n_active)


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


def test_active_parameters_are_those_of_a_dense_model_and_the_router() -> None:
    dense = Transformer.initial(Config(7, 8, 2, 2, 1, 12), np.random.default_rng(0))
    assert model().n_active_parameters == dense.n_parameters + 2 * 4 * 8


def test_logits_have_an_axis_of_experts() -> None:
    for logits in (np.array(1.0), np.zeros((2, 0))):
        with pytest.raises(ValueError, match="n_active is 1, but there are 0 experts"):
            routed(Tensor(logits), 1)


def test_a_config_without_experts_is_refused() -> None:
    with pytest.raises(TypeError, match="give a MixtureConfig, not a Config"):
        MixtureTransformer.initial(Config(7, 8, 2, 2, 1, 6), np.random.default_rng(0))
