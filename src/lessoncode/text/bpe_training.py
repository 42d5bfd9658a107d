"""Learn the merges of byte pair encoding (BPE) from a text.

    >>> from lessoncode.text.bpe_training import train_steps
    >>> for merge in train_steps("low lower lowest", n_merges=2):
    ...     print(merge.token, merge.count)
    b'lo' 3
    b'low' 3

Split the text into pieces, and each piece into single bytes. Count every pair of neighbours. Merge
the most frequent pair into one token, everywhere. Repeat. A token's place in this order, after the
256 bytes, is its rank, and its rank is its id.

Source: Sennrich, Haddow and Birch 2016, "Neural Machine Translation of Rare Words with Subword
Units", arXiv 1508.07909, algorithm 1. Bytes instead of characters, and the split: Radford et al.
2019, "Language Models are Unsupervised Multitask Learners", section 2.2.

Differs in:
1. The paper does not say which of two equally frequent pairs is merged. Here the smallest is: by
   its left token, then by its right, each compared byte by byte, so that `b"a" < b"ab" < b"b"`.
2. The paper marks where a word ends. Here, as in GPT-2, a piece keeps the space in front of its
   word.
3. Ids 0 to 255 are the bytes in order. GPT-2 uses another order.

Checked against: a full recount after every merge.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from lessoncode.model.checks import count
from lessoncode.text.split import GPT2_SPLIT, pieces

Pair = tuple[bytes, bytes]


class Merge(NamedTuple):
    """One step of training: `left` and `right` become one token.

    `count` is how often the pair occurred in the text at that step.
    """

    left: bytes
    right: bytes
    count: int  # type: ignore[assignment]  # hides tuple.count

    @property
    def token(self) -> bytes:
        """The bytes of the new token."""
        return self.left + self.right


def train(text: str, n_merges: int, split: str = GPT2_SPLIT) -> dict[bytes, int]:
    """The rank of each token in a vocabulary that is learned from a text.

    The 256 bytes come first, then the tokens of up to `n_merges` merges in order: fewer if no pairs
    are left. Raises ValueError as `train_steps` does.
    """
    ranks = {bytes([byte]): byte for byte in range(256)}
    for merge in train_steps(text, n_merges, split):
        ranks[merge.token] = len(ranks)
    return ranks


def train_steps(text: str, n_merges: int, split: str = GPT2_SPLIT) -> Iterator[Merge]:
    """Yield the merges that training makes, one at a time.

    Every occurrence of a pair counts: "aaa" holds the pair "a", "a" twice, although only one of the
    two can be merged. The first step raises ValueError if `n_merges` is not a whole number or is
    below 0, and as `split.pieces` does.
    """
    count(0, n_merges=n_merges)
    pairs = _PairCounts(text, split)
    for _ in range(n_merges):
        pair = pairs.most_frequent()
        if pair is None:
            return
        yield Merge(*pair, pairs.counts[pair])
        pairs.merge(pair)


class _PairCounts:
    """The pieces of a text and the count of each pair in them.

    A piece is kept once, with its count. A merge visits the pieces that hold its pair, or once did.
    """

    def __init__(self, text: str, split: str) -> None:
        times = Counter(pieces(text, split))
        self.pieces = [[bytes([b]) for b in p.encode()] for p in times]
        self.times = list(times.values())
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
        """The pair to merge next, None if no pair is left.

        A merge creates only pairs with its new token; all other counts can only fall. The queue may
        thus have too high a count: its pair comes up too early, and goes back with the present one.
        """
        while self.queue:
            queued, pair = self.queue[0]
            n = self.counts[pair]
            if n == -queued:
                return pair
            heappop(self.queue)
            if n > 0:
                heappush(self.queue, (-n, pair))
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
    """The tokens, with each `pair` replaced by one token, from left to right."""
    left, right = pair
    merged = tokens[:1]
    for token in tokens[1:]:
        if token == right and merged[-1] == left:
            merged[-1] = left + right
        else:
            merged.append(token)
    return merged
