"""A training step against torch eager with SDPA, on one core and on two.

    python benchmarks/training_step.py          # the kernels that NumPy chooses for this machine
    python benchmarks/training_step.py --lane   # those of the reference lane, on which records hold

Needs torch. One step: the loss of 2,048 tokens, its gradients, clipping and AdamW, in float32. The
models are the same, layer by layer, and both have one product for query, key and value and one for
gate and up; torch clips and steps with its fused kernels. On two cores our two Python threads take
half of the sequences each, and torch uses two threads inside its operations. "The products alone"
are the matrix products of our step and nothing else: what no bookkeeping can save. Let nothing run
beside it: torch's two threads wait for each other in every operation, and so for a busy core.

The goals: at most 1.3 times torch's time for the smallest model and 1.05 times for the others on
one core, and less than torch's time on two.
"""

import os
import sys

from checker.running.lane import REFERENCE

# Before NumPy loads.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
if LANE := "--lane" in sys.argv:
    os.environ.update(REFERENCE)

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from interleave import compare, show
from torch.nn import functional

from lessoncode.model.attention import rotary_table
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Batch
from lessoncode.training.memory import keep_freed_memory
from lessoncode.training.optimizer import AdamW
from lessoncode.training.threads import Threads

TOKENS, RATE = 2048, 1e-3
#           n_vocab, n_embd, n_layer, n_head, n_kv_head, n_hidden; length of a sequence
SIZES = {
    ".1M": (Config(256, 64, 2, 4, 4, 172), 64),
    ".9M": (Config(512, 128, 4, 4, 4, 344), 128),
    "5M": (Config(1024, 256, 6, 8, 8, 688), 256),
}


def torch_logits(
    w: dict[str, torch.Tensor], config: Config, table: torch.Tensor, ids: torch.Tensor
) -> torch.Tensor:
    batch, n_seq = ids.shape
    sizes = [config.n_head, config.n_kv_head, config.n_kv_head]
    cos, sin = table
    x = functional.embedding(ids, w["embedding"])
    for i in range(config.n_layer):
        layer = f"layers.{i}."
        h = functional.rms_norm(x, x.shape[-1:], w[layer + "attention_norm"], config.norm_eps)
        qkv = functional.linear(h, w[layer + "qkv"]).view(batch, n_seq, sum(sizes), -1)
        qk, v = qkv.transpose(1, 2).split([sizes[0] + sizes[1], sizes[2]], 1)
        a, b = qk.chunk(2, -1)
        q, k = torch.cat([a * cos - b * sin, a * sin + b * cos], -1).split(sizes[:2], 1)
        h = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        h = h.transpose(1, 2).reshape(x.shape)
        x = x + functional.linear(h, w[layer + "attention_out"])
        h = functional.rms_norm(x, x.shape[-1:], w[layer + "mlp_norm"], config.norm_eps)
        gate, up = functional.linear(h, w[layer + "gate_up"]).chunk(2, -1)
        x = x + functional.linear(functional.silu(gate) * up, w[layer + "down"])
    x = functional.rms_norm(x, x.shape[-1:], w["norm"], config.norm_eps)
    return functional.linear(x, w["embedding"])


def torch_step(model: Transformer, batch: Batch, n_threads: int) -> Callable[[], float]:
    config, n_seq = model.config, batch.ids.shape[1]
    weights = {k: torch.tensor(p.data, requires_grad=True) for k, p in model.parameters.items()}
    matrices = [w for w in weights.values() if w.ndim >= 2]
    vectors = [w for w in weights.values() if w.ndim < 2]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.95), fused=True)
    table = rotary_table((0, n_seq), config.d_head, config.rope_base, np.dtype(np.float32))
    ids, targets, turns = torch.tensor(batch.ids), torch.tensor(batch.targets), torch.tensor(table)

    def step() -> float:
        torch.set_num_threads(n_threads)
        optimizer.zero_grad()
        logits = torch_logits(weights, config, turns, ids)
        loss = functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights.values(), 1.0, foreach=True)
        optimizer.step()
        return float(loss.detach())

    return step


def our_step(model: Transformer, batch: Batch, n_threads: int) -> Callable[[], float]:
    """What `lessoncode.training.loop.train` does for every batch, on a copy of the model."""
    weights = {name: p.data.copy() for name, p in model.parameters.items()}
    copy = Transformer(model.config, weights)
    optimizer = AdamW(copy.parameters)
    threads = Threads(copy, n_threads)

    def step() -> float:
        loss = threads.backward(batch)
        optimizer.step(RATE)
        return loss

    return step


def products(config: Config, n_seq: int) -> Callable[[], None]:
    """The matrix products of a step and nothing else, into arrays that are there already."""
    shapes = [shape for shape in config.shapes().values() if len(shape) == 2]
    calls: list[tuple[Array, Array, Array]] = []
    for n_out, n_in in shapes:  # the embedding stands for the head
        x, w, y = (np.ones(s, np.float32) for s in ((TOKENS, n_in), (n_out, n_in), (TOKENS, n_out)))
        calls += [(x, w.T, y), (y, w, np.empty_like(x)), (y.T, x, np.empty_like(w))]
    heads = (TOKENS // n_seq, config.n_head, n_seq, config.d_head)
    q, out = np.ones((2, *heads), np.float32)
    scores = np.ones((*heads[:3], n_seq), np.float32)
    to_scores, to_heads = (q, q.swapaxes(-1, -2), np.empty_like(scores)), (scores, q, out)
    transposed = (scores.swapaxes(-1, -2), q, out)
    layer = [to_scores, to_heads, to_scores, to_heads, transposed, transposed]
    calls += layer * config.n_layer

    def run() -> None:
        for a, b, out in calls:
            np.matmul(a, b, out=out)

    return run


def one_core(model: Transformer, batch: Batch) -> dict[str, Callable[[], Any]]:
    return {
        "torch": torch_step(model, batch, 1),
        "ours": our_step(model, batch, 1),
        "the products alone": products(model.config, batch.ids.shape[1]),
    }


def two_cores(model: Transformer, batch: Batch) -> dict[str, Callable[[], Any]]:
    return {
        "torch, two threads": torch_step(model, batch, 2),
        "ours, two threads": our_step(model, batch, 2),
        "ours, one thread": our_step(model, batch, 1),
    }


def every_size(
    where: str, steps: Callable[[Transformer, Batch], dict[str, Callable[[], Any]]]
) -> None:
    rng = np.random.default_rng(0)
    for name, (config, n_seq) in SIZES.items():
        model = Transformer.initial(config, rng)
        batch = Batch(*rng.integers(config.n_vocab, size=(2, TOKENS // n_seq, n_seq)))
        calls = steps(model, batch)
        theirs, ours, _ = calls.values()
        for _ in range(3):
            np.testing.assert_allclose(ours(), theirs(), rtol=1e-4)
        count = model.n_parameters
        title = f"\n{name}, {where}: {count:,} parameters, {TOKENS // n_seq} sequences of {n_seq}"
        show(title, compare(calls, repeats=9))


if __name__ == "__main__":
    print("Kernels:", "the reference lane's" if LANE else "NumPy's choice for this machine")
    print("Median (smallest to largest). The first in seconds, the others in multiples of it.")
    every_size("one core, as memory comes", one_core)
    keep_freed_memory()  # torch profits as well
    every_size("one core, keeping freed memory", one_core)
    every_size("two cores, keeping freed memory", two_cores)
