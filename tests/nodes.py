"""Every node of the tape with the shapes of its inputs, for all tests that go through them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from lessoncode.model import layers
from lessoncode.model.attention import Heads, attention
from lessoncode.model.tensor import Array, Tensor


class Node(NamedTuple):
    """What a node computes from tensors of these shapes; `low` is the smallest input number."""

    compute: Callable[..., Tensor]
    shapes: tuple[tuple[int, ...], ...]
    low: float = -2.0


IDS = np.array([[3, 0, 3], [6, 3, 1]])

NODES = {
    "add": Node(lambda a, b: a + b, ((3, 1, 4), (2, 1))),
    "add number": Node(lambda a: 2.5 + a, ((3, 2),)),
    "subtract": Node(lambda a, b: a - b, ((4,), (2, 3, 4))),
    "subtract from number": Node(lambda a: 1 - a, ((5,),)),
    "negate": Node(lambda a: -a, ((2, 3),)),
    "multiply": Node(lambda a, b: a * b, ((3, 1), (1, 4))),
    "multiply array": Node(lambda a: np.arange(6.0).reshape(2, 3) * a, ((3,),)),
    "multiply itself": Node(lambda a: a * a * a, ((4,),)),
    "divide": Node(lambda a, b: a / b, ((2, 3), (3,)), 0.5),
    "divide number": Node(lambda a: 3 / a, ((2, 3),), 0.5),
    "power": Node(lambda a: a**3, ((2, 3),)),
    "square root": Node(lambda a: a**0.5, ((2, 3),), 0.5),
    "matmul": Node(lambda a, b: a @ b, ((3, 4), (4, 5))),
    "matmul, broadcast": Node(lambda a, b: a @ b, ((2, 1, 3, 4), (5, 4, 2))),
    "exp": Node(lambda a: a.exp(), ((2, 3),)),
    "log": Node(lambda a: a.log(), ((2, 3),), 0.5),
    "tanh": Node(lambda a: a.tanh(), ((2, 3),)),
    "sum": Node(lambda a: a.sum(), ((2, 3),)),
    "sum, axis": Node(lambda a: a.sum(1), ((2, 3, 4),)),
    "sum, axes kept": Node(lambda a: a.sum((0, -1), keepdims=True), ((2, 3, 4),)),
    "mean": Node(lambda a: a.mean(-1), ((2, 3, 4),)),
    "reshape": Node(lambda a: a.reshape(4, -1), ((2, 3, 2),)),
    "swapaxes": Node(lambda a: a.swapaxes(0, 2), ((2, 3, 4),)),
    "slice": Node(lambda a: a[:, 1:3], ((2, 4),)),
    "index twice": Node(lambda a: a[[0, 2, 0]], ((3, 2),)),
    "linear": Node(layers.linear, ((2, 3, 4), (5, 4))),
    "embedding": Node(lambda w: layers.embedding(w, IDS), ((7, 3),)),
    "rms_norm": Node(lambda x, w: layers.rms_norm(x, w, 1e-5), ((2, 3, 4), (4,))),
    "swiglu": Node(layers.swiglu, ((2, 3, 8),)),
    "log_prob": Node(lambda x: layers.log_prob(x, IDS), ((2, 3, 7),)),
    "cross_entropy": Node(lambda x: layers.cross_entropy(x, IDS), ((2, 3, 7),)),
    "cross_entropy, weighted": Node(
        lambda x: layers.cross_entropy(x, IDS, np.array([[1, 0, -2], [0.5, 0, 0]])), ((2, 3, 7),)
    ),
    "masked": Node(lambda x: layers.masked(x, IDS > 2), ((2, 3),)),
    "log_sigmoid": Node(layers.log_sigmoid, ((3, 4),), -9.0),
    "attention": Node(lambda x: attention(x, Heads(2, 2, 1e4)), ((2, 5, 24),)),
    "attention, grouped": Node(lambda x: attention(x, Heads(6, 2, 100.0)), ((2, 7, 40),)),
    "attention, one key head": Node(lambda x: attention(x, Heads(3, 1, 1e4)), ((1, 1, 10),)),
    "softmax": Node(lambda a: a.exp() / a.exp().sum(-1, keepdims=True), ((3, 5),)),
}


def inputs(name: str, seed: int) -> list[Array]:
    """Random inputs of a node, and behind them a weight for each number of its result."""
    rng = np.random.default_rng(seed)
    node = NODES[name]
    arrays = [rng.uniform(node.low, 2, shape) for shape in node.shapes]
    result = node.compute(*map(Tensor, arrays))
    return [*arrays, rng.normal(size=result.shape)]


def run(name: str, arrays: list[Array]) -> dict[str, Array]:
    """A node's result, and the gradient of its weighted sum for each input."""
    *values, weights = arrays
    leaves = [Tensor(value) for value in values]
    result = NODES[name].compute(*leaves)
    (result * weights).sum().backward()
    grads = {f"grad {i}": leaf.grad for i, leaf in enumerate(leaves) if leaf.grad is not None}
    return {"result": result.data, **grads}
