"""What the package requires of every tokenizer: from text to ids and back.

    >>> from lessoncode.text.tokenizer import Tokenizer
    >>> from lessoncode.text.words import Words
    >>> tokenizer: Tokenizer = Words(["the cat sat"])
    >>> tokenizer.prompt("the cat")
    [0, 3, 1]

The special token `END` separates documents.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

END = "<|endoftext|>"  # ends one document and begins the next


class Tokenizer(ABC):
    """Turns text into ids, from 0 to `n_vocab` - 1, and back."""

    @property
    @abstractmethod
    def n_vocab(self) -> int:
        """One more than the highest id: how many rows an embedding needs."""

    @abstractmethod
    def encode(self, text: str) -> list[int]:
        """The ids of a text. Raises ValueError for text that has none."""

    @abstractmethod
    def decode(self, ids: Iterable[int]) -> str:
        """The text of these ids."""

    @abstractmethod
    def special(self, token: str) -> int:
        """The id of a special token. Raises ValueError if it is unknown."""

    @abstractmethod
    def described(self) -> dict[str, Any]:
        """All that is needed to make the tokenizer again, in JSON's types, for checkpoints."""

    @property
    def end_id(self) -> int:
        """The id of `END`. Raises ValueError if there is none."""
        return self.special(END)

    def prompt(self, text: str) -> list[int]:
        """The ids of a document that begins with this text: `end_id` first, as in training."""
        return [self.end_id, *self.encode(text)]
