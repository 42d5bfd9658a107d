"""AdamW, with a learning rate that warms up and then falls along a cosine.

    >>> from lessoncode.model.tensor import Tensor
    >>> from lessoncode.training.optimizer import AdamW
    >>> w = Tensor([2.0])
    >>> optimizer = AdamW({"w": w})
    >>> (w * w).sum().backward()
    >>> optimizer.step(rate=0.1), w.data  # the gradient's length, and w one step lower
    (4.0, array([1.9]))

At step t, for a gradient g that is first clipped to the length c:

    g <- g min(1, c / (|g| + 1e-6))      |g| over all parameters
    m <- b1 m + (1 - b1) g               mean of gradients
    v <- b2 v + (1 - b2) g^2             mean of squares
    w <- w - rate decay w                not through m and v
    w <- w - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)

m and v start at 0; 1 - b1^t and 1 - b2^t correct for that. A parameter that the loss does not
depend on has g = 0.

Source: Kingma and Ba 2015, "Adam", arXiv 1412.6980, algorithm 1; Loshchilov and Hutter 2019,
"Decoupled Weight Decay Regularization", arXiv 1711.05101, algorithm 2, and for the cosine, "SGDR",
arXiv 1608.03983, equation 5; clipping: Pascanu, Mikolov and Bengio 2013, arXiv 1211.5063,
algorithm 1.

Differs in:
1. Only matrices decay, not the weights of norms, as in reproductions of GPT-3 and Llama.
2. The rate multiplies the decay too, as in torch.
3. b2 is 0.95, as in Llama; the Adam paper proposes 0.999.
4. torch skips a parameter without a gradient. Here it still moves by m, and decays, as in torch
   after `zero_grad(set_to_none=False)`.

Checked against: torch's `AdamW`, `clip_grad_norm_`, `LinearLR` and `CosineAnnealingLR`.
"""

import math
from collections.abc import Mapping
from itertools import combinations

import numpy as np

from lessoncode.model.checks import count, is_finite, number, positive
from lessoncode.model.tensor import Array, Tensor

CHUNK = 16_384  # numbers at a time, so that they stay in the cache


class AdamW:
    """Moves parameters against their gradients.

    It changes the numbers in their arrays and never replaces an array, so whatever shares the array
    sees the change. A parameter with `requires_grad=False` stays as it is. The module's formulas
    apply, with `betas` for b1 and b2, `weight_decay` for decay and `max_norm` for c.

    Raises ValueError as `check_trainable` does, and for numbers that the formulas do not allow.
    """

    def __init__(
        self,
        parameters: Mapping[str, Tensor],
        betas: tuple[float, float] = (0.9, 0.95),
        eps: float = 1e-8,
        weight_decay: float = 0.1,
        max_norm: float = 1.0,
    ) -> None:
        self.parameters = dict(parameters)
        self.betas, self.eps = betas, eps
        self.weight_decay, self.max_norm = weight_decay, max_norm
        if not (len(betas) == 2 and all(is_finite(b) and 0 <= b < 1 for b in betas)):
            raise ValueError(f"betas are {betas}: give two numbers, 0 or more and below 1")
        positive(eps=eps)
        number(weight_decay=weight_decay)
        if not (max_norm == math.inf or (is_finite(max_norm) and max_norm > 0)):
            raise ValueError(f"max_norm is {max_norm}: give a number above 0, or np.inf")
        self.t = 0
        check_trainable(self.parameters)
        # A tensor with two names, such as a tied head, moves once.
        tensors = list(dict.fromkeys(parameters.values()))
        tensors.sort(key=lambda p: p.data.ndim < 2)
        n = sum(p.data.size for p in tensors)
        self.grad = np.zeros(n, tensors[0].data.dtype)
        if self.grad.dtype.type(eps) == 0:
            raise ValueError(f"eps is {eps}: too small for {self.grad.dtype}, where it would be 0")
        self.m = np.zeros_like(self.grad)
        self.v = np.zeros_like(self.grad)
        # Each parameter's own part of `grad`.
        self.grads: dict[Tensor, Array] = {}
        start = 0
        for p in tensors:
            stop = start + p.data.size
            self.grads[p] = self.grad[start:stop].reshape(p.shape)
            start = stop

    def step(self, rate: float) -> float:
        """Change the parameters by their current gradients; return |g| before it was clipped.

        The gradients are removed, so that none is used twice. Raises ValueError if there are none
        or the rate is below 0, and FloatingPointError if |g| is not finite; both leave the
        parameters unchanged.
        """
        number(rate=rate)
        self.take_gradients()
        with np.errstate(over="ignore"):  # checked below
            norm = math.sqrt(self.grad @ self.grad)
        self.check_finite(norm)
        self.t += 1
        b1, b2 = self.betas
        clip = min(1.0, self.max_norm / (norm + 1e-6))
        stride = rate / (1 - b1**self.t)
        correction = 1 / math.sqrt(1 - b2**self.t)
        for start in range(0, self.grad.size, CHUNK):
            part = slice(start, start + CHUNK)
            g, m, v = self.grad[part], self.m[part], self.v[part]
            g *= clip
            m *= b1
            m += (1 - b1) * g
            v *= b2
            v += (1 - b2) * g * g
            root = np.sqrt(v) * correction + self.eps
            np.divide(stride * m, root, out=g)  # g is the change now
        for p, change in self.grads.items():
            if not p.requires_grad:
                continue
            if p.data.ndim >= 2:
                p.data *= 1 - rate * self.weight_decay
            p.data -= change
            p.n_moves += 1
        return norm

    def take_gradients(self) -> None:
        """Move the gradients into `self.grad`, 0 for a parameter that has none."""
        if all(p.grad is None for p in self.grads):
            message = "no parameter has a gradient"
            raise ValueError(f"{message}: call backward() on a loss")
        for p, own in self.grads.items():
            missing = p.grad is None or not p.requires_grad
            own[...] = 0 if missing else p.grad
            p.grad = None

    def check_finite(self, norm: float) -> None:
        """Raise FloatingPointError if the norm is not finite, naming a parameter if it is why."""
        if math.isfinite(norm):
            return
        for name, p in self.parameters.items():
            if not np.isfinite(self.grads[p]).all():
                hint = "try a lower learning rate" if self.t else "look at the data and parameters"
                message = f"the gradient of {name} is not finite; {hint}"
                raise FloatingPointError(f"step {self.t + 1}: {message}")
        message = "the gradients are too large to square"
        raise FloatingPointError(f"step {self.t + 1}: {message}")


def check_trainable(parameters: Mapping[str, Tensor]) -> None:
    """Raise ValueError unless there are parameters, all of one type, float32 or wider.

    Those to be trained must be writable and must not share an array.
    """
    if not parameters:
        raise ValueError("there are no parameters to train")
    (one, first), *_ = parameters.items()
    for name, p in parameters.items():
        if p.data.dtype != first.data.dtype:
            raise ValueError(
                f"{one} has numbers of type {first.data.dtype} and "
                f"{name} of {p.data.dtype}: give both the same"
            )
        if p.requires_grad and not p.data.flags.writeable:
            message = f"the array of {name} is read-only: train a copy"
            raise ValueError(f"{message}, or say requires_grad=False")
    if first.data.dtype.itemsize < 4:
        message = f"{first.data.dtype} is too coarse for Adam's squares"
        raise ValueError(f"{message}: train in float32")
    moved = {p: name for name, p in parameters.items() if p.requires_grad}
    for (p, one), (q, two) in combinations(moved.items(), 2):
        if np.shares_memory(p.data, q.data):
            message = f"{two} and {one} share an array, and would both"
            raise ValueError(f"{message} move it: use one Tensor, or copy")


def schedule(n_steps: int, n_warmup: int, peak: float, final: float = 0.0) -> list[float]:
    """The learning rate of each of `n_steps` steps, 1 or more, as in `warmup_cosine`."""
    count(n_steps=n_steps)
    return [warmup_cosine(step, n_steps, n_warmup, peak, final) for step in range(n_steps)]


def warmup_cosine(step: int, n_steps: int, n_warmup: int, peak: float, final: float = 0.0) -> float:
    """The learning rate of a step; the first step is number 0.

    It rises linearly to `peak` in `n_warmup` steps, then falls along half a cosine wave to `final`,
    which step `n_steps` would reach. If all steps warm up, the last has `peak`. Raises ValueError
    for a step, or a warm-up, beyond `n_steps`, and for a negative number.
    """
    number(peak=peak, final=final)
    count(0, step=step, n_steps=n_steps, n_warmup=n_warmup)
    if n_warmup > n_steps:
        message = f"n_warmup is {n_warmup} and n_steps {n_steps}"
        raise ValueError(f"{message}: it goes from 0 to n_steps")
    if step > n_steps:
        raise ValueError(f"there is no step {step} of {n_steps}")
    if step < n_warmup:
        return peak * (step + 1) / n_warmup
    if step == n_steps:
        return final
    done = (step - n_warmup) / (n_steps - n_warmup)
    return final + (peak - final) * (1 + math.cos(math.pi * done)) / 2
