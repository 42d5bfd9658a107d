"""What the rest of the package asks of a language model, whatever is inside."""

from typing import Any, Protocol, Self

import numpy.typing as npt

from lessoncode.model.tensor import Tensor


class LanguageModel(Protocol):
    """What writes and learns: a `Transformer`, or one like it."""

    parameters: dict[str, Tensor]

    def __call__(
        self,
        ids: npt.ArrayLike,
        cache: Any = None,
        last: bool = False,
    ) -> Tensor:
        """[batch, n_seq] -> logits [batch, n_seq, n_vocab]."""

    def hidden(self, ids: npt.ArrayLike, cache: Any = None) -> Tensor:
        """[batch, n_seq] -> [batch, n_seq, n_embd]."""

    def frozen(self) -> Self:
        """The same arrays as constants."""

    def cache(self, batch: int, n_context: int) -> Any:
        """What generation keeps of the positions so far."""
