"""Gradients of array programs: compute a loss, then how it changes with every parameter.

    >>> from lessoncode.model.tensor import Tensor
    >>> w = Tensor([2.0, 3.0])
    >>> (w * w).sum().backward()
    >>> w.grad
    array([4., 6.])

A result keeps the tensors that it was made from, its parents, and how to turn its gradient into
theirs: this record is the tape. `backward` walks from one number L back to the leaves and applies
the chain rule at each step (reverse mode):

    dL/da = sum over the uses y of a:  dL/dy * dy/da

Source: Linnainmaa 1976, "Taylor expansion of the accumulated rounding error", BIT 16, 146-160;
Baydin et al. 2018, "Automatic differentiation in machine learning: a survey", arXiv 1502.05767,
section 3.2.

Differs from torch in:
1. `backward` sets the gradients of the leaves. It does not add to those of an earlier call.
2. Tensors between the leaves and the result keep no gradient.
3. A leaf has a gradient unless you pass `requires_grad=False`. What is made only from leaves
   without gradients keeps no tape.
4. `backward` undoes broadcasting, so an operation need not.
5. An optimizer counts how often it has moved a tensor, and `backward` refuses a loss from before a
   move. It does not notice other changes, such as through a second tensor that shares the array.

NaN and infinity pass through every operation, as in NumPy. Training refuses them.

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
    """An array of floating-point numbers that remembers how it was made.

    `parents` are the tensors that an operation made this one from, and `parent_grads` turns the
    gradient of this tensor into theirs. Without parents, it is a leaf.

    The methods are the primitive operations. A plain number or array in them is a constant,
    converted to this tensor's dtype.
    """

    __array_ufunc__ = None  # so that `array * tensor` is ours too

    def __init__(
        self,
        data: npt.ArrayLike,
        parents: "tuple[Tensor, ...]" = (),
        parent_grads: ParentGrads | None = None,
        requires_grad: bool = True,
    ) -> None:
        array = as_numbers(data)
        floating = array.dtype.kind == "f"
        self.data: Array = array if floating else array.astype(float)
        if parents:
            requires_grad = any(p.requires_grad for p in parents)
        self.requires_grad: bool = requires_grad
        self.parents = parents if requires_grad else ()
        self.parent_grads = parent_grads if requires_grad else None
        self.grad: Array | None = None
        self.n_moves = 0  # how often an optimizer has changed `data`
        self.parent_moves = [p.n_moves for p in self.parents]

    def backward(self) -> None:
        """Set `grad` of every leaf that this number was made from to d(self) / d(leaf).

        Other leaves keep their gradients. Raises ValueError as `gradients` does.
        """
        for leaf, grad in self.gradients().items():
            leaf.grad = grad

    def gradients(self) -> "dict[Tensor, Array]":
        """d(self) / d(leaf), a new array for every leaf that this number was made from.

        Raises ValueError unless this is one number that requires a gradient, and if an optimizer
        has moved a leaf since.
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
            if tensor.parent_moves != [p.n_moves for p in tensor.parents]:
                message = "an optimizer has moved a parameter since this was computed from it"
                raise ValueError(f"{message}: compute the loss again")
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
        """The lengths of the array's axes."""
        return self.data.shape

    def __repr__(self) -> str:
        kind = "" if self.requires_grad else ", requires_grad=False"
        return f"Tensor of shape {self.shape}{kind}"

    def constant(self, other: Operand) -> "Tensor":
        """The operand as a tensor; a number or an array becomes one without a gradient."""
        if isinstance(other, Tensor):
            return other
        array = as_numbers(other).astype(self.data.dtype, copy=False)
        return Tensor(array, requires_grad=False)

    def __add__(self, other: Operand) -> "Tensor":
        a, b = self, self.constant(other)
        return Tensor(combined(np.add, a, b), (a, b), lambda g: (g, g))

    def __mul__(self, other: Operand) -> "Tensor":
        a, b = self, self.constant(other)
        y = combined(np.multiply, a, b)
        return Tensor(y, (a, b), lambda g: (g * b.data, g * a.data))

    def __pow__(self, power: float) -> "Tensor":
        """Each number to the same power, a plain number: [...] -> [...]."""
        if not isinstance(power, int | float | np.integer | np.floating):
            raise TypeError(f"a power is a plain number, not {power!r}")
        a, n = self, power
        slope = n * a.data ** (n - 1)
        return Tensor(a.data**n, (a,), lambda g: (g * slope,))

    def __matmul__(self, other: Operand) -> "Tensor":
        """[..., n, k] @ [..., k, m] -> [..., n, m]."""
        a, b = self, self.constant(other)
        if a.data.ndim < 2 or b.data.ndim < 2:
            raise ValueError(f"@ takes two matrices, not {a} and {b}")
        a_t, b_t = a.data.swapaxes(-1, -2), b.data.swapaxes(-1, -2)
        y = combined(np.matmul, a, b)
        return Tensor(y, (a, b), lambda g: (g @ b_t, a_t @ g))

    def exp(self) -> "Tensor":
        """e to the power of each number: [...] -> [...]."""
        y = np.exp(self.data)
        return Tensor(y, (self,), lambda g: (g * y,))

    def log(self) -> "Tensor":
        """The natural logarithm of each number: [...] -> [...]."""
        x = self.data
        return Tensor(np.log(x), (self,), lambda g: (g / x,))

    def tanh(self) -> "Tensor":
        """The hyperbolic tangent of each number: [...] -> [...]."""
        y = np.tanh(self.data)
        return Tensor(y, (self,), lambda g: (g * (1 - y * y),))

    def sum(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """The sum along one axis, along several, or, without `axis`, of all numbers."""
        for i in np.atleast_1d(() if axis is None else axis):
            self.check_axis(i)
        y = self.data.sum(axis, keepdims=keepdims)
        kept = self.data.sum(axis, keepdims=True).shape

        def parent_grads(g: Array) -> tuple[Array]:
            return (np.broadcast_to(g.reshape(kept), self.shape),)

        return Tensor(y, (self,), parent_grads)

    def mean(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """The mean along one axis, along several, or, without `axis`, of all numbers."""
        if self.data.size == 0:
            raise ValueError(f"{self} has no numbers, and so no mean")
        total = self.sum(axis, keepdims)
        return total * (total.data.size / self.data.size)

    def reshape(self, *shape: int) -> "Tensor":
        """The same numbers, in the same order, in another shape."""
        try:
            y = self.data.reshape(shape)
        except ValueError:
            raise ValueError(f"{self} cannot have the shape {shape}") from None
        return Tensor(y, (self,), lambda g: (g.reshape(self.shape),))

    def swapaxes(self, i: int, j: int) -> "Tensor":
        """The array with axes `i` and `j` exchanged."""
        self.check_axis(i)
        self.check_axis(j)
        y = self.data.swapaxes(i, j)
        return Tensor(y, (self,), lambda g: (g.swapaxes(i, j),))

    def __getitem__(self, index: Any) -> "Tensor":
        """A part of the array, by NumPy's rules; the gradient of what is left out is 0."""

        def parent_grads(g: Array) -> tuple[Array]:
            grad = np.zeros_like(self.data)
            np.add.at(grad, index, g)  # an element may be taken twice
            return (grad,)

        try:
            y = self.data[index]
        except IndexError:
            raise IndexError(f"{self} has no part {index!r}") from None
        return Tensor(y, (self,), parent_grads)

    def check_axis(self, axis: int) -> None:
        """Raise ValueError if the array has no such axis; -1 is the last."""
        if not -self.data.ndim <= axis < self.data.ndim:
            raise ValueError(f"{self} has no axis {axis}")

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


def as_numbers(data: npt.ArrayLike) -> Array:
    """Data as an array of numbers, NaN included. Raises TypeError or ValueError for other data."""
    try:
        array = np.asarray(data)
    except ValueError:
        raise ValueError(f"rows of different lengths make no array: {data!r}") from None
    if array.dtype.kind not in "fiub":
        raise TypeError(f"a tensor holds numbers, not {array.dtype}: {array}")
    return array


def combined(operation: np.ufunc, a: Tensor, b: Tensor) -> Array:
    """NumPy's operation applied to two arrays. Raises ValueError if they do not fit."""
    try:
        result: Array = operation(a.data, b.data)
    except ValueError:
        raise ValueError(f"{a} does not fit {b}") from None
    return result


def parents_first(result: Tensor) -> list[Tensor]:
    """`result` and the tensors with gradients that it was made from, each after its parents.

    This uses a stack, not recursion, because a tape can be longer than Python's stack is deep.
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
    """A gradient summed down to the `shape` that an array had before it was broadcast."""
    new = grad.ndim - len(shape)
    sizes = enumerate(shape, start=new)
    axes = (*range(new), *(i for i, n in sizes if n != grad.shape[i]))
    return grad.sum(axes).reshape(shape) if axes else grad
