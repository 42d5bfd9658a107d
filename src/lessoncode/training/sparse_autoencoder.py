"""Take vectors apart into few directions: a sparse autoencoder.

From vectors x [n, d] it learns m units. Each reads how far it is on, and each has a direction of
length 1; y is what they say together:

    f = max(0, (x - c) E^T + b)      [n, m]
    y = f D + c                      [n, d], rows of D of length 1
    loss = mean over x of  |x - y|^2 + penalty * (sum of f)

The penalty makes few units be on at a time. After each step the rows of D are made 1 long again;
else f could shrink while D grows.

Source: Bricken et al. 2023, "Towards Monosemanticity", Transformer Circuits Thread; Cunningham et
al. 2023, arXiv 2309.08600.

Differs in:
1. Nothing is done for units that are never on. They are counted.
2. E starts as D, and c as the mean of x. Gradients keep the part along D that the new length takes
   away again.
3. Gao et al. 2024, arXiv 2406.04093, keep the k largest of f in the place of the penalty. Here is
   no such choice.

Checked against: torch, central differences, and vectors whose directions are known.
"""

from dataclasses import dataclass

import numpy as np

from lessoncode.model.layers import linear
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.optimizer import AdamW


@dataclass(frozen=True)
class SparseAutoencoder:
    """E as `encoder`, b as `bias`, D as `decoder`, c as `centre`."""

    encoder: Tensor  # [m, d]
    bias: Tensor  # [m]
    decoder: Tensor  # [m, d]
    centre: Tensor  # [d]

    @staticmethod
    def initial(
        x: Array,
        n_units: int,
        rng: np.random.Generator,
    ) -> "SparseAutoencoder":
        """Random directions, before any training, in numbers like x."""
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
        """All four by their names."""
        return dict(vars(self))

    def units(self, x: Array) -> Array:
        """How far each unit is on: [n, d] -> [n, m]."""
        return self.on(Tensor(x, requires_grad=False)).data

    def on(self, x: Tensor) -> Tensor:
        """The same with a gradient."""
        before = linear(x - self.centre, self.encoder) + self.bias
        return before * (before.data > 0)

    def rebuilt(self, x: Array) -> Array:
        """What the units say of vectors: [n, d] -> [n, d]."""
        y: Array = self.units(x) @ self.decoder.data + self.centre.data
        return y

    def loss(self, x: Array, penalty: float) -> Tensor:
        """The loss of the module's formula, one number."""
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
        """Take steps, each on vectors drawn from x.

        The rate falls in a line to 0.
        """
        steps = AdamW(self.parameters, betas=(0.9, 0.999), weight_decay=0.0, max_norm=np.inf)
        for step in range(n_steps):
            batch = x[rng.integers(len(x), size=n_batch)]
            self.loss(batch, penalty).backward()
            steps.step(rate * (1 - step / n_steps))
            self.decoder.data[...] = unit_rows(self.decoder.data)


def unit_rows(x: Array) -> Array:
    """Each row made 1 long."""
    y: Array = x / np.linalg.norm(x, axis=1, keepdims=True)
    return y


def found(truth: Array, directions: Array, at_least: float = 0.9) -> Array:
    """Which true directions have one near them: [n, d] -> [n].

    Near is a cosine of `at_least` or more. Rows may have any length.
    """
    cosines = unit_rows(truth) @ unit_rows(directions).T
    near: Array = cosines.max(1) >= at_least
    return near
