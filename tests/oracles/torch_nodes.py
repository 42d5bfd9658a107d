"""The nodes of the tape in torch's own words.

A primitive operation has the same name there, so the same function runs on torch's tensors. What
torch calls otherwise, or has only in parts, stands in COUNTERPARTS.
"""

from collections.abc import Callable
from typing import Any

import torch
from nodes import IDS, NODES
from torch.nn import functional

from lessoncode.model.tensor import Array

TARGETS = torch.tensor(IDS)


def log_prob(logits: torch.Tensor) -> torch.Tensor:
    return functional.log_softmax(logits, -1).gather(-1, TARGETS[..., None])[..., 0]


def swiglu(gate_up: torch.Tensor) -> torch.Tensor:
    gate, up = gate_up.chunk(2, -1)
    return functional.silu(gate) * up


def attention(qkv: torch.Tensor, n_head: int, n_kv_head: int, base: float) -> torch.Tensor:
    """With complex numbers for the rotation and torch's own attention for the rest."""
    batch, n_seq, width = qkv.shape
    d_head = width // (n_head + 2 * n_kv_head)
    heads = qkv.view(batch, n_seq, -1, d_head).transpose(1, 2)
    q, k, v = heads.split([n_head, n_kv_head, n_kv_head], 1)
    speed = base ** (-torch.arange(0, d_head, 2) / d_head).double()
    angle = torch.outer(torch.arange(n_seq).double(), speed)
    turn = torch.polar(torch.ones_like(angle), angle)

    def rotate(x: torch.Tensor) -> torch.Tensor:
        turned = torch.complex(*x.chunk(2, -1)) * turn
        return torch.cat([turned.real, turned.imag], -1)

    y = functional.scaled_dot_product_attention(
        rotate(q), rotate(k), v, is_causal=True, enable_gqa=True
    )
    return y.transpose(1, 2).reshape(batch, n_seq, -1)


COUNTERPARTS: dict[str, Callable[..., torch.Tensor]] = {
    "multiply array": lambda a: torch.arange(6.0).reshape(2, 3) * a,
    "linear": functional.linear,
    "embedding": lambda w: functional.embedding(TARGETS, w),
    "rms_norm": lambda x, w: functional.rms_norm(x, w.shape, w, 1e-5),
    "swiglu": swiglu,
    "log_prob": log_prob,
    "cross_entropy": lambda x: functional.cross_entropy(x.flatten(0, 1), TARGETS.flatten()),
    "cross_entropy, weighted": lambda x: (
        -(log_prob(x) * torch.tensor([[1, 0, -2], [0.5, 0, 0]])).sum()
    ),
    "masked": lambda x: torch.where(TARGETS > 2, x, 0.0),
    "log_sigmoid": functional.logsigmoid,
    "attention": lambda x: attention(x, 2, 2, 1e4),
    "attention, grouped": lambda x: attention(x, 6, 2, 100.0),
    "attention, one key head": lambda x: attention(x, 3, 1, 1e4),
}


def torch_run(name: str, arrays: list[Array]) -> dict[str, Array]:
    """What `nodes.run` returns, computed by torch."""
    leaves = [torch.tensor(array, requires_grad=True) for array in arrays[:-1]]
    compute: Callable[..., Any] = COUNTERPARTS.get(name) or NODES[name].compute
    result = compute(*leaves)
    (result * torch.tensor(arrays[-1])).sum().backward()
    grads = {f"grad {i}": leaf.grad.numpy() for i, leaf in enumerate(leaves)}
    return {"result": result.detach().numpy(), **grads}
