"""The transformer: committed results of LlamaForCausalLM, and what must hold by itself."""

import math
from pathlib import Path

import numpy as np
import pytest
from models import CASES, gradients, make

from lessoncode.model.attention import attention_weights
from lessoncode.model.layers import cross_entropy, embedding, linear, rms_norm
from lessoncode.model.tensor import Tensor
from lessoncode.model.transformer import Config, Transformer

FIXTURES = np.load(Path(__file__).parents[1] / "fixtures" / "models.npz")


@pytest.mark.parametrize("name", CASES)
def test_logits_and_gradients_equal_llama(name: str) -> None:
    logits, grads = gradients(name)
    np.testing.assert_allclose(logits, FIXTURES[f"{name}/logits"], rtol=0, atol=1e-10)
    for key, grad in grads.items():
        theirs = FIXTURES[f"{name}/grad {key}"]
        assert np.abs(grad - theirs).max() <= 1e-7 * np.abs(theirs).max(), key


@pytest.mark.parametrize("name", CASES)
def test_every_parameter_has_a_gradient(name: str) -> None:
    _, grads = gradients(name)
    assert grads.keys() == CASES[name].config.shapes().keys()
    assert all(grad.any() for grad in grads.values())


@pytest.mark.parametrize("name", CASES)
def test_cache_changes_nothing(name: str) -> None:
    """Position by position, or in two parts: the logits of one whole pass."""
    model, ids, _, _ = make(name)
    whole, frozen = model(ids).data, model.frozen()
    batch, n_seq = ids.shape
    for cuts in (list(range(1, n_seq)), [n_seq // 2] if n_seq > 1 else []):
        cache = frozen.cache(batch, n_seq)
        parts = [frozen(part, cache).data for part in np.split(ids, cuts, axis=1)]
        np.testing.assert_allclose(np.concatenate(parts, axis=1), whole, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_the_last_logits_alone(name: str) -> None:
    model, ids, _, _ = make(name)
    last = model(ids, last=True).data
    np.testing.assert_allclose(last, FIXTURES[f"{name}/logits"][:, -1:], rtol=0, atol=1e-10)


def test_nothing_sees_what_follows() -> None:
    model, ids, _, _ = make("grouped")
    before = model(ids).data
    ids[:, 4:] = (ids[:, 4:] + 1) % model.config.n_vocab
    after = model(ids).data
    np.testing.assert_array_equal(after[:, :4], before[:, :4])
    assert (after[:, 4:] != before[:, 4:]).any(-1).all()


def test_weight_zero_means_no_gradient() -> None:
    model, ids, targets, weights = make("plain")
    logits = Tensor(model(ids).data)
    cross_entropy(logits, targets, weights).backward()
    assert logits.grad is not None
    assert not logits.grad[weights == 0].any()
    assert logits.grad[weights != 0].any(-1).all()


def test_attention_weights() -> None:
    model, ids, _, _ = make("grouped")
    w, config = model.parameters, model.config
    x = rms_norm(embedding(w["embedding"], ids), w["layers.0.attention_norm"], config.norm_eps)
    weights = attention_weights(linear(x, w["layers.0.qkv"]), config.heads)
    assert weights.shape == (2, config.n_head, 7, 7)
    np.testing.assert_allclose(weights.sum(-1), 1)
    assert not np.triu(weights, 1).any()
    assert (weights[..., np.tri(7, dtype=bool)] > 0).all()


def test_large_logits_do_not_overflow() -> None:
    logits = Tensor(np.array([[1000.0, 0.0, -1000.0]], np.float32))
    loss = cross_entropy(logits, np.array([0]))
    loss.backward()
    assert float(loss.data) == 0
    assert logits.grad is not None and not logits.grad.any()


def test_initial_model_knows_nothing() -> None:
    config = Config(50, 32, 2, 4, 2, 64)
    model = Transformer.initial(config, np.random.default_rng(0))
    ids, targets = np.random.default_rng(1).integers(50, size=(2, 4, 16))
    loss = cross_entropy(model(ids), targets)
    assert float(loss.data) == pytest.approx(math.log(50), abs=0.1)
    assert {p.data.dtype for p in model.parameters.values()} == {np.dtype(np.float32)}
    down = model.parameters["layers.0.down"].data
    assert float(down.std()) == pytest.approx(0.02 / 2, rel=0.1)


def test_frozen_shares_arrays_and_keeps_no_tape() -> None:
    model, ids, _, _ = make("untied")
    frozen = model.frozen()
    logits = frozen(ids)
    assert logits.parents == () and not logits.requires_grad
    for key, p in model.parameters.items():
        assert frozen.parameters[key].data is p.data


def test_cache_refuses_a_tape_and_too_much() -> None:
    model, ids, _, _ = make("plain")
    with pytest.raises(ValueError, match=r"a cache keeps no tape: use `model.frozen\(\)`"):
        model(ids, model.cache(3, 8))
    frozen = model.frozen()
    cache = frozen.cache(3, 10)
    frozen(ids, cache)
    with pytest.raises(ValueError, match=r"16 positions do not fit .* made for 10"):
        frozen(ids, cache)


def test_config_and_weights_must_fit() -> None:
    with pytest.raises(ValueError, match="n_embd 12 is no multiple of 2 n_head 8"):
        Config(5, 12, 1, 4, 4, 8)
    with pytest.raises(ValueError, match="n_head 4 is no multiple of n_kv_head 3"):
        Config(5, 16, 1, 4, 3, 8)
    model, *_ = make("plain")
    weights = {key: p.data for key, p in model.parameters.items()}
    weights["norm"] = np.ones(3)
    with pytest.raises(ValueError, match=r"norm: \(3,\), not \(8,\)"):
        Transformer(model.config, weights)
    del weights["norm"]
    with pytest.raises(ValueError, match=r"norm: missing, not \(8,\)"):
        Transformer(model.config, weights)
    weights |= {"norm": np.ones(8), "head": np.ones(2)}
    with pytest.raises(ValueError, match=r"head: \(2,\), not in the config"):
        Transformer(model.config, weights)


@pytest.mark.parametrize("name", ["grouped", "untied"])
def test_second_backward_gives_the_same(name: str) -> None:
    model, ids, targets, _ = make(name)
    loss = cross_entropy(model(ids), targets)
    loss.backward()
    first = {key: np.array(p.grad) for key, p in model.parameters.items()}
    loss.backward()
    for key, p in model.parameters.items():
        assert p.grad is not None
        np.testing.assert_array_equal(p.grad, first[key])
