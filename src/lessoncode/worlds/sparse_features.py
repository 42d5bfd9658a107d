"""More features than dimensions: a world of rare features, and a toy model of it.

    >>> from lessoncode.worlds.sparse_features import Toy, draws, dropped, shared
    >>> rng = np.random.default_rng(0)
    >>> toy = Toy.initial(n=2, d=1, rng=rng)
    >>> loss = toy.train(draws(n=2, p=0.05, n_draws=1000, rng=rng), n_steps=500)
    >>> loss < 1.5 * min(shared(0.05), dropped(0.05))
    True

In the world, each of n independent features is present (1) with probability p and otherwise absent
(0). The toy must pass them through a vector h of d numbers, d < n, and recover them:

    h = x W           W [n, d]: a direction for each feature
    y = max(0, h W^T + b)
    loss = E |x - y|^2

If n is small, the mean E is an exact sum over all 2^n outcomes, weighted by their probabilities.

Source: Elhage et al. 2022, "Toy Models of Superposition", arXiv 2209.10652.

Differs in:
1. A present feature is always 1; theirs is drawn from 0 to 1.
2. All features have the same weight in the loss.

Checked against: outcomes written by hand, two layouts whose loss is known, and torch.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from lessoncode.model.checks import count, not_negative, number, positive, shape
from lessoncode.model.layers import linear
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.optimizer import AdamW


def outcomes(n: int, p: float) -> tuple[Array, Array]:
    """All combinations of present features, [2^n, n], and the probability of each, [2^n].

    Raises ValueError for more than 20 features, which have over two million.
    """
    count(n=n)
    number(0, 1, p=p)
    if n > 20:
        raise ValueError(f"n is {n}: there are too many outcomes of more than 20 features")
    x = np.array(list(product((0.0, 1.0), repeat=n)))
    return x, np.where(x > 0, p, 1 - p).prod(1)


def draws(
    n: int, p: float, n_draws: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Array]]:
    """Yield random rows of features, [n_draws, n], and equal weights, [n_draws], endlessly."""
    count(n=n, n_draws=n_draws)
    number(0, 1, p=p)
    while True:
        x = (rng.random((n_draws, n)) < p).astype(float)
        yield x, np.full(n_draws, 1 / n_draws)


def shared(p: float) -> float:
    """The least loss of two features at opposite ends of a line.

    W is (w, -w). With b > 0, both features come out as b if both are absent or both present. The
    best b and w give

        2 (p (1 - p))^2 / (p^2 + (1 - p)^2)     for p <= 1/2
    """
    number(0, 0.5, p=p)
    return 2 * (p * (1 - p)) ** 2 / (p**2 + (1 - p) ** 2)


def dropped(p: float) -> float:
    """The least loss of a feature without a direction: its variance."""
    number(0, 1, p=p)
    return p * (1 - p)


@dataclass(frozen=True)
class Toy:
    """The toy model: W as `directions` [n, d], and b as `bias` [n]."""

    directions: Tensor
    bias: Tensor

    def __post_init__(self) -> None:
        """Raise ValueError for parameters of other shapes."""
        shape("directions", self.directions.data, "n", "d")
        shape("bias", self.bias.data, len(self.directions.data))

    @staticmethod
    def initial(n: int, d: int, rng: np.random.Generator) -> "Toy":
        """An untrained toy with random directions and a bias of 0."""
        count(n=n, d=d)
        w = rng.normal(size=(n, d)) / 2
        return Toy(Tensor(w), Tensor(np.zeros(n)))

    def told(self, x: Tensor) -> Tensor:
        """y, the features that the toy recovers: [..., n] -> [..., n]."""
        h = x @ self.directions
        before = linear(h, self.directions) + self.bias
        return before * (before.data > 0)

    def loss(self, x: Array, p: Array) -> Tensor:
        """The loss over rows of x [rows, n], each weighted by its p [rows]."""
        shape("x", x, "rows", len(self.bias.data))
        shape("p", p, len(x))
        not_negative(p=p)
        given = Tensor(x, requires_grad=False)
        wrong = (self.told(given) - given) ** 2
        return (wrong * p[:, None]).sum()

    def train(
        self, batches: Iterable[tuple[Array, Array]], n_steps: int, rate: float = 0.02
    ) -> float:
        """Take `n_steps` steps, each on one batch; return the last loss.

        The rate falls linearly to 0. If `batches` is an iterator, its first batch is skipped.
        Raises ValueError if there are too few batches.
        """
        count(n_steps=n_steps)
        positive(rate=rate)
        parameters = dict(vars(self))
        steps = AdamW(parameters, (0.9, 0.99), weight_decay=0.0)
        next(iter(batches), None)  # an iterator's first batch is not learned
        step = -1
        for step, batch in zip(range(n_steps), batches, strict=False):
            loss = self.loss(*batch)
            loss.backward()
            steps.step(rate * (1 - step / n_steps))
        if step + 1 < n_steps:
            raise ValueError(f"there are batches for {step + 1} steps, not for {n_steps}")
        return float(loss.data)
