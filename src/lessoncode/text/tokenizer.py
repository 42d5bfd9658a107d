"""What the package asks of a tokenizer, whatever is inside."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

END = "<|endoftext|>"  # ends one document and begins the next


class Tokenizer(ABC):
    """Turns text into ids and back: `Words` or `BytePairTokenizer`.

    Ids are whole numbers from 0 up to `n_vocab` - 1.
    """

    @property
    @abstractmethod
    def n_vocab(self) -> int:
        """One more than the highest id: the rows of an embedding."""

    @abstractmethod
    def encode(self, text: str) -> list[int]:
        """The ids of a text. Raises ValueError for what has none."""

    @abstractmethod
    def decode(self, ids: Iterable[int]) -> str:
        """The text of these ids."""

    @abstractmethod
    def special(self, token: str) -> int:
        """The id of a special token. Raises ValueError if unknown."""

    @abstractmethod
    def described(self) -> dict[str, Any]:
        """All that it was made of, in JSON's types, for checkpoints."""

    @property
    def end_id(self) -> int:
        """The id of `END`. Raises ValueError if there is none."""
        return self.special(END)

    def prompt(self, text: str) -> list[int]:
        """The ids of a document that begins with this text.

        `end_id` comes first, since in training every document stands behind the end of another.
        """
        return [self.end_id, *self.encode(text)]
