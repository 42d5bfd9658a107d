"""The sparse autoencoder and the toy of rare features against torch."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")

import torch

from lessoncode.model.tensor import Tensor
from lessoncode.training.sparse_autoencoder import SparseAutoencoder
from lessoncode.worlds.sparse_features import Toy, outcomes


def agree(ours: dict[str, Tensor], theirs: dict[str, torch.Tensor]) -> None:
    for name, p in ours.items():
        grad = theirs[name].grad
        assert p.grad is not None
        assert grad is not None
        np.testing.assert_allclose(p.grad, grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_the_autoencoder(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(50, 6))
    units = SparseAutoencoder.initial(x, 11, rng)
    for p in units.parameters.values():
        p.data += 0.3 * rng.normal(size=p.shape)
    loss = units.loss(x, 0.4)
    loss.backward()
    w = {k: torch.tensor(p.data, requires_grad=True) for k, p in units.parameters.items()}
    given = torch.tensor(x)
    f = torch.relu((given - w["centre"]) @ w["encoder"].T + w["bias"])
    y = f @ w["decoder"] + w["centre"]
    their_loss = ((given - y) ** 2).sum(1).mean() + 0.4 * f.sum(1).mean()
    their_loss.backward()
    np.testing.assert_allclose(loss.data, their_loss.item(), atol=1e-12)
    agree(units.parameters, w)


@pytest.mark.parametrize("seed", range(10))
def test_the_toy(seed: int) -> None:
    toy = Toy.initial(5, 2, np.random.default_rng(seed))
    toy.bias.data += 0.1
    x, p = outcomes(5, 0.2)
    toy.loss(x, p).backward()
    w = {k: torch.tensor(v.data, requires_grad=True) for k, v in vars(toy).items()}
    given = torch.tensor(x)
    told = torch.relu(given @ w["directions"] @ w["directions"].T + w["bias"])
    (torch.tensor(p) * ((told - given) ** 2).sum(1)).sum().backward()
    agree(dict(vars(toy)), w)
