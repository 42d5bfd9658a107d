"""Byte-level byte pair encoding (BPE): from text to ids and back.

    >>> from lessoncode.text.bpe import BytePairTokenizer
    >>> from lessoncode.text.bpe_training import train
    >>> from lessoncode.text.split import GPT2_SPLIT
    >>> tokenizer = BytePairTokenizer(train("rain rain rain", 3), GPT2_SPLIT)
    >>> [tokenizer.token(i) for i in tokenizer.encode("rain is")]
    [b'rain', b' ', b'i', b's']

Split the text into pieces, and each piece into single bytes. In each piece, merge the two
neighbours whose joined bytes have the lowest rank, the leftmost two if tied, until no two
neighbours form a token. A token's rank is its turn in training, and also its id. A piece that is
itself a token is not split.

Source: Sennrich, Haddow and Birch 2016, "Neural Machine Translation of Rare Words with Subword
Units", arXiv 1508.07909. Bytes instead of characters, and the split: Radford et al. 2019, "Language
Models are Unsupervised Multitask Learners", section 2.2.

Differs in:
1. A lone surrogate raises ValueError. tiktoken replaces it.
2. If one special token is the beginning of another, the longer is read. tiktoken may read either.

Checked against: tiktoken, on its own cl100k_base and on ranks trained here.
"""

import re
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from heapq import heappop, heappush
from itertools import chain, pairwise
from typing import Any, Self

from lessoncode.model.checks import as_many, count
from lessoncode.text.split import pieces, valid
from lessoncode.text.tokenizer import Tokenizer


def merge_states(
    piece: bytes,
    ranks: Mapping[bytes, int],
) -> list[list[bytes]]:
    """The tokens of one piece at the start and after each merge.

    At the start they are single bytes. This is the rule in its simplest
    form, and a slow one: its time grows with the square of the length.
    """
    tokens = [bytes([byte]) for byte in piece]
    states = [tokens]
    while True:
        joined = [left + right for left, right in pairwise(tokens)]
        known = [token for token in joined if token in ranks]
        if not known:
            return states
        # The token with the lowest rank was learned first.
        i = joined.index(min(known, key=ranks.__getitem__))
        tokens = [*tokens[:i], joined[i], *tokens[i + 2 :]]
        states.append(tokens)


def _merge_piece(piece: bytes, ranks: Mapping[bytes, int]) -> list[int]:
    """The ids of the tokens that `merge_states` ends with, computed fast.

    A token runs from one position of the piece to another. Two neighbours meet at a position, the
    middle. To merge them, forget it.
    """
    size = len(piece)
    end_of = list(range(1, size + 2))  # of the token that starts here
    start_of = list(range(-1, size))  # of the token that ends here
    queue: list[tuple[int, int, int, int]] = []

    def offer(start: int, middle: int, end: int) -> None:
        rank = ranks.get(piece[start:end])
        if rank is not None:
            heappush(queue, (rank, start, middle, end))

    for middle in range(1, size):
        offer(middle - 1, middle, middle + 1)
    while queue:
        _, start, middle, end = heappop(queue)
        if start_of[middle] != start or end_of[middle] != end:
            continue  # one of the two has grown since
        end_of[start], start_of[end] = end, start
        if start > 0:
            offer(start_of[start], start, end)
        if end < size:
            offer(start, end, end_of[end])

    ids, start = [], 0
    while start < size:
        ids.append(ranks[piece[start : end_of[start]]])
        start = end_of[start]
    return ids


class BytePairTokenizer(Tokenizer):
    """Turns text into ids with a byte pair encoding, and back.

    `ranks` gives each token its id, which is also its turn in merging; `bpe_training.train` returns
    such ranks. `split` is the pattern that cuts a text into pieces; text that it does not match
    gets no ids. `special_tokens` maps a text such as "<|endoftext|>" to its id.

    Raises ValueError if there are no tokens or two share an id, if an id is negative or not a whole
    number, if a special token is empty or holds a lone surrogate, and as `split.pieces` does.
    """

    def __init__(
        self,
        ranks: Mapping[bytes, int],
        split: str,
        special_tokens: Mapping[str, int] | None = None,
    ) -> None:
        self.ranks = {**ranks}
        self.special_tokens = {**(special_tokens or {})}
        self.split = split
        both = chain(self.ranks.items(), self.special_tokens.items())
        ids = {f"the id of {token!r}": token_id for token, token_id in both}
        count(0, **ids)
        if not ids:
            raise ValueError("there are no tokens")
        if "" in self.special_tokens:
            raise ValueError("a special token is empty")
        self._tokens = {rank: token for token, rank in self.ranks.items()}
        for text, token_id in self.special_tokens.items():
            self._tokens[token_id] = valid(text).encode()
        if len(self._tokens) < len(ids):
            raise ValueError("two tokens share an id")
        pieces("", split)  # raises ValueError for an unusable split
        # If one special token is the beginning of another, the longer one wins.
        texts = sorted(self.special_tokens, key=len, reverse=True)
        either = "|".join(re.escape(text) for text in texts)
        self._special_pattern = re.compile(f"({either})")
        # Most pieces of a text are words that have occurred before.
        self._cached_ids = lru_cache(maxsize=2**16)(self._piece_ids)

    @property
    def n_vocab(self) -> int:
        """One more than the highest id: how many rows an embedding needs."""
        return max(self._tokens) + 1

    def encode(self, text: str, allow_special: bool = False) -> list[int]:
        """The ids of a text.

        The text of a special token is text like any other, unless `allow_special`: then it becomes
        that token's one id. Raises ValueError if `text` holds a lone surrogate, or a byte that is
        not a token and is left over after merging.
        """
        if not (allow_special and self.special_tokens):
            return self._ordinary_ids(text)
        ids = []
        for part in self._special_pattern.split(valid(text)):
            if part in self.special_tokens:
                ids.append(self.special_tokens[part])
            else:
                ids += self._ordinary_ids(part)
        return ids

    def _ordinary_ids(self, text: str) -> list[int]:
        found = pieces(text, self.split)
        return list(chain.from_iterable(map(self._cached_ids, found)))

    def _piece_ids(self, piece: str) -> list[int]:
        token = piece.encode()
        if token in self.ranks:
            return [self.ranks[token]]
        try:
            return _merge_piece(token, self.ranks)
        except KeyError as error:
            what = f"{piece!r} holds the byte {error.args[0]!r}"
            message = f"{what}, for which there is no token"
            raise ValueError(message) from None

    def decode(self, ids: Iterable[int]) -> str:
        """The text of these ids.

        Bytes that are not UTF-8, such as part of a character, become U+FFFD, the replacement
        character. Raises ValueError as `token` does.
        """
        return b"".join(map(self.token, ids)).decode(errors="replace")

    def token(self, token_id: int) -> bytes:
        """The bytes of a token, or a special token's text. Raises ValueError for an unknown id."""
        if not isinstance(token_id, Hashable) or token_id not in self._tokens:  # a list, or unknown
            raise ValueError(
                f"no token has the id {token_id}; the vocabulary has "
                f"{len(self._tokens)} tokens, the last is number "
                f"{max(self._tokens)}"
            )
        return self._tokens[token_id]

    def special(self, token: str) -> int:
        """The id of a special token. Raises ValueError if it is unknown."""
        if token not in self.special_tokens:
            known = ", ".join(self.special_tokens) or "none"
            message = f"the tokenizer has no special token {token}"
            raise ValueError(f"{message}; those it has: {known}")
        return self.special_tokens[token]

    def described(self) -> dict[str, Any]:
        """The tokens in order of rank, the split and the special tokens, in JSON's types.

        Each byte is written as a Latin-1 character. Ids are left out if they are 0, 1, 2 and so on.
        """
        ranked = sorted(self.ranks, key=self.ranks.__getitem__)
        ids = [self.ranks[token] for token in ranked]
        plain = ids == list(range(len(ids)))
        return {
            "tokens": [token.decode("latin-1") for token in ranked],
            "split": self.split,
            "special_tokens": self.special_tokens,
            **({} if plain else {"ids": ids}),
        }

    @classmethod
    def from_description(cls, about: Mapping[str, Any]) -> Self:
        """The tokenizer that was `described`. Raises ValueError for a missing or invalid part."""
        for key in ("tokens", "split", "special_tokens"):
            if key not in about:
                raise ValueError(f"the description of a tokenizer has no {key!r}")
        try:
            tokens = [text.encode("latin-1") for text in about["tokens"]]
        except UnicodeEncodeError as error:
            raise ValueError(f"a token holds {error.object!r}, which is not in Latin-1") from None
        ids = about.get("ids", range(len(tokens)))
        ranks = dict(zip(tokens, ids, strict=False))
        as_many(tokens=tokens, ids=ids, different=ranks)
        return cls(ranks, about["split"], about["special_tokens"])
