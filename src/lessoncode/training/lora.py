"""LoRA: fine-tuning by a small addition to each matrix.

    >>> from lessoncode.model.transformer import Config, Transformer
    >>> from lessoncode.training.lora import LowRank
    >>> base = Transformer.initial(Config(10, 32, 2, 2, 2, 64), np.random.default_rng(0))
    >>> LowRank(base, 2, np.random.default_rng(1)).n_parameters, base.n_parameters
    (1792, 20960)

A matrix W of the base [n_out, n_in] stays as it is. Two thin matrices are added to it, and only
they are trained:

    W' = W + (alpha / r) B A      A [r, n_in], B [n_out, r]

B A has as many numbers as W, but its rank is at most r. A starts with random numbers and B with 0,
so training starts from the base. Afterwards, W' can be stored as one matrix, at no extra cost.

Source: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", arXiv 2106.09685,
sections 4.1 and 4.2.

Differs in:
1. Every matrix of every layer has an addition; the paper's experiments change attention alone.
   W_qkv is one matrix here, and so are gate and up: the parts of each share an A.
2. A is drawn from a normal distribution with standard deviation 1 / sqrt(n_in).
3. Each step computes all of W'. This costs more than the thin products in (alpha / r) B (A x), but
   gives the same gradients.

Checked against: torch in float64, with the two thin products; and central differences.
"""

from copy import copy
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from lessoncode.model.attention import Past
from lessoncode.model.checks import count, number
from lessoncode.model.tensor import Tensor
from lessoncode.model.transformer import Transformer

MATRICES = ("qkv", "attention_out", "gate_up", "down")


class LowRank:
    """A base that stays as it is, and the additions that are trained.

    Together they form a LanguageModel, so `train` accepts them. `parameters` holds only the
    additions, an A and a B for each matrix of the layers. Raises ValueError for a rank below 1, a
    negative alpha, or a base that is a mixture of experts or has no layers.
    """

    def __init__(
        self, base: Transformer, rank: int, rng: np.random.Generator, alpha: float = 1.0
    ) -> None:
        count(rank=rank)
        number(alpha=alpha)
        self.base, self.scale = base.frozen(), alpha / rank
        self.parameters: dict[str, Tensor] = {}
        for name, p in base.parameters.items():
            if not name.endswith(MATRICES):
                continue
            if len(p.shape) != 2:
                raise ValueError(f"{name} is not one matrix, but a mixture of experts: {p.shape}")
            n_out, n_in = p.shape
            a = rng.normal(0, n_in**-0.5, (rank, n_in))
            dtype = p.data.dtype
            self.parameters[f"{name}.a"] = Tensor(a.astype(dtype))
            b = np.zeros((n_out, rank), dtype)
            self.parameters[f"{name}.b"] = Tensor(b)
        if not self.parameters:
            raise ValueError("the base has no matrix to add to: give a Transformer with layers")

    def adapted(self) -> Transformer:
        """The base with its additions; only the additions receive gradients."""
        model = copy(self.base)
        model.parameters = dict(self.base.parameters)
        for name, w in self.base.parameters.items():
            if f"{name}.a" in self.parameters:
                a = self.parameters[f"{name}.a"]
                b = self.parameters[f"{name}.b"]
                model.parameters[name] = w + (b @ a) * self.scale
        return model

    def merged(self) -> Transformer:
        """An ordinary model, with each addition written into its matrix."""
        adapted = self.adapted().parameters
        weights = {name: p.data.copy() for name, p in adapted.items()}
        return Transformer(self.base.config, weights)

    def __call__(self, ids: npt.ArrayLike, cache: Any = None, last: bool = False) -> Tensor:
        """The logits after each id: [batch, n_seq] -> [batch, n_seq, n_vocab]."""
        return self.adapted()(ids, cache, last)

    def hidden(self, ids: npt.ArrayLike, cache: Any = None) -> Tensor:
        """The vectors that the head reads: [batch, n_seq] -> [batch, n_seq, n_embd]."""
        return self.adapted().hidden(ids, cache)

    def frozen(self) -> Self:
        """A model of the same arrays as constants, which keeps no tape."""
        twin = copy(self)
        twin.parameters = {
            name: Tensor(p.data, requires_grad=False) for name, p in self.parameters.items()
        }
        return twin

    def cache(self, batch: int, n_context: int) -> list[Past]:
        """An empty `Past` for every layer, for generation."""
        return self.base.cache(batch, n_context)

    @property
    def n_parameters(self) -> int:
        """How many numbers the additions have: those that training changes."""
        return sum(p.data.size for p in self.parameters.values())
