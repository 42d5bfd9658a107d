"""Exercises of the page with the whole lesson in one file."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array, Tensor


def arrays(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """One number, then several; slopes of 1 and others."""
    yield np.array([0.5]), np.array([1.0])
    yield np.array([0.5]), np.array([2.0])
    yield np.array([0.5, -1.0]), np.array([1.0, 0.0])
    for n in range(2, 12):
        yield rng.normal(size=(n, 3)), rng.normal(size=(n, 3))


@exercise(
    "whole-1",
    arrays,
    hints=(
        "The derivative of tanh at x is `1 - tanh(x)**2`. You already have `tanh(x)`.",
        "Use the chain rule: the slope of the loss with respect to x is its slope with respect to "
        "y, times the slope of y with respect to x. Multiply number by number.",
    ),
)
def tanh(x: Array, g: Array) -> tuple[Array, Array]:
    """Add one more operation to the file: tanh, with its slope.

    - `x`: an array, the input.
    - `g`: an array of the same shape, the slope of the loss with respect
      to the result.

    Return two arrays: y, the hyperbolic tangent of each number in x,
    and the slope of the loss with respect to x. For x `[0.5]` and g `[2]`,
    they are `[0.462117]` and `[1.572895]`.
    """
    tensor = Tensor(x)
    y = tensor.tanh()
    (y * g).sum().backward()
    assert tensor.grad is not None
    return y.data, tensor.grad


@tanh.right
def tanh_by_exp(x: Any, g: Any) -> Any:
    e = np.exp(2 * x)
    return (e - 1) / (e + 1), g * 4 * e / (e + 1) ** 2


@tanh.right
def tanh_one_by_one(x: Any, g: Any) -> Any:
    y = np.vectorize(math.tanh)(x)
    return y, g / np.vectorize(math.cosh)(x) ** 2


@tanh.mistake
def tanh_without_the_chain(x: Any, g: Any) -> Any:
    """Forgets what comes behind."""
    y = np.tanh(x)
    return y, 1 - y**2


@tanh.mistake
def tanh_of_x(x: Any, g: Any) -> Any:
    """Takes x where y belongs."""
    return np.tanh(x), g * (1 - x**2)


@tanh.mistake
def tanh_without_square(x: Any, g: Any) -> Any:
    y = np.tanh(x)
    return y, g * (1 - y)


Group = tuple[Array, Array, Array, float]


def groups(rng: np.random.Generator) -> Iterator[Group]:
    """Two answers without a price, with one, then several prompts."""
    none = np.zeros((1, 2))
    yield np.array([[1.0, 0.0]]), none, none, 0.0
    yield np.array([[1.0, 0.0]]), np.array([[-1.0, -3.0]]), np.array([[-2.0, -3.0]]), 0.5
    yield np.array([[1.0, 0.0], [5.0, 5.0]]), np.zeros((2, 2)), np.zeros((2, 2)), 0.1
    for n in range(2, 12):
        rewards, log_p, before = rng.normal(size=(3, n, 4))
        yield rewards, log_p - 2, before - 2, float(2.0 ** rng.integers(-4, 2))


@exercise(
    "whole-2",
    groups,
    hints=(
        "First the price: from each reward, subtract `price * (log_p - before)`. An answer that "
        "is now more likely than it was for the assistant loses some reward.",
        "Then subtract the mean over the answers to the same prompt. Each prompt is a row. With "
        "`keepdims=True` the means form a column, which is subtracted from each row.",
    ),
)
def better(rewards: Array, log_p: Array, before: Array, price: float) -> Array:
    """Compute how far each answer is above the mean for its prompt.

    - `rewards`: an array [n_prompts, n_answers], the reward model's score
      for each answer.
    - `log_p`: an array of the same shape, the log-probability that the
      policy now gives to each whole answer.
    - `before`: the same for the assistant, from which the policy started.
    - `price`: what a nat of drift costs, in units of reward.

    Subtract from each reward what the drift of its answer costs, which
    is `price * (log_p - before)`. Return an array of the same shape: how
    far each result is above the mean for its prompt. For the rewards
    `[[1, 0]]`, log_p `[[-1, -3]]`, before `[[-2, -3]]` and price 0.5, it is
    `[[0.25, -0.25]]`.
    """
    r = rewards - price * (log_p - before)
    above: Array = r - r.mean(-1, keepdims=True)
    return above


@better.right
def better_row_by_row(rewards: Any, log_p: Any, before: Any, price: float) -> Any:
    rows = []
    for some, now, then in zip(rewards, log_p, before, strict=True):
        paid = [r - price * (a - b) for r, a, b in zip(some, now, then, strict=True)]
        mean = math.fsum(paid) / len(paid)
        rows.append([r - mean for r in paid])
    return np.array(rows)


@better.right
def better_apart(rewards: Any, log_p: Any, before: Any, price: float) -> Any:
    """The mean of a difference is the difference of means."""
    far = log_p - before
    gained = rewards - rewards.mean(1)[:, None]
    return gained - price * (far - far.mean(1)[:, None])


@better.mistake
def better_without_mean(rewards: Any, log_p: Any, before: Any, price: float) -> Any:
    """Every answer with a reward above 0 becomes likelier, the worst one too."""
    return rewards - price * (log_p - before)


@better.mistake
def better_than_all(rewards: Any, log_p: Any, before: Any, price: float) -> Any:
    """Compares with answers to other prompts."""
    r = rewards - price * (log_p - before)
    return r - r.mean()


@better.mistake
def better_paid_for_leaving(rewards: Any, log_p: Any, before: Any, price: float) -> Any:
    return better_apart(rewards, before, log_p, price)


@better.mistake
def better_for_nothing(rewards: Any, log_p: Any, before: Any, price: float) -> Any:
    """Forgets the price."""
    return better_apart(rewards, log_p, before, 0.0)
