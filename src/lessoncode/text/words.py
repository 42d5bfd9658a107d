"""The simplest tokenizer: every word is a token, and its id is its place in a sorted list.

    >>> from lessoncode.text.words import Words
    >>> words = Words(["the cat sat", "the dog sat"])
    >>> words.encode("the dog"), words.decode([4, 2])
    ([4, 2], 'the dog')

It knows only the words it was made from. That is enough for a small world whose sentences are all
known, and keeps sequences short. A real vocabulary has pieces of words; `bpe_training` learns one.
"""

from collections.abc import Iterable

import numpy as np

from lessoncode.text.tokenizer import END, Tokenizer


class Words(Tokenizer):
    """Turns text into ids, one for each word, and back; white space separates words.

    Id 0 is `END`; the others are the words of `texts`, sorted, special tokens among them. A string
    as `texts` is read letter by letter; one of several words raises ValueError.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        if isinstance(texts, str) and len(texts.split()) > 1:
            raise ValueError(f"texts is one text, {texts!r}: give a list of texts")
        words = {word for text in texts for word in text.split()}
        self.words = [END, *sorted(words - {END})]
        self._ids = {word: i for i, word in enumerate(self.words)}

    @property
    def n_vocab(self) -> int:
        """How many ids there are, including that of `END`."""
        return len(self.words)

    def encode(self, text: str) -> list[int]:
        """The ids of a text. Raises ValueError for an unknown word."""
        return [self.special(word) for word in text.split()]

    def decode(self, ids: Iterable[int]) -> str:
        """The words of these ids, separated by spaces. Raises ValueError for an unknown id."""
        ids = list(ids)
        for i in ids:
            if not (isinstance(i, int | np.integer) and 0 <= i < self.n_vocab):
                message = f"no word has the id {i}; the last is number"
                raise ValueError(f"{message} {self.n_vocab - 1}")
        return " ".join(self.words[i] for i in ids)

    def special(self, token: str) -> int:
        """The id of a word, such as `END`. Raises ValueError for an unknown one."""
        if token not in self._ids:
            known = f"the {self.n_vocab} words of this vocabulary"
            raise ValueError(f"{token!r} is none of {known}")
        return self._ids[token]

    def described(self) -> dict[str, list[str]]:
        """The words, from which `Words` makes the same ids again."""
        return {"words": self.words}
