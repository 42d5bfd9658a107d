"""LoRA against torch: two thin products beside each matrix, line by line."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")

import torch

from lessoncode.model.layers import linear
from lessoncode.model.tensor import Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.lora import LowRank
from lessoncode.training.optimizer import AdamW


def theirs(
    x: torch.Tensor, w: torch.Tensor, a: torch.Tensor, b: torch.Tensor, scale: float
) -> torch.Tensor:
    """A frozen matrix with an addition, as the paper computes it: [n, n_in] -> [n, n_out]."""
    return x @ w.T + scale * (x @ a.T) @ b.T


@pytest.mark.parametrize(("rank", "alpha"), [(1, 1.0), (3, 8.0)])
def test_five_steps_of_one_matrix(rank: int, alpha: float) -> None:
    """Outputs, gradients and the additions after steps of AdamW."""
    rng = np.random.default_rng(rank)
    config = Config(7, 8, 1, 2, 1, 6)
    base = Transformer.initial(config, rng, np.float64)
    model, name = LowRank(base, rank, rng, alpha), "layers.0.gate_up"
    a, b = (model.parameters[f"{name}.{part}"] for part in "ab")
    b.data[...] = rng.normal(size=b.shape)
    w = base.parameters[name].data
    their_a, their_b = (torch.tensor(p.data, requires_grad=True) for p in (a, b))
    ours = AdamW({"a": a, "b": b})
    settings = {"lr": 0.01, "betas": (0.9, 0.95), "weight_decay": 0.1}
    optimizer = torch.optim.AdamW([their_a, their_b], **settings)
    for _ in range(5):
        x, wanted = rng.normal(size=(4, 8)), rng.normal(size=(4, 12))
        y = linear(Tensor(x, requires_grad=False), model.adapted().parameters[name])
        ((y - wanted) ** 2).mean().backward()
        their_y = theirs(torch.tensor(x), torch.tensor(w), their_a, their_b, alpha / rank)
        optimizer.zero_grad()
        ((their_y - torch.tensor(wanted)) ** 2).mean().backward()
        np.testing.assert_allclose(y.data, their_y.detach().numpy(), atol=1e-12)
        for mine, other in ((a, their_a), (b, their_b)):
            assert mine.grad is not None
            assert other.grad is not None
            np.testing.assert_allclose(mine.grad, other.grad.numpy(), atol=1e-12)
        torch.nn.utils.clip_grad_norm_([their_a, their_b], 1.0)
        optimizer.step()
        ours.step(0.01)
        np.testing.assert_allclose(a.data, their_a.detach().numpy(), atol=1e-9)
        np.testing.assert_allclose(b.data, their_b.detach().numpy(), atol=1e-9)
