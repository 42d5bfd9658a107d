"""What generation, losses and policies ask of a language model."""

from typing import Any, Protocol, Self

import numpy.typing as npt

from lessoncode.model.tensor import Tensor


class LanguageModel(Protocol):
    """A `Transformer`, a `Table`, or another that does the same."""

    parameters: dict[str, Tensor]

    def __call__(
        self,
        ids: npt.ArrayLike,
        cache: Any = None,
        last: bool = False,
    ) -> Tensor:
        """[batch, n_seq] -> logits [batch, n_seq, n_vocab]."""

    def hidden(self, ids: npt.ArrayLike, cache: Any = None) -> Tensor:
        """What the head reads: -> [batch, n_seq, n_embd]."""

    def frozen(self) -> Self:
        """The same arrays as constants."""

    def cache(self, batch: int, n_context: int) -> Any:
        """What generation keeps of the positions so far."""
