"""AdamW: ten steps that torch took, and its rules one by one."""

import math
from pathlib import Path

import numpy as np
import pytest
from models import CASES, train

from lessoncode.model.tensor import Tensor
from lessoncode.training.optimizer import CHUNK, AdamW, warmup_cosine

FIXTURES = np.load(Path(__file__).parents[1] / "fixtures" / "models.npz")


@pytest.mark.parametrize("name", CASES)
def test_ten_steps_equal_torch(name: str) -> None:
    losses, norms, weights = train(name)
    np.testing.assert_allclose(losses, FIXTURES[f"{name}/losses"], rtol=1e-6)
    np.testing.assert_allclose(norms, FIXTURES[f"{name}/norms"], rtol=1e-6)
    for key, weight in weights.items():
        theirs = FIXTURES[f"{name}/trained {key}"]
        np.testing.assert_allclose(weight, theirs, rtol=0, atol=1e-6, err_msg=key)


def optimizer_of(*shapes: tuple[int, ...]) -> tuple[AdamW, list[Tensor]]:
    rng = np.random.default_rng(0)
    tensors = [Tensor(rng.normal(size=shape)) for shape in shapes]
    return AdamW({f"p{i}": p for i, p in enumerate(tensors)}), tensors


def test_more_than_a_block_at_once() -> None:
    """Every number moves by the formula, wherever the blocks are cut."""
    optimizer, (vector, matrix) = optimizer_of((7,), (CHUNK // 8, 19))
    rng = np.random.default_rng(1)
    expected = {}
    for p, decay in ((vector, 0.0), (matrix, 0.1)):
        assert p.grad is not None
        p.grad[...] = rng.normal(0, 1e-4, p.shape)
        step = p.grad / (np.abs(p.grad) + 1e-8)  # m / sqrt(v) after one step
        expected[p] = p.data * (1 - 0.01 * decay) - 0.01 * step
    assert optimizer.step(0.01) < 1  # not clipped
    for p, data in expected.items():
        np.testing.assert_allclose(p.data, data, rtol=1e-12)


def test_clips_and_tells_the_norm() -> None:
    optimizer, (p,) = optimizer_of((2, 1))
    assert p.grad is not None
    p.grad[...] = [[3], [4]]
    assert optimizer.step(0.0) == 5
    np.testing.assert_allclose(p.grad, [[0.6], [0.8]], rtol=1e-6)


def test_not_finite() -> None:
    optimizer, (_, p) = optimizer_of((3,), (2, 2))
    before = optimizer.data.copy()
    assert p.grad is not None
    p.grad[1, 1] = math.nan
    with pytest.raises(FloatingPointError, match="step 1: the gradient of p1 is not finite"):
        optimizer.step(0.1)
    p.grad[1, 1] = 1e200
    with pytest.raises(FloatingPointError, match="step 1: the gradients are too large"):
        optimizer.step(0.1)
    np.testing.assert_array_equal(optimizer.data, before)


def test_schedule() -> None:
    rates = [warmup_cosine(step, 110, 10, 2.0, 0.2) for step in range(111)]
    assert rates[:3] == pytest.approx([0.2, 0.4, 0.6])
    assert rates[9] == rates[10] == 2.0
    assert rates[60] == pytest.approx(1.1)
    assert rates[110] == pytest.approx(0.2)
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert warmup_cosine(0, 10, 0, 1.0) == 1.0
