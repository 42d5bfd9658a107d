"""Gradients of array programs: reverse-mode differentiation on a tape.

Every operation computes its result and keeps two things beside it: the tensors it was made from,
its parents, and how to turn the gradient of the result into theirs. `backward` walks from one
number L back to the leaves and applies the chain rule at each step:

    dL/da = sum over the uses y of a:  dL/dy * dy/da

Source: Linnainmaa 1976, "Taylor expansion of the accumulated rounding error", BIT 16, 146-160;
Baydin et al. 2018, "Automatic differentiation in machine learning: a survey", arXiv 1502.05767,
section 3.2.

Differs from torch in:
1. `backward` sets the gradients of the leaves, it does not add to what an earlier call left there.
   Call it again, get the same. `gradients` returns them and sets nothing.
2. Tensors between the leaves and the result keep no gradient.
3. A leaf has a gradient unless you say `requires_grad=False`. What is made from such leaves alone
   keeps no tape.
4. An operation need not undo broadcasting, `backward` does it.

Checked against: torch in float64, operation by operation, and central differences.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
ParentGrads: TypeAlias = Callable[[Array], tuple[Array, ...]]
Operand: TypeAlias = "Tensor | npt.ArrayLike"
Axis: TypeAlias = int | tuple[int, ...] | None


class Tensor:
    """An array, and how it was made.

    `parents` are the tensors that an operation made this one from. `parent_grads` turns the
    gradient of this tensor into theirs. A tensor without parents is a leaf; `backward` sets its
    `grad`.

    Its methods are the primitive operations. A plain number or array in them is a constant, and
    takes this tensor's type of numbers.
    """

    __array_ufunc__ = None  # so that `array * tensor` is ours too

    def __init__(
        self,
        data: npt.ArrayLike,
        parents: "tuple[Tensor, ...]" = (),
        parent_grads: ParentGrads | None = None,
        requires_grad: bool = True,
    ) -> None:
        array = np.asarray(data)
        floating = array.dtype.kind == "f"
        self.data: Array = array if floating else array.astype(float)
        if parents:
            requires_grad = any(p.requires_grad for p in parents)
        self.requires_grad: bool = requires_grad
        self.parents = parents if requires_grad else ()
        self.parent_grads = parent_grads if requires_grad else None
        self.grad: Array | None = None

    def backward(self) -> None:
        """Set `grad` of every leaf below to d(self) / d(leaf).

        Leaves that this tensor was not made from keep theirs. Errors: as in `gradients`.
        """
        for leaf, grad in self.gradients().items():
            leaf.grad = grad

    def gradients(self) -> "dict[Tensor, Array]":
        """d(self) / d(leaf), for every leaf that this was made from.

        Each is a new array. Raises ValueError if this tensor is not one number, or has no tape.
        """
        if self.data.size != 1 or not self.requires_grad:
            raise ValueError(
                "backward starts from one number that a leaf with "
                f"requires_grad=True went into, not from {self!r}"
            )
        leaves: dict[Tensor, Array] = {}
        grads = {self: np.ones_like(self.data)}
        for tensor in reversed(parents_first(self)):
            grad = grads.pop(tensor)
            if tensor.parent_grads is None:
                leaves[tensor] = np.array(grad, tensor.data.dtype)
                continue
            shares = tensor.parent_grads(grad)
            for a, share in zip(tensor.parents, shares, strict=True):
                if a.requires_grad:
                    share = unbroadcast(share, a.shape)
                    # The sum of the chain rule.
                    grads[a] = grads[a] + share if a in grads else share
        return leaves

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the array."""
        return self.data.shape

    def __repr__(self) -> str:
        kind = "" if self.requires_grad else ", requires_grad=False"
        return f"Tensor of shape {self.shape}{kind}"

    def constant(self, other: Operand) -> "Tensor":
        """Return the operand as a tensor, without gradient if new."""
        if isinstance(other, Tensor):
            return other
        array = np.asarray(other, self.data.dtype)
        return Tensor(array, requires_grad=False)

    def __add__(self, other: Operand) -> "Tensor":
        a, b = self, self.constant(other)
        return Tensor(a.data + b.data, (a, b), lambda g: (g, g))

    def __mul__(self, other: Operand) -> "Tensor":
        a, b = self, self.constant(other)
        y = a.data * b.data
        return Tensor(y, (a, b), lambda g: (g * b.data, g * a.data))

    def __pow__(self, power: float) -> "Tensor":
        a, n = self, power
        slope = n * a.data ** (n - 1)
        return Tensor(a.data**n, (a,), lambda g: (g * slope,))

    def __matmul__(self, other: Operand) -> "Tensor":
        """[..., n, k] @ [..., k, m] -> [..., n, m]."""
        a, b = self, self.constant(other)
        if a.data.ndim < 2 or b.data.ndim < 2:
            raise ValueError(f"@ takes two matrices, not {a} and {b}")
        a_t, b_t = a.data.swapaxes(-1, -2), b.data.swapaxes(-1, -2)
        y = a.data @ b.data
        return Tensor(y, (a, b), lambda g: (g @ b_t, a_t @ g))

    def exp(self) -> "Tensor":
        """e to the power of each number."""
        y = np.exp(self.data)
        return Tensor(y, (self,), lambda g: (g * y,))

    def log(self) -> "Tensor":
        """The natural logarithm of each number."""
        x = self.data
        return Tensor(np.log(x), (self,), lambda g: (g / x,))

    def tanh(self) -> "Tensor":
        """The hyperbolic tangent of each number."""
        y = np.tanh(self.data)
        return Tensor(y, (self,), lambda g: (g * (1 - y * y),))

    def sum(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """The sum along an axis, several, or all."""
        y = self.data.sum(axis, keepdims=keepdims)
        kept = self.data.sum(axis, keepdims=True).shape

        def parent_grads(g: Array) -> tuple[Array]:
            return (np.broadcast_to(g.reshape(kept), self.shape),)

        return Tensor(y, (self,), parent_grads)

    def mean(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """The mean along an axis, several, or all."""
        total = self.sum(axis, keepdims)
        return total * (total.data.size / self.data.size)

    def reshape(self, *shape: int) -> "Tensor":
        """The same numbers in another shape."""
        y = self.data.reshape(shape)
        return Tensor(y, (self,), lambda g: (g.reshape(self.shape),))

    def swapaxes(self, i: int, j: int) -> "Tensor":
        """The array with two of its axes exchanged."""
        y = self.data.swapaxes(i, j)
        return Tensor(y, (self,), lambda g: (g.swapaxes(i, j),))

    def __getitem__(self, index: Any) -> "Tensor":
        """A part, by NumPy's rules. What was left out gets 0."""

        def parent_grads(g: Array) -> tuple[Array]:
            grad = np.zeros_like(self.data)
            np.add.at(grad, index, g)  # an element may be taken twice
            return (grad,)

        return Tensor(self.data[index], (self,), parent_grads)

    # The rest follows from these.
    def __neg__(self) -> "Tensor":
        return self * -1

    def __sub__(self, other: Operand) -> "Tensor":
        return self + -self.constant(other)

    def __truediv__(self, other: Operand) -> "Tensor":
        return self * self.constant(other) ** -1

    def __rsub__(self, other: Operand) -> "Tensor":
        return self.constant(other) - self

    def __rtruediv__(self, other: Operand) -> "Tensor":
        return self.constant(other) / self

    __radd__, __rmul__ = __add__, __mul__


def parents_first(result: Tensor) -> list[Tensor]:
    """Sort all tensors that `result` was made from, and itself.

    Each one comes after its parents. A stack instead of recursion: a tape can be longer than
    Python's stack is deep.
    """
    order: list[Tensor] = []
    seen = set()
    stack = [(result, False)]
    while stack:
        tensor, parents_done = stack.pop()
        if parents_done:
            order.append(tensor)
        elif tensor not in seen:
            seen.add(tensor)
            stack.append((tensor, True))
            parents = (p for p in tensor.parents if p.requires_grad)
            stack.extend((p, False) for p in parents)
    return order


def unbroadcast(grad: Array, shape: tuple[int, ...]) -> Array:
    """Sum a gradient down to the shape of what was broadcast.

    A number that was used in several places gets the sum of their gradients.
    """
    new = grad.ndim - len(shape)
    sizes = enumerate(shape, start=new)
    axes = (*range(new), *(i for i, n in sizes if n != grad.shape[i]))
    return grad.sum(axes).reshape(shape) if axes else grad
