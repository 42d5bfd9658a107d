"""Answers to the exercises on tokens: right ones of other forms, and mistakes that people make."""

from collections.abc import Callable
from typing import Any


def utf8_by_bits(code: int) -> list[int]:
    """By the bits as text."""
    n = next(n for n, bits in ((1, 7), (2, 11), (3, 16), (4, 21)) if code < 2**bits)
    if n == 1:
        return [code]
    bits = f"{code:021b}"
    last = [int("10" + bits[i : i + 6], 2) for i in (3, 9, 15)][4 - n :]
    first = bits[: 21 - 6 * (n - 1)].lstrip("0")
    return [int("1" * n + "0" + first.zfill(7 - n), 2), *last]


def utf8_without_three(code: int) -> list[int]:
    if code < 128:
        return [code]
    if code < 2**11:
        return [192 + (code >> 6), 128 + (code & 63)]
    return [240 + (code >> 18), *(128 + (code >> s & 63) for s in (12, 6, 0))]


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


def merge_once(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    for i in range(len(ids) - 1):
        if (ids[i], ids[i + 1]) == pair:
            return [*ids[:i], new_id, *ids[i + 2 :]]
    return ids


def merge_in_place(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    i = 0
    while i < len(ids) - 1:
        if (ids[i], ids[i + 1]) == pair:
            ids[i : i + 2] = [new_id]
        i += 1
    return ids


def encode_longest_first(piece: bytes, ranks: dict[bytes, int]) -> list[int]:
    ids = []
    while piece:
        size = max(n for n in range(1, len(piece) + 1) if piece[:n] in ranks)
        ids.append(ranks[piece[:size]])
        piece = piece[size:]
    return ids


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


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("tokens-1", utf8_by_bits),
    ("tokens-2", merge_in_place),
    ("tokens-3", encode_by_rank),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("tokens-1", utf8_without_three),
    ("tokens-2", merge_backwards),
    ("tokens-2", merge_once),
    ("tokens-3", encode_longest_first),
]
