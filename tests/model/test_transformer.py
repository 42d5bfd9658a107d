"""The transformer: committed results of LlamaForCausalLM, and what must hold by itself."""

import math
from pathlib import Path
from typing import Any

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


def test_stream_shows_the_steps() -> None:
    """The formula of the module, step by step; and a stream's end read as logits."""
    model, ids, _, _ = make("grouped")
    n_layer, eps, n_embd = model.config.n_layer, model.config.norm_eps, model.config.n_embd
    steps = list(model.stream(ids))
    parts = ["qkv", "gathered", "attention", "neurons", "mlp"]
    named = [(layer, part) for layer in range(n_layer) for part in parts]
    assert [step[:2] for step in steps] == [(0, "embedding"), *named]
    at = {(layer, place): x.data for layer, place, x in steps}
    x = model.parameters["embedding"].data[ids]
    np.testing.assert_array_equal(at[0, "embedding"], x)
    for i in range(n_layer):
        w = {name: p.data for name, p in model.layer(i).items()}
        h = x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * w["attention_norm"]
        np.testing.assert_allclose(at[i, "qkv"], h @ w["qkv"].T, atol=1e-12)
        assert at[i, "gathered"].shape[-1] == n_embd
        x = x + at[i, "gathered"] @ w["attention_out"].T
        np.testing.assert_allclose(at[i, "attention"], x, atol=1e-12)
        x = x + at[i, "neurons"] @ w["down"].T
        np.testing.assert_allclose(at[i, "mlp"], x, atol=1e-12)
    theirs = FIXTURES["grouped/logits"]
    np.testing.assert_allclose(model.logits(steps[-1][2]).data, theirs, atol=1e-10)


@pytest.mark.parametrize(("place", "weight"), [("gathered", "attention_out"), ("neurons", "down")])
def test_what_is_written_goes_on(place: str, weight: str) -> None:
    """A number set to 0 on the way is one whose weights are 0."""
    trained, ids, _, _ = make("grouped")
    model = trained.frozen()
    for layer, here, x in model.stream(ids):
        if (layer, here) == (0, place):
            x.data[..., 2:5] = 0
    weights = {name: p.data.copy() for name, p in model.parameters.items()}
    weights[f"layers.0.{weight}"][:, 2:5] = 0
    cut = Transformer(model.config, weights).frozen()
    np.testing.assert_allclose(model.logits(x).data, cut(ids).data, atol=1e-12)
    assert np.abs(cut(ids).data - model(ids).data).max() > 1e-6


def test_runs_can_join_on_the_way() -> None:
    """A stream taken from another text goes on as that text would."""
    trained, ids, _, _ = make("grouped")
    model, other = trained.frozen(), ids[:, ::-1].copy()
    theirs = {step[:2]: step[2].data for step in model.stream(other)}
    for layer, place, x in model.stream(ids):
        if (layer, place) == (0, "mlp"):
            x.data = np.concatenate([x.data, theirs[0, "mlp"]])
    expected = np.concatenate([model(ids).data, model(other).data])
    np.testing.assert_allclose(model.logits(x).data, expected, atol=1e-12)


def test_number_of_parameters() -> None:
    """Counted by hand: embedding, one layer, the last norm, the head."""
    config = Config(11, 8, 1, 2, 1, 6, tied=False)
    model = Transformer.initial(config, np.random.default_rng(0))
    layer = 8 + (2 + 2) * 4 * 8 + 8 * 8 + 8 + 2 * 6 * 8 + 8 * 6
    assert model.n_parameters == 11 * 8 + layer + 8 + 11 * 8


class Halved(Transformer):
    """One that computes with what its class, and who made it, say."""

    factor = 1.0

    def __call__(self, ids: Any, cache: Any = None, last: bool = False) -> Tensor:
        return super().__call__(ids, cache, last) * self.factor


def test_a_frozen_copy_keeps_what_a_subclass_holds() -> None:
    model = Halved.initial(Config(5, 8, 1, 2, 2, 12), np.random.default_rng(0))
    model.factor = 0.5
    ids = np.array([[1, 2, 3]])
    frozen = model.frozen()
    np.testing.assert_array_equal(frozen(ids).data, model(ids).data)
    assert not any(p.requires_grad for p in frozen.parameters.values())
    assert all(p.requires_grad for p in model.parameters.values())


@pytest.mark.parametrize("name", ["n_vocab", "n_embd", "n_head", "n_kv_head", "n_hidden"])
def test_a_config_of_nothing(name: str) -> None:
    numbers: dict[str, Any] = {
        "n_vocab": 5,
        "n_embd": 8,
        "n_layer": 1,
        "n_head": 2,
        "n_kv_head": 2,
        "n_hidden": 12,
    }
    with pytest.raises(ValueError, match=f"{name} is 0: give a whole number"):
        Config(**(numbers | {name: 0}))
