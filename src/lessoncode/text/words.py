"""The simplest tokenizer: a token is a word, its id a place in a list.

It knows its words and no others. That is enough for a small world
whose every sentence is known, and there it makes short sequences. A
real vocabulary has pieces of words; `bpe` learns such ones.
"""

from collections.abc import Iterable

END = "<|endoftext|>"  # ends one document and begins the next


class Words:
    """Turns text whose words stand between single spaces into ids.

    Id 0 is `END`; the others are the words of `texts`, sorted.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        words = {word for text in texts for word in text.split()}
        self.words = [END, *sorted(words - {END})]
        self._ids = {word: i for i, word in enumerate(self.words)}

    @property
    def end_id(self) -> int:
        """The id of `END`."""
        return 0

    @property
    def n_vocab(self) -> int:
        """How many ids there are."""
        return len(self.words)

    def encode(self, text: str) -> list[int]:
        """The ids of a text. Raises ValueError for an unknown word."""
        for word in text.split():
            if word not in self._ids:
                known = f"the {self.n_vocab} words of this vocabulary"
                raise ValueError(f"{word!r} is none of {known}")
        return [self._ids[word] for word in text.split()]

    def decode(self, ids: Iterable[int]) -> str:
        """The words of these ids, with spaces between them."""
        return " ".join(self.words[i] for i in ids)
