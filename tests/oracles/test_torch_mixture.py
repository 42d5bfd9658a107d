"""The mixture of experts against torch: all experts for all tokens, and a mask over them."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")

import torch
from torch.nn import functional

from lessoncode.model.mixture import balance_loss, experts, routed
from lessoncode.model.tensor import Array, Tensor


def theirs(
    x: torch.Tensor, router: torch.Tensor, gate_up: torch.Tensor, down: torch.Tensor, *, k: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """What comes out, and the balance."""
    logits = x @ router.T
    p = logits.softmax(-1)
    mask = functional.one_hot(logits.topk(k).indices, len(router)).sum(-2).double()
    gate, up = torch.einsum("bsn,ehn->bseh", x, gate_up).chunk(2, -1)
    each = torch.einsum("bseh,enh->bsen", functional.silu(gate) * up, down)
    y = (each * (p * mask)[..., None]).sum(-2)
    even = len(router) * (mask.mean((0, 1)) / k * p.mean((0, 1))).sum()
    return y, even


@pytest.mark.parametrize("k", [1, 2, 3])
def test_routing_and_gradients(k: int) -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        shapes = (2, 7, 6), (5, 6), (5, 8, 6), (5, 6, 4)
        arrays: list[Array] = [rng.normal(size=shape) for shape in shapes]
        weights = rng.normal(size=shapes[0])
        leaves = [Tensor(array) for array in arrays]
        x, router, gate_up, down = leaves
        logits = x @ router.swapaxes(0, 1)
        p, chosen = routed(logits, k)
        y, even = experts(x, p, chosen, gate_up, down), balance_loss(logits, k)
        ((y * weights).sum() + even).backward()

        tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
        their_y, their_even = theirs(*tensors, k=k)
        ((their_y * torch.tensor(weights)).sum() + their_even).backward()
        np.testing.assert_allclose(y.data, their_y.detach().numpy(), atol=1e-10)
        np.testing.assert_allclose(even.data, their_even.item(), atol=1e-10)
        for ours, tensor in zip(leaves, tensors, strict=True):
            assert ours.grad is not None
            assert tensor.grad is not None
            np.testing.assert_allclose(ours.grad, tensor.grad.numpy(), atol=1e-10)
