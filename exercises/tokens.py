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
        "Code points below 128 are their own byte. The others take 2 bytes below 2**11, 3 below "
        "2**16, and else 4.",
        "Each byte but the first is 128 plus six bits of the code point, the lowest six in the "
        "last byte.  code & 63  are its lowest six bits,  code >> 6  is what is left.",
        "The first byte of 2, 3 or 4 begins with as many ones as there are bytes and then a "
        "zero: 0b11000000, 0b11100000, 0b11110000. Add what is left of the code point.",
    ),
)
def utf8(code: int) -> list[int]:
    """Write a character as bytes, without Python's own encode.

    code: the number of the character in Unicode, a code point, as
        ord() gives it: ord("é") is 233. It is no surrogate.
    Returns its bytes in UTF-8 as a list of whole numbers: [195, 169].
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
    """Rows in which a pair stands, overlaps itself, or does not stand."""
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
        "Go through the ids from the left with a place i of your own, and a new list.",
        "Where ids[i] and ids[i + 1] are the pair, append new_id and go on two places. Else "
        "append ids[i] and go on one.",
        "Mind the last id: it has no neighbour to the right.",
    ),
)
def merge(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    """Put one new id wherever a pair of ids stands: a step of BPE.

    ids: a list of whole numbers.
    pair: two ids. Where pairs overlap, the one further left counts.
    Returns a new list: merge([1, 2, 1, 1, 2], (1, 2), 9) is [9, 1, 9].
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
        "Begin with a list of single bytes:  [bytes([b]) for b in piece].",
        "Look at all neighbours. Of those whose joined bytes are in ranks, take the two with the "
        "lowest rank and join them. Begin again.",
        "When no two neighbours join to a token, look up what is left.  min(..., key=...)  takes "
        "the leftmost where two are equal, which is right.",
    ),
)
def encode(piece: bytes, ranks: dict[bytes, int]) -> list[int]:
    """Cut a piece of a text into tokens, by the ranks of a vocabulary.

    piece: bytes, at least one.
    ranks: the id of every token; a lower one was merged earlier. All
        single bytes are in it.
    Returns the ids: merge the two neighbours whose joined bytes have
    the lowest rank, the leftmost two if tied, until none are left.
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
