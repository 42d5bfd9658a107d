"""AdamW: ten steps that torch took, and its rules one by one."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
        p.grad = rng.normal(0, 1e-4, p.shape)
        step = p.grad / (np.abs(p.grad) + 1e-8)  # m / sqrt(v) after one step
        expected[p] = p.data * (1 - 0.01 * decay) - 0.01 * step
    assert optimizer.step(0.01) < 1  # not clipped
    for p, data in expected.items():
        np.testing.assert_allclose(p.data, data, rtol=1e-12)


def test_clips_and_tells_the_norm() -> None:
    optimizer, (p,) = optimizer_of((2, 1))
    p.grad = np.array([[3.0], [4.0]])
    assert optimizer.step(0.0) == 5
    np.testing.assert_allclose(optimizer.m, [0.06, 0.08], rtol=1e-6)  # a tenth of it


def test_not_finite() -> None:
    optimizer, (_, p) = optimizer_of((3,), (2, 2))
    before = p.data.copy()
    p.grad = np.zeros((2, 2))
    p.grad[1, 1] = math.nan
    with pytest.raises(FloatingPointError, match=r"step 1: the gradient of p1 is .* at the data"):
        optimizer.step(0.1)  # no rate has had an effect yet
    p.grad = np.full((2, 2), 1e200)
    with pytest.raises(FloatingPointError, match="step 1: the gradients are too large"):
        optimizer.step(0.1)
    np.testing.assert_array_equal(p.data, before)


def descend(parameters: Mapping[str, Tensor], *gradients: float | None) -> list[float]:
    """Steps of rate 0.1 down these slopes; where the first number of the first one goes."""
    optimizer, p = AdamW(parameters), next(iter(parameters.values()))
    way = []
    for gradient in gradients:
        for other in parameters.values():
            other.grad = np.ones(other.shape)
        p.grad = None if gradient is None else np.full(p.shape, gradient)
        optimizer.step(0.1)
        way.append(float(p.data.flat[0]))
    return way


def test_arrays_are_changed_and_never_exchanged() -> None:
    array, copy = np.array([1.0]), np.array([1.0])
    p, q = Tensor(array), Tensor(copy)
    for shared in (p, p):  # the second optimizer as well
        descend({"p": shared}, 1.0)
    assert p.data is array
    descend({"q": q}, 1.0)
    assert p.data < q.data < 1


def test_what_requires_no_gradient_stays() -> None:
    """Even if it once required one, and then a gradient is left."""
    for before in (False, True):
        p, q = Tensor(np.ones((2, 2)), requires_grad=before), Tensor(np.ones(3))
        optimizer = AdamW({"p": p, "q": q})
        p.grad, q.grad = np.full((2, 2), 3.0), np.full(3, 4.0)
        p.requires_grad = False
        assert optimizer.step(0.1) == pytest.approx(math.sqrt(3 * 16))
        np.testing.assert_array_equal(p.data, 1)
        assert (q.data != 1).all()


def test_a_gradient_serves_once() -> None:
    """Without a new one a parameter has gradient 0: computed here by the formula."""
    p, other = Tensor([1.0]), Tensor([1.0])
    way = descend({"p": p, "other": other}, 1e-3, None)
    m, v = 0.1 * 1e-3 / math.sqrt(1 + 1e-6), 0.05 * 1e-6 / (1 + 1e-6)  # clipped to length 1
    first = 1 - 0.1 * (m / 0.1) / (math.sqrt(v / 0.05) + 1e-8)
    m, v = 0.9 * m, 0.95 * v
    second = first - 0.1 * (m / (1 - 0.9**2)) / (math.sqrt(v / (1 - 0.95**2)) + 1e-8)
    assert way == pytest.approx([first, second], rel=1e-6)


def test_no_gradient_at_all() -> None:
    optimizer, (p,) = optimizer_of((2, 2))
    before = p.data.copy()
    with pytest.raises(ValueError, match=r"no parameter has a gradient: call backward\(\)"):
        optimizer.step(0.1)
    np.testing.assert_array_equal(p.data, before)


def test_strides_do_not_matter() -> None:
    """A transposed array is trained in its place, number by number as a plain one."""
    array = np.random.default_rng(0).normal(size=(3, 4))
    plain, turned = Tensor(array.T.copy()), Tensor(array.T)
    for p in (plain, turned):
        optimizer = AdamW({"p": p})
        p.grad = np.arange(12.0).reshape(4, 3)
        optimizer.step(0.1)
    np.testing.assert_array_equal(array.T, plain.data)


def test_a_tensor_with_two_names_moves_once() -> None:
    p, q = Tensor(np.ones((1, 1))), Tensor(np.ones((1, 1)))
    descend({"p": p, "tied": p}, 2.0)
    descend({"q": q}, 2.0)
    assert p.data == q.data


def test_types_of_numbers_are_not_mixed() -> None:
    p, q = Tensor(np.ones(2, np.float32)), Tensor(np.ones(2))
    with pytest.raises(ValueError, match="p has numbers of type float32 and q of float64"):
        AdamW({"p": p, "q": q})


def test_what_cannot_be_written_is_refused() -> None:
    array = np.ones(2)
    array.flags.writeable = False
    with pytest.raises(ValueError, match="the array of p is read-only"):
        AdamW({"p": Tensor(array)})
    AdamW({"p": Tensor(array, requires_grad=False)})


def test_no_parameters() -> None:
    with pytest.raises(ValueError, match="no parameters"):
        AdamW({})


def test_schedule() -> None:
    rates = [warmup_cosine(step, 110, 10, 2.0, 0.2) for step in range(111)]
    assert rates[:3] == pytest.approx([0.2, 0.4, 0.6])
    assert rates[9] == rates[10] == 2.0
    assert rates[60] == pytest.approx(1.1)
    assert rates[110] == pytest.approx(0.2)
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert warmup_cosine(0, 10, 0, 1.0) == 1.0


def test_a_schedule_that_only_warms_up() -> None:
    rates = [warmup_cosine(step, 4, 4, 2.0, 0.5) for step in range(5)]
    assert rates == [0.5, 1.0, 1.5, 2.0, 0.5]


@pytest.mark.parametrize(
    ("step", "n_steps", "n_warmup", "message"),
    [
        (0, 5, 6, "n_warmup is 6 and n_steps 5"),
        (0, 5, -1, "n_warmup is -1"),
        (0, 5, 2.5, "n_warmup is 2.5: give a whole number, 0 or more"),
        (0, -1, 0, "n_steps is -1"),
        (6, 5, 1, "there is no step 6 of 5"),
        (-1, 5, 1, "step is -1"),
    ],
)
def test_a_schedule_that_cannot_be(step: int, n_steps: int, n_warmup: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        warmup_cosine(step, n_steps, n_warmup, 1.0)


def test_float16_is_refused() -> None:
    """Its smallest square root is above eps, which is 0 there."""
    with pytest.raises(ValueError, match="float16 is too coarse"):
        AdamW({"w": Tensor(np.ones((2, 2), np.float16))})


def test_one_array_in_two_tensors_is_refused() -> None:
    array = np.ones((4, 2))
    with pytest.raises(ValueError, match="critic and actor share an array"):
        AdamW({"actor": Tensor(array[1:]), "critic": Tensor(array[:2])})
    AdamW({"upper": Tensor(array[:2]), "lower": Tensor(array[2:])})


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"eps": 0}, "eps is 0: give a finite number above 0"),
        ({"eps": 1e-50}, "eps is 1e-50: too small for float32"),
        ({"betas": (1, 0.9)}, r"betas are \(1, 0.9\): give two numbers, 0 or more and below 1"),
        ({"betas": (0.9, 1)}, "betas are"),
        ({"betas": (0.9,)}, "betas are"),
        ({"betas": (0.9, math.nan)}, "betas are"),
        ({"max_norm": math.nan}, "max_norm is nan"),
        ({"max_norm": None}, "max_norm is None"),
        ({"max_norm": True}, "max_norm is True"),
    ],
)
def test_settings_that_would_divide_by_0_or_mean_nothing(
    settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        AdamW({"w": Tensor(np.zeros(2, np.float32))}, **settings)


def test_a_gradient_that_breaks_later_may_be_due_to_the_rate() -> None:
    optimizer, (p,) = optimizer_of((2, 2))
    for gradient in (1.0, math.inf):
        p.grad = np.full((2, 2), gradient)
        if gradient == 1:
            optimizer.step(0.1)
    with pytest.raises(FloatingPointError, match=r"step 2: .* try a lower learning rate"):
        optimizer.step(0.1)
