"""What generation, losses and policies require of a language model.

    >>> from lessoncode.model.language_model import LanguageModel
    >>> from lessoncode.model.table import Table
    >>> model: LanguageModel = Table.initial(3, 2, np.random.default_rng(0))
    >>> model([[1]]).shape
    (1, 1, 3)

It is a protocol, so a model need not inherit from anything.
"""

from typing import Any, Protocol, Self

import numpy.typing as npt

from lessoncode.model.tensor import Tensor


class LanguageModel(Protocol):
    """A `Transformer`, a `Table`, or any other class with these methods."""

    parameters: dict[str, Tensor]

    def __call__(self, ids: npt.ArrayLike, cache: Any = None, last: bool = False) -> Tensor:
        """Logits after each id, or the `last`: [batch, n_seq] -> [batch, n_seq or 1, n_vocab]."""

    def hidden(self, ids: npt.ArrayLike, cache: Any = None) -> Tensor:
        """The vectors that the head reads: [batch, n_seq] -> [batch, n_seq, n_embd]."""

    def frozen(self) -> Self:
        """A model with the same arrays as constants: what it computes keeps no tape."""

    def cache(self, batch: int, n_context: int) -> Any:
        """An empty store for what generation keeps of the positions so far."""
