"""A sparse autoencoder: take vectors apart into a few directions.

    >>> from lessoncode.training.sparse_autoencoder import SparseAutoencoder
    >>> rng = np.random.default_rng(0)
    >>> x = (rng.random((1000, 4)) < 0.2) * 1.0  # vectors made of four directions
    >>> sae = SparseAutoencoder.initial(x, n_units=8, rng=rng)
    >>> sae.train(x, penalty=0.1, rng=rng, n_steps=500)
    >>> sae.units(x).shape
    (1000, 8)

From vectors x [n, d] it learns m units, each with a direction of length 1. f is how active a unit
is, and y rebuilds x as the sum of the directions, each times its f, plus c:

    f = max(0, (x - c) E^T + b)      [n, m]
    y = f D + c                      [n, d], rows of D of length 1
    loss = mean over x of  |x - y|^2 + penalty * (sum of f)

The penalty keeps most units inactive. After each step the rows of D are scaled to length 1 again;
otherwise f could shrink while D grows.

Source: Bricken et al. 2023, "Towards Monosemanticity", Transformer Circuits Thread; Cunningham et
al. 2023, arXiv 2309.08600.

Differs in:
1. Units that are never active are left alone.
2. E starts as D, and c as the mean of x. Gradients keep the part that would change the length of
   D's rows, although scaling undoes it.
3. Gao et al. 2024, arXiv 2406.04093, keep the k largest of f instead of using a penalty.

Checked against: torch, central differences, and vectors whose directions are known.
"""

from dataclasses import dataclass

import numpy as np

from lessoncode.model.checks import count, finite, number, shape
from lessoncode.model.layers import linear
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.optimizer import AdamW


@dataclass(frozen=True)
class SparseAutoencoder:
    """The arrays of the formula: E as `encoder`, b as `bias`, D as `decoder`, c as `centre`.

    Raises ValueError if their shapes do not fit.
    """

    encoder: Tensor  # [m, d]
    bias: Tensor  # [m]
    decoder: Tensor  # [m, d]
    centre: Tensor  # [d]

    def __post_init__(self) -> None:
        shape("decoder", self.decoder.data, "m", "d")
        m, d = self.decoder.shape
        shape("encoder", self.encoder.data, m, d)
        shape("bias", self.bias.data, m)
        shape("centre", self.centre.data, d)

    @staticmethod
    def initial(x: Array, n_units: int, rng: np.random.Generator) -> "SparseAutoencoder":
        """An untrained autoencoder with random directions, in x's type of numbers.

        Whole numbers become floats. Raises ValueError if x is not vectors, one or more, or if a
        number is not finite.
        """
        x = Tensor(x).data
        check_vectors(x)
        finite(x=x)
        count(n_units=n_units)
        directions = unit_rows(rng.normal(size=(n_units, x.shape[1])))
        directions = directions.astype(x.dtype)
        return SparseAutoencoder(
            encoder=Tensor(directions.copy()),
            bias=Tensor(np.zeros(n_units, x.dtype)),
            decoder=Tensor(directions),
            centre=Tensor(x.mean(0)),
        )

    @property
    def parameters(self) -> dict[str, Tensor]:
        """The four tensors by their names, for an optimizer."""
        return dict(vars(self))

    def units(self, x: Array) -> Array:
        """How active each unit is, NaN for NaN: [n, d] -> [n, m]."""
        return self.on(Tensor(x, requires_grad=False)).data

    def on(self, x: Tensor) -> Tensor:
        """How active each unit is, with a gradient: [n, d] -> [n, m]."""
        shape("x", x.data, "n", self.centre.data.size)
        before = linear(x - self.centre, self.encoder) + self.bias
        return before * (before.data > 0)

    def rebuilt(self, x: Array) -> Array:
        """The vectors that the units rebuild from x, NaN for NaN: [n, d] -> [n, d]."""
        y: Array = self.units(x) @ self.decoder.data + self.centre.data
        return y

    def loss(self, x: Array, penalty: float) -> Tensor:
        """The loss: x [n, d] -> one number, for a penalty of 0 or more."""
        check_vectors(x)
        number(penalty=penalty)
        vectors = Tensor(x, requires_grad=False)
        f = self.on(vectors)
        rest = vectors - (f @ self.decoder + self.centre)
        return ((rest**2).sum() + penalty * f.sum()) / len(x)

    def train(
        self,
        x: Array,
        penalty: float,
        rng: np.random.Generator,
        n_steps: int,
        rate: float = 0.01,
        n_batch: int = 256,
    ) -> None:
        """Take `n_steps` steps, each on `n_batch` vectors drawn from x.

        The rate falls linearly to 0. Raises ValueError for a count below 1, a rate or penalty below
        0, and unless x is one or more vectors of finite numbers.
        """
        count(n_steps=n_steps, n_batch=n_batch)
        number(rate=rate)
        x = np.asarray(x)
        check_vectors(x, self.centre.data.size)
        finite(x=x)
        steps = AdamW(self.parameters, betas=(0.9, 0.999), weight_decay=0.0, max_norm=np.inf)
        for step in range(n_steps):
            batch = x[rng.integers(len(x), size=n_batch)]
            self.loss(batch, penalty).backward()
            steps.step(rate * (1 - step / n_steps))
            self.decoder.data[...] = unit_rows(self.decoder.data)


def check_vectors(x: Array, d: int | str = "d") -> None:
    """Raise ValueError unless x is one or more vectors, of d numbers each if d is a number."""
    if np.ndim(x) != 2 or np.size(x) == 0 or d not in ("d", np.shape(x)[1]):
        raise ValueError(f"x has the shape {np.shape(x)}, not [n, {d}], each 1 or more")


def unit_rows(x: Array) -> Array:
    """Each row divided by its length, NaN for NaN: [n, d]. Raises ValueError for a row of 0s."""
    check_vectors(x)
    lengths = np.linalg.norm(x, axis=1, keepdims=True)
    if not lengths.all():
        raise ValueError("a row of zeros has no direction")
    y: Array = x / lengths
    return y


def found(truth: Array, directions: Array, at_least: float = 0.9) -> Array:
    """Whether each true direction has a learned one at a cosine of `at_least` or more: -> [n].

    `truth` is [n, d], `directions` [m, d]. Raises ValueError for a row of 0s, a NaN or another d.
    """
    finite(truth=truth, directions=directions)
    number(-1, 1, at_least=at_least)
    truth, directions = unit_rows(truth), unit_rows(directions)
    shape("directions", directions, "n", truth.shape[1])
    cosines = truth @ directions.T
    near: Array = cosines.max(1) >= at_least
    return near
