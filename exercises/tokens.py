"""Exercises of the page on tokens."""

from collections.abc import Iterator

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer

EDGES = [0x00, 0x41, 0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0x96E8, 0xFFFF, 0x10000, 0x1F327, 0x10FFFF]
SURROGATES = range(0xD800, 0xE000)  # no characters, so without UTF-8


def code_points(rng: np.random.Generator) -> Iterator[tuple[int]]:
    """The first and last of each length, and some between."""
    for code in [*EDGES, *rng.integers(0x110000, size=100).tolist()]:
        if code not in SURROGATES:
            yield (code,)


@exercise(
    "tokens-1",
    code_points,
    hints=(
        "A code point below 128 is already a byte. Larger ones take 2 bytes below `2**11`, 3 bytes "
        "below `2**16`, and 4 bytes otherwise.",
        "Each byte after the first is 128 plus six bits of the code point. The lowest six bits "
        "are in the last byte: `code & 63` gives them, and `code >> 6` is what remains.",
        "In a sequence of 2, 3 or 4 bytes, the first byte begins with as many ones as there are "
        "bytes, followed by a zero: `0b11000000`, `0b11100000`, `0b11110000`. Add what remains of "
        "the code point.",
    ),
)
def utf8(code: int) -> list[int]:
    """Write a character as bytes, without Python's own encode.

    - `code`: the number of the character in Unicode, a code point, as `ord`
      gives it: `ord("é")` is 233.

    Returns its bytes in UTF-8 as a list of whole numbers: `[195, 169]`.
    """
    return list(chr(code).encode())


@utf8.right
def utf8_by_bits(code: int) -> list[int]:
    """By the bits as text."""
    n = next(n for n, bits in ((1, 7), (2, 11), (3, 16), (4, 21)) if code < 2**bits)
    if n == 1:
        return [code]
    bits = f"{code:021b}"
    last = [int("10" + bits[i : i + 6], 2) for i in (3, 9, 15)][4 - n :]
    first = bits[: 21 - 6 * (n - 1)].lstrip("0")
    return [int("1" * n + "0" + first.zfill(7 - n), 2), *last]


@utf8.mistake
def utf8_without_three(code: int) -> list[int]:
    if code < 128:
        return [code]
    if code < 2**11:
        return [192 + (code >> 6), 128 + (code & 63)]
    return [240 + (code >> 18), *(128 + (code >> s & 63) for s in (12, 6, 0))]


def merges(
    rng: np.random.Generator,
) -> Iterator[tuple[list[int], tuple[int, int], int]]:
    """Rows in which a pair occurs, overlaps itself, or does not occur."""
    yield [1, 2], (1, 2), 9
    yield [1, 2, 3, 1, 2], (1, 2), 9
    yield [1, 1, 1], (1, 1), 9
    yield [2, 1], (1, 2), 9
    yield [], (1, 2), 9
    yield [1], (1, 1), 9
    for length in range(2, 40):
        ids = rng.integers(3, size=length).tolist()
        left, right = rng.integers(3, size=2).tolist()
        yield ids, (left, right), 9


@exercise(
    "tokens-2",
    merges,
    hints=(
        "Go through the ids from the left with an index i, and collect the result in a new list.",
        "If `ids[i]` and `ids[i + 1]` are the pair, append `new_id` and move on by two. Otherwise "
        "append `ids[i]` and move on by one.",
        "Take care with the last id, which has no neighbour to its right.",
    ),
)
def merge(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    """Replace a pair of ids with a new id wherever it occurs: a BPE step.

    - `ids`: a list of whole numbers.
    - `pair`: two ids. If two pairs overlap, replace the one further left.

    Returns a new list: `merge([1, 2, 1, 1, 2], (1, 2), 9)` is `[9, 1, 9]`.
    """
    text = "".join(map(chr, ids))
    return list(map(ord, text.replace(chr(pair[0]) + chr(pair[1]), chr(new_id))))


@merge.right
def merge_in_place(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    i = 0
    while i < len(ids) - 1:
        if (ids[i], ids[i + 1]) == pair:
            ids[i : i + 2] = [new_id]
        i += 1
    return ids


@merge.mistake
def merge_backwards(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    out, i = [], len(ids) - 1
    while i >= 0:
        if i and (ids[i - 1], ids[i]) == pair:
            out.append(new_id)
            i -= 2
        else:
            out.append(ids[i])
            i -= 1
    return out[::-1]


@merge.mistake
def merge_once(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    for i in range(len(ids) - 1):
        if (ids[i], ids[i + 1]) == pair:
            return [*ids[:i], new_id, *ids[i + 2 :]]
    return ids


WHOLE = r"(?s:.+)"  # a split that leaves a text in one piece


def pieces(
    rng: np.random.Generator,
) -> Iterator[tuple[bytes, dict[bytes, int]]]:
    """Pieces to cut, with ranks learned from other letters."""

    def letters(length: int) -> str:
        return "".join(rng.choice(list("aint"), length))

    ranks = bpe_training.train(letters(500), 20, WHOLE)
    for length in range(1, 50):
        yield letters(length).encode(), ranks


@exercise(
    "tokens-3",
    pieces,
    hints=(
        "Start with a list of single bytes: `[bytes([b]) for b in piece]`.",
        "Look at all pairs of neighbours, and keep those whose joined bytes are in ranks. Join the "
        "pair with the lowest rank. Start again.",
        "When no pair forms a token, look up the ids of the parts that you have. "
        "`min(..., key=...)` returns the leftmost of several equal ones, as it should.",
    ),
)
def encode(piece: bytes, ranks: dict[bytes, int]) -> list[int]:
    """Cut a piece of a text into tokens, by the ranks of a vocabulary.

    - `piece`: bytes, at least one.
    - `ranks`: the id of every token. A lower id was merged earlier. All
      single bytes are included.

    Returns the ids. To find them, join the two neighbours whose bytes
    together have the lowest rank (the leftmost if tied), and repeat
    until no two neighbours form a token.
    """
    return BytePairTokenizer(ranks, WHOLE).encode(piece.decode())


@encode.right
def encode_by_rank(piece: bytes, ranks: dict[bytes, int]) -> tuple[int, ...]:
    """Goes through the ranks from the lowest, as training did."""
    tokens = [bytes([byte]) for byte in piece]
    for token in sorted(ranks, key=ranks.__getitem__):
        i = 0
        while i < len(tokens) - 1:
            if tokens[i] + tokens[i + 1] == token:
                tokens[i : i + 2] = [token]
            i += 1
    return tuple(ranks[token] for token in tokens)


@encode.mistake
def encode_longest_first(piece: bytes, ranks: dict[bytes, int]) -> list[int]:
    ids = []
    while piece:
        size = max(n for n in range(1, len(piece) + 1) if piece[:n] in ranks)
        ids.append(ranks[piece[:size]])
        piece = piece[size:]
    return ids
