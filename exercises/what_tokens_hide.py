"""Exercises of the page on what tokens hide."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.layers import Ids
from lessoncode.model.tensor import Array


def renumberings(rng: np.random.Generator) -> Iterator[tuple[Ids, Array, Ids]]:
    """Small tables, then larger ones, and every token with a new id."""
    yield np.array([0, 2, 2]), np.array([[1.0], [2.0], [3.0]]), np.array([1, 2, 0])
    yield np.array([1]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1, 0])
    yield np.array([0, 1]), np.eye(2), np.array([0, 1])
    for n_vocab in range(3, 15):
        ids = rng.integers(n_vocab, size=int(rng.integers(1, 9)))
        table = rng.normal(0, 1, (n_vocab, int(rng.integers(1, 5))))
        yield ids, table, rng.permutation(n_vocab)


@exercise(
    "what-tokens-hide-1",
    renumberings,
    hints=(
        "Two things change: the ids, and the order of the rows. Afterwards `new_table[new_ids]` "
        "must equal `table[ids]`.",
        "You can look up new ids in new_id: the new id of token i is `new_id[i]`. For all ids at "
        "once, write `new_id[ids]`.",
        "The row of token i moves to the place `new_id[i]`. Make an empty table and assign to it: "
        "`new_table[new_id] = table`. (`new_table = table[new_id]` moves the rows the other way.)",
    ),
)
def renumber(ids: Ids, table: Array, new_id: Ids) -> tuple[Ids, Array]:
    """Give every token a new id, so that nothing changes for a model.

    - `ids`: an array [n_tokens], the ids of a text.
    - `table`: an array [n_vocab, n_embd]; row i belongs to token i.
    - `new_id`: an array [n_vocab]; token i gets the id `new_id[i]`.

    Returns the new ids of the text, and the table with each token's row at
    its new id. With ids `[0, 2, 2]`, table `[[1], [2], [3]]` and new_id
    `[1, 2, 0]`, the result is `[1, 0, 0]` and `[[3], [1], [2]]`.
    """
    new_table = np.empty_like(table)
    new_table[new_id] = table
    return new_id[ids], new_table


@renumber.right
def renumber_by_sorting(ids: Ids, table: Array, new_id: Ids) -> tuple[Ids, Array]:
    """Which token has each new id? That is where sorting finds it."""
    return np.take(new_id, ids), table[np.argsort(new_id)]


@renumber.mistake
def renumber_backwards(ids: Ids, table: Array, new_id: Ids) -> tuple[Ids, Array]:
    return new_id[ids], table[new_id]


@renumber.mistake
def renumber_rows_only(ids: Ids, table: Array, new_id: Ids) -> tuple[Ids, Array]:
    return ids, table[np.argsort(new_id)]


@renumber.mistake
def renumber_ids_only(ids: Ids, table: Array, new_id: Ids) -> tuple[Ids, Array]:
    return new_id[ids], table


CHARACTERS = "raé雨🌧"


def texts(rng: np.random.Generator) -> Iterator[tuple[list[int], list[bytes], str]]:
    """Texts cut anywhere, also within a character."""
    yield [0, 1, 2], [b"st", b"raw", b"berry"], "r"
    yield [0, 1], [b"\xc3", b"\xa9"], "é"
    yield [], [b"r"], "r"
    for length in range(3, 30):
        text = "".join(rng.choice(list(CHARACTERS), length)).encode()
        cuts = sorted({0, len(text), *rng.integers(len(text), size=length).tolist()})
        tokens = [text[i:j] for i, j in pairwise(cuts)]
        vocabulary = sorted(set(tokens))
        ids = [vocabulary.index(token) for token in tokens]
        yield ids, vocabulary, CHARACTERS[length % len(CHARACTERS)]


@exercise(
    "what-tokens-hide-2",
    texts,
    hints=(
        "The ids contain no letters. The letters are in the vocabulary: `vocabulary[i]` holds the "
        "bytes of the token with the id i.",
        "A character can begin in one token and end in the next. Don't decode token by token: "
        "join all the bytes first, with `b''.join(...)`.",
        "Then `.decode()` turns the bytes into text, and `.count(character)` counts in it.",
    ),
)
def count(ids: list[int], vocabulary: list[bytes], character: str) -> int:
    """Count a character in a text that is given as ids.

    - `ids`: a list of whole numbers.
    - `vocabulary`: the bytes of each token, by its id. A token may begin
      or end within a character. Joined in order, the bytes of a
      text are UTF-8.
    - `character`: one character, of one to four bytes.

    Returns how often it occurs. With ids `[0, 1, 2]` and the vocabulary
    `[b"st", b"raw", b"berry"]`, `"r"` occurs 3 times.
    """
    whole = b"".join(vocabulary[i] for i in ids)
    return whole.decode().count(character)


@count.right
def count_bytes(ids: list[int], vocabulary: list[bytes], character: str) -> int:
    """In bytes: no character's bytes begin within another's."""
    whole = bytes(byte for i in ids for byte in vocabulary[i])
    return len(whole.split(character.encode())) - 1


@count.mistake
def count_in_each(ids: list[int], vocabulary: list[bytes], character: str) -> int:
    return sum(vocabulary[i].decode(errors="replace").count(character) for i in ids)


@count.mistake
def count_tokens_with_it(ids: list[int], vocabulary: list[bytes], character: str) -> int:
    return sum(character.encode() in vocabulary[i] for i in ids)


@count.mistake
def count_tokens_that_are_it(ids: list[int], vocabulary: list[bytes], character: str) -> int:
    return sum(vocabulary[i] == character.encode() for i in ids)
