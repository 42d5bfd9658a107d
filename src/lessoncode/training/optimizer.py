"""AdamW, with a learning rate that warms up and falls as a cosine.

At step t, for a gradient g that is first clipped to the length c:

    g <- g min(1, c / (|g| + 1e-6))      |g| over all parameters
    m <- b1 m + (1 - b1) g               mean of gradients
    v <- b2 v + (1 - b2) g^2             mean of squares
    w <- w - rate decay w                not through m and v
    w <- w - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)

m and v start at 0; 1 - b1^t and 1 - b2^t correct that.

Source: Kingma and Ba 2015, "Adam", arXiv 1412.6980, algorithm 1;
Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization",
arXiv 1711.05101, algorithm 2, and for the cosine, "SGDR", arXiv
1608.03983, equation 5; clipping: Pascanu, Mikolov and Bengio 2013,
arXiv 1211.5063, algorithm 1.

Differs in:
1. Only matrices decay, not the weights of norms, as in GPT-3's and
   Llama's reproductions.
2. The rate multiplies the decay too, as in torch.
3. b2 is 0.95, as Llama has it; the paper of Adam proposes 0.999.

Checked against: `torch.optim.AdamW`, `clip_grad_norm_` and torch's
schedulers `LinearLR` and `CosineAnnealingLR`.
"""

import math
from collections.abc import Mapping

import numpy as np

from lessoncode.model.tensor import Tensor

CHUNK = 16_384  # numbers at a time, so that they stay in the cache


class AdamW:
    """Moves parameters against their gradients.

    All parameters move into one flat array, all gradients into
    another; `data` and `grad` of each become views of these. The
    formulas are those of the module, with `betas` for b1 and b2,
    `weight_decay` for decay and `max_norm` for c.
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
        self.t = 0
        # Matrices come first, so that what decays is one stretch.
        tensors = list(parameters.values())
        tensors.sort(key=lambda p: p.data.ndim < 2)
        self.data = np.concatenate([p.data.ravel() for p in tensors])
        self.grad = np.zeros_like(self.data)
        self.m = np.zeros_like(self.data)
        self.v = np.zeros_like(self.data)
        matrices = [p for p in tensors if p.data.ndim >= 2]
        self.decaying = sum(p.data.size for p in matrices)
        start = 0
        for p in tensors:
            part = slice(start, start + p.data.size)
            p.data = self.data[part].reshape(p.shape)
            p.grad = self.grad[part].reshape(p.shape)
            start = part.stop

    def step(self, rate: float) -> float:
        """Change the parameters by the gradients that they have now.

        Clips the gradients in place and returns |g| before that.
        Raises FloatingPointError, and changes nothing, if a gradient
        is not finite.
        """
        with np.errstate(over="ignore"):  # found in the next line
            norm = math.sqrt(self.grad @ self.grad)
        self.check_finite(norm)
        self.t += 1
        b1, b2 = self.betas
        clip = min(1.0, self.max_norm / (norm + 1e-6))
        stride = rate / (1 - b1**self.t)
        correction = 1 / math.sqrt(1 - b2**self.t)
        self.data[: self.decaying] *= 1 - rate * self.weight_decay
        for start in range(0, self.data.size, CHUNK):
            part = slice(start, start + CHUNK)
            g, m, v = self.grad[part], self.m[part], self.v[part]
            g *= clip
            m *= b1
            m += (1 - b1) * g
            v *= b2
            v += (1 - b2) * g * g
            root = np.sqrt(v) * correction + self.eps
            self.data[part] -= stride * m / root
        return norm

    def check_finite(self, norm: float) -> None:
        """Say which gradient is not finite, if the norm is not."""
        if math.isfinite(norm):
            return
        for name, p in self.parameters.items():
            if p.grad is not None and not np.isfinite(p.grad).all():
                raise FloatingPointError(
                    f"step {self.t + 1}: the gradient of {name} is not "
                    "finite; try a lower learning rate"
                )
        message = "the gradients are too large to square"
        raise FloatingPointError(f"step {self.t + 1}: {message}")


def warmup_cosine(
    step: int,
    n_steps: int,
    n_warmup: int,
    peak: float,
    final: float = 0.0,
) -> float:
    """The learning rate of a step; the first step is number 0.

    It rises in a line to `peak`, in `n_warmup` steps, and falls to
    `final` in half a cosine wave, which step `n_steps` would reach.
    """
    if step < n_warmup:
        return peak * (step + 1) / n_warmup
    done = (step - n_warmup) / (n_steps - n_warmup)
    return final + (peak - final) * (1 + math.cos(math.pi * done)) / 2
