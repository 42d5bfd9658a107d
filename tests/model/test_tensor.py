"""The tape: committed results of torch, central differences, and how `backward` behaves."""

import re
import weakref
from pathlib import Path

import numpy as np
import pytest
from nodes import NODES, inputs, run

from lessoncode.model.tensor import Tensor

FIXTURES = np.load(Path(__file__).parents[1] / "fixtures" / "nodes.npz")


@pytest.mark.parametrize("name", NODES)
def test_node_equals_torch(name: str) -> None:
    for key, value in run(name, inputs(name, seed=0)).items():
        np.testing.assert_allclose(value, FIXTURES[f"{name}/{key}"], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", NODES)
def test_gradient_is_the_slope(name: str) -> None:
    """The sum moves along a random direction as fast as the gradients say."""
    *values, weights = inputs(name, seed=1)
    rng = np.random.default_rng(2)
    directions = [rng.normal(size=value.shape) for value in values]
    grads = run(name, [*values, weights])
    told = sum(np.vdot(grads[f"grad {i}"], d) for i, d in enumerate(directions))

    def moved(step: float) -> float:
        arrays = [value + step * d for value, d in zip(values, directions, strict=True)]
        return float((run(name, [*arrays, weights])["result"] * weights).sum())

    assert (moved(1e-6) - moved(-1e-6)) / 2e-6 == pytest.approx(told, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("name", NODES)
def test_float32_stays_float32(name: str) -> None:
    arrays = [array.astype(np.float32) for array in inputs(name, seed=3)]
    assert {value.dtype for value in run(name, arrays).values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize("name", NODES)
def test_backward_leaves_everything_as_it_was(name: str) -> None:
    """A node writes neither into its inputs nor into the gradient it gets."""
    *values, weights = inputs(name, seed=4)
    leaves = [Tensor(value.copy()) for value in values]
    result = NODES[name].compute(*leaves)
    if result.parent_grads is None:
        pytest.fail("no tape")
    first = [np.array(grad) for grad in result.parent_grads(weights)]
    again = result.parent_grads(weights)
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(weights, inputs(name, seed=4)[-1])
    for leaf, value in zip(leaves, values, strict=True):
        np.testing.assert_array_equal(leaf.data, value)


def test_second_backward_gives_the_same() -> None:
    x, y = Tensor([1.0, 2.0]), Tensor(3.0)
    middle = x * y
    loss = (middle * middle + x).sum()
    loss.backward()
    assert x.grad is not None and y.grad is not None
    np.testing.assert_array_equal(x.grad, [19, 37])
    first = x.grad.copy(), y.grad.copy()
    loss.backward()
    np.testing.assert_array_equal(x.grad, first[0])
    np.testing.assert_array_equal(y.grad, first[1])
    assert middle.grad is None


def test_leaves_do_not_share_a_gradient() -> None:
    x, y = Tensor([1.0]), Tensor([2.0])
    (x + y).sum().backward()
    assert x.grad is not None and y.grad is not None
    x.grad[0] = 5
    assert y.grad[0] == 1


def test_a_gradient_that_someone_keeps_stays() -> None:
    x = Tensor(np.ones(2, np.float32))
    (x * 3).sum().backward()
    kept = x.grad
    (x * 5).sum().backward()
    assert x.grad is not None and kept is not None
    np.testing.assert_array_equal(kept, [3, 3])
    np.testing.assert_array_equal(x.grad, [5, 5])
    assert x.grad.dtype == np.float32


def test_gradients_are_returned_and_not_set() -> None:
    x, y, fixed = Tensor([1.0, 2.0]), Tensor(3.0), Tensor(4.0, requires_grad=False)
    grads = (x * y * fixed).sum().gradients()
    assert grads.keys() == {x, y}
    np.testing.assert_array_equal(grads[x], [12, 12])
    assert grads[y] == 12
    assert x.grad is None and y.grad is None


def test_long_tape() -> None:
    x = Tensor(1.0)
    y = x
    for _ in range(100_000):
        y = y + x
    y.backward()
    assert x.grad == 100_001


def test_tape_goes_with_its_result() -> None:
    """No reference leads in a circle: arrays are free as soon as nothing needs them."""
    x = Tensor(np.ones(3))
    middle = x * 2
    seen = weakref.ref(middle)
    loss = (middle.exp() + middle).sum()
    loss.backward()
    del middle
    assert seen() is not None
    del loss
    assert seen() is None


def test_constants() -> None:
    x = Tensor([1.0, 2.0])
    fixed = Tensor([3.0, 4.0], requires_grad=False)
    (x * fixed).sum().backward()
    assert fixed.grad is None
    assert (fixed * fixed + 1).parents == ()
    assert Tensor(3).data.dtype == np.float64


@pytest.mark.parametrize(
    ("tensor", "shown"),
    [
        (Tensor([1.0, 2.0]) * 2, "Tensor of shape (2,)"),
        (Tensor(1.0, requires_grad=False), "Tensor of shape (), requires_grad=False"),
    ],
)
def test_backward_says_what_it_needs(tensor: Tensor, shown: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"went into, not from {shown}")):
        tensor.backward()


def test_matmul_wants_matrices() -> None:
    with pytest.raises(ValueError, match=r"not Tensor of shape \(2, 3\) and Tensor of shape \(3,"):
        Tensor(np.ones((2, 3))) @ Tensor(np.ones(3))
