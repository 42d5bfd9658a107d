"""Byte-level byte pair encoding (BPE): from text to ids and back.

Training: split the text into pieces, each piece into single bytes.
Count every pair of neighbours. Merge the most frequent pair into one
token, everywhere. Repeat. A token's place in this order is its rank,
and its rank is its id.

Encoding: split alike. In each piece, merge the two neighbours whose
joined bytes have the lowest rank, the leftmost two if tied, until no
neighbours join to a token. A piece that is a token needs no merging.

Source: Sennrich, Haddow and Birch 2016, "Neural Machine Translation
of Rare Words with Subword Units", arXiv 1508.07909, algorithm 1.
Bytes instead of characters, and the split: Radford et al. 2019,
"Language Models are Unsupervised Multitask Learners", section 2.2.

Differs in:
1. The paper leaves ties open. Here the smallest pair wins: by its
   left token, then by its right, each compared byte by byte, so
   that b"a" < b"ab" < b"b".
2. The paper marks where a word ends. Here, as in GPT-2, a piece
   keeps the space in front of its word.
3. Ids 0 to 255 are the bytes in order. GPT-2 orders them otherwise.
4. A lone surrogate is refused. tiktoken replaces it.
5. What is a letter or a digit, the package `regex` knows. tiktoken
   has the tables of Unicode 16: text with younger characters can
   split differently there.

Checked against: tiktoken, on its own cl100k_base and on ranks
trained here; and a full recount after every merge.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import chain, pairwise
from typing import NamedTuple

import regex

# OpenAI's patterns, from tiktoken_ext/openai_public.py (GPT-2's first
# form stands in a comment there). Each match is one piece.
GPT2_SPLIT = (
    r"'s|'t|'re|'ve|'m|'ll|'d"  # endings of English words: it's
    r"| ?\p{L}+"  # letters, with one space before them
    r"| ?\p{N}+"  # digits, likewise
    r"| ?[^\s\p{L}\p{N}]+"  # other signs, likewise
    r"|\s+(?!\S)"  # white space, except the last before a sign
    r"|\s+"  # that last one
)
# A second + (++, ?+, *+) means: never give back what was matched.
CL100K_SPLIT = (
    r"'(?i:[sdmt]|ll|ve|re)"  # endings, also in capitals: IT'S
    r"|[^\r\n\p{L}\p{N}]?+\p{L}++"  # letters, any one sign before
    r"|\p{N}{1,3}+"  # up to three digits
    r"| ?[^\s\p{L}\p{N}]++[\r\n]*+"  # other signs, line ends after
    r"|\s++$"  # white space that ends the text
    r"|\s*[\r\n]"  # white space up to its last line end
    r"|\s+(?!\S)"  # white space, except the last before a sign
    r"|\s"  # that last one
)

Pair = tuple[bytes, bytes]


class Merge(NamedTuple):
    """One step of training: `left` and `right` become one token.

    `count` is how often the pair stood in the text at that step.
    """

    left: bytes
    right: bytes
    count: int  # type: ignore[assignment]  # hides tuple.count

    @property
    def token(self) -> bytes:
        """The new token."""
        return self.left + self.right


def train(
    text: str,
    merge_count: int,
    split: str = GPT2_SPLIT,
) -> dict[bytes, int]:
    """Learn a vocabulary from a text.

    Returns the rank of each token: the 256 bytes first, then the
    merges in order, `merge_count` of them unless the text runs out
    of pairs. Errors are those of `train_steps`.
    """
    ranks = {bytes([byte]): byte for byte in range(256)}
    for merge in train_steps(text, merge_count, split):
        ranks[merge.token] = len(ranks)
    return ranks


def train_steps(
    text: str,
    merge_count: int,
    split: str = GPT2_SPLIT,
) -> Iterator[Merge]:
    """Yield the merges of a training, one at a time.

    A pair counts wherever it stands: "aaa" holds the pair "a", "a"
    twice, although only one of the two can be merged. The first
    step raises ValueError if `text` holds a lone surrogate, `split`
    a capturing group, or if `merge_count` is negative.
    """
    if merge_count < 0:
        raise ValueError(f"merge_count is {merge_count}, below 0")
    pairs = _PairCounts(text, split)
    for _ in range(merge_count):
        pair = pairs.most_frequent()
        if pair is None:
            return
        yield Merge(*pair, pairs.counts[pair])
        pairs.merge(pair)


class _PairCounts:
    """The pieces of a text and the count of each pair in them.

    A piece that occurs often is kept once, with its number of
    occurrences. A merge visits only the pieces that hold its pair.
    """

    def __init__(self, text: str, split: str) -> None:
        pieces = Counter(_compile(split).findall(_valid(text)))
        self.pieces = [_single_bytes(p.encode()) for p in pieces]
        self.times = list(pieces.values())
        self.counts: dict[Pair, int] = defaultdict(int)
        self.places: dict[Pair, set[int]] = defaultdict(set)
        for place, piece in enumerate(self.pieces):
            for pair in pairwise(piece):
                self.counts[pair] += self.times[place]
                self.places[pair].add(place)
        # The highest count comes first, then the smallest pair.
        self.queue = [(-n, pair) for pair, n in self.counts.items()]
        heapify(self.queue)

    def most_frequent(self) -> Pair | None:
        """Return the pair to merge next, None if no pair is left.

        A merge creates no pairs but those with its new token; all
        other counts can only fall. So an entry of the queue is at
        worst too high: it comes up too early, and goes back with
        the count that it has now.
        """
        while self.queue:
            queued, pair = self.queue[0]
            count = self.counts[pair]
            if count == -queued:
                return pair
            heappop(self.queue)
            if count > 0:
                heappush(self.queue, (-count, pair))
        return None

    def merge(self, pair: Pair) -> None:
        """Merge `pair` everywhere and bring the counts up to date."""
        token = pair[0] + pair[1]
        created = set()
        for place in self.places.pop(pair):
            times = self.times[place]
            for old in pairwise(self.pieces[place]):
                self.counts[old] -= times
            self.pieces[place] = _merged(self.pieces[place], pair)
            for new in pairwise(self.pieces[place]):
                self.counts[new] += times
                if token in new:
                    self.places[new].add(place)
                    created.add(new)
        for new in created:
            heappush(self.queue, (-self.counts[new], new))


def _merged(tokens: list[bytes], pair: Pair) -> list[bytes]:
    """Replace `pair` by one token, from left to right."""
    left, right = pair
    merged = tokens[:1]
    for token in tokens[1:]:
        if token == right and merged[-1] == left:
            merged[-1] = left + right
        else:
            merged.append(token)
    return merged


def merge_states(
    piece: bytes,
    ranks: Mapping[bytes, int],
) -> list[list[bytes]]:
    """Encode one piece a merge at a time, to look at.

    Returns its tokens before the first merge (single bytes) and
    after each merge. This is the rule at its plainest; its time
    grows with the square of the length, `Tokenizer`'s does not.
    """
    tokens = _single_bytes(piece)
    states = [tokens]
    while True:
        joined = [left + right for left, right in pairwise(tokens)]
        known = [token for token in joined if token in ranks]
        if not known:
            return states
        i = joined.index(min(known, key=ranks.__getitem__))
        tokens = [*tokens[:i], joined[i], *tokens[i + 2 :]]
        states.append(tokens)


def _merge_piece(piece: bytes, ranks: Mapping[bytes, int]) -> list[int]:
    """Return the ids that `merge_states` ends in, without its scans.

    A token runs from one position of the piece to another. Two
    neighbours meet in the middle: to merge them, forget the middle.
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


class Tokenizer:
    """A vocabulary put to use: from text to ids and back.

    `ranks` gives each token its id, which is also its turn in
    merging; `train` returns such ranks. `split` is the pattern that
    cuts a text into pieces; what it does not match gets no ids.
    `special_tokens` maps a text such as "<|endoftext|>" to its id.

    Raises ValueError if two tokens share an id, or if `split` has a
    capturing group.
    """

    def __init__(
        self,
        ranks: Mapping[bytes, int],
        split: str,
        special_tokens: Mapping[str, int] | None = None,
    ) -> None:
        self.ranks = dict(ranks)
        self.special_tokens = dict(special_tokens or {})
        self.split = split
        self._tokens = {rank: token for token, rank in ranks.items()}
        for text, token_id in self.special_tokens.items():
            self._tokens[token_id] = text.encode()
        if len(self._tokens) < len(ranks) + len(self.special_tokens):
            raise ValueError("two tokens share an id")
        self._pattern = _compile(split)
        # Where two special tokens begin alike, the longer one wins.
        texts = sorted(self.special_tokens, key=len, reverse=True)
        either = "|".join(regex.escape(text) for text in texts)
        self._special_pattern = regex.compile(f"({either})")
        # Most pieces of a text are words that came before.
        self._cached_ids = lru_cache(maxsize=2**16)(self._piece_ids)

    @property
    def n_vocab(self) -> int:
        """One more than the highest id: the rows of an embedding."""
        return max(self._tokens) + 1

    def encode(
        self,
        text: str,
        allow_special: bool = False,
    ) -> list[int]:
        """Return the ids of a text.

        The text of a special token is text like any other, unless
        `allow_special`: then it becomes that token's one id.
        Raises ValueError if `text` holds a lone surrogate, or a byte
        that no token of this vocabulary holds.
        """
        _valid(text)
        if not (allow_special and self.special_tokens):
            return self._ordinary_ids(text)
        ids = []
        for part in self._special_pattern.split(text):
            if part in self.special_tokens:
                ids.append(self.special_tokens[part])
            else:
                ids += self._ordinary_ids(part)
        return ids

    def _ordinary_ids(self, text: str) -> list[int]:
        pieces = self._pattern.findall(text)
        return list(chain.from_iterable(map(self._cached_ids, pieces)))

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
        """Return the text of these ids.

        Bytes that are no UTF-8, such as a part of a character, turn
        into U+FFFD, the replacement character. Errors are those of
        `token`.
        """
        return b"".join(map(self.token, ids)).decode(errors="replace")

    def token(self, token_id: int) -> bytes:
        """Return the bytes of one token, also of a special one.

        Raises ValueError if no token has this id.
        """
        if token_id not in self._tokens:
            raise ValueError(
                f"no token has the id {token_id}; the vocabulary has "
                f"{len(self._tokens)} tokens, the last is number "
                f"{max(self._tokens)}"
            )
        return self._tokens[token_id]


def _single_bytes(piece: bytes) -> list[bytes]:
    return [piece[i : i + 1] for i in range(len(piece))]


def _compile(split: str) -> regex.Pattern[str]:
    pattern = regex.compile(split)
    if pattern.groups:  # findall would return the groups alone
        raise ValueError("split has a capturing group: write (?:...)")
    return pattern


def _valid(text: str) -> str:
    """Return the text, or say where it cannot be written as bytes."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"position {error.start} of the text is a lone surrogate, "
            f"U+{ord(text[error.start]):04X}, half of a character that "
            "UTF-8 cannot write. Mend the text first: "
            'text.encode("utf-16", "surrogatepass")'
            '.decode("utf-16", "replace")'
        ) from None
    return text
