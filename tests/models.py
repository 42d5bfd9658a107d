"""Small models of every kind that the tests compare with `LlamaForCausalLM`."""

from typing import NamedTuple

import numpy as np

from lessoncode.model.layers import cross_entropy
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.optimizer import AdamW, warmup_cosine

N_STEPS, N_WARMUP, PEAK = 10, 3, 0.01


class Case(NamedTuple):
    """A config, and the shape of the ids it gets."""

    config: Config
    batch: int
    n_seq: int


#                       n_vocab, n_embd, n_layer, n_head, n_kv_head, n_hidden
CASES = {
    "plain": Case(Config(11, 8, 2, 2, 2, 12), batch=3, n_seq=8),
    "grouped": Case(Config(13, 24, 1, 6, 2, 10), batch=2, n_seq=7),
    "one key head": Case(Config(17, 16, 1, 4, 1, 8, rope_base=100.0), batch=2, n_seq=13),
    "untied": Case(Config(11, 6, 2, 3, 3, 8, tied=False), batch=2, n_seq=5),
    "batch of one": Case(Config(9, 12, 2, 3, 1, 7, tied=False, norm_eps=1e-3), batch=1, n_seq=9),
    "one position": Case(Config(7, 8, 1, 2, 1, 5), batch=4, n_seq=1),
}


def make(name: str) -> tuple[Transformer, Array, Array, Array]:
    """The model of a case with random weights of a lively size; ids, targets, token weights."""
    case = CASES[name]
    rng = np.random.default_rng(sum(name.encode()))
    shapes = case.config.shapes().items()
    weights = {
        key: rng.normal(1 if key.endswith("norm") else 0, 0.4, shape) for key, shape in shapes
    }
    ids, targets = rng.integers(case.config.n_vocab, size=(2, case.batch, case.n_seq))
    token_weights = rng.integers(0, 2, ids.shape) / ids.size
    token_weights[0, 0] = 1.0
    return Transformer(case.config, weights), ids, targets, token_weights


def gradients(name: str) -> tuple[Array, dict[str, Array]]:
    """The logits of a case, and the gradient of every parameter."""
    model, ids, targets, token_weights = make(name)
    logits = model(ids)
    cross_entropy(logits, targets, token_weights).backward()
    grads = {key: p.grad for key, p in model.parameters.items() if p.grad is not None}
    return logits.data, grads


def train(name: str) -> tuple[list[float], list[float], dict[str, Array]]:
    """Losses, gradient norms before clipping, and weights after ten steps of AdamW."""
    model, ids, targets, _ = make(name)
    optimizer = AdamW(model.parameters)
    losses, norms = [], []
    for step in range(N_STEPS):
        loss = cross_entropy(model(ids), targets)
        loss.backward()
        losses.append(float(loss.data))
        norms.append(optimizer.step(warmup_cosine(step, N_STEPS, N_WARMUP, PEAK, PEAK / 10)))
    return losses, norms, {key: p.data for key, p in model.parameters.items()}
