"""Training byte pair encoding: the oracle is a full recount before every merge."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import CORPUS

from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.bpe_training import Merge, train, train_steps
from lessoncode.text.split import CL100K_SPLIT, GPT2_SPLIT


def recount(text: str, n_merges: int, split: str) -> tuple[list[Merge], list[bytes]]:
    """Train by counting everything anew before every merge: the merges and the tokens left."""
    pieces = [[bytes([b]) for b in piece.encode()] for piece in regex.findall(split, text)]
    merges: list[Merge] = []
    while len(merges) < n_merges:
        counts = Counter(pair for piece in pieces for pair in pairwise(piece))
        if not counts:
            break
        (left, right), count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        merges.append(Merge(left, right, count))
        for piece in pieces:
            i = 0
            while i < len(piece) - 1:
                if (piece[i], piece[i + 1]) == (left, right):
                    piece[i : i + 2] = [left + right]
                i += 1
    return merges, [token for piece in pieces for token in piece]


def test_training_by_hand() -> None:
    # The pieces are "ab", " ab" and " abc".
    assert list(train_steps("ab ab abc", 10)) == [
        (b"a", b"b", 3),  # against " a" 2 and "bc" 1
        (b" ", b"ab", 2),  # against "ab" + "c" 1
        (b" ab", b"c", 1),
    ]  # then every piece is one token
    assert list(train("ab ab abc", 10).items())[256:] == [
        (b"ab", 256),
        (b" ab", 257),
        (b" abc", 258),
    ]


def test_ties_go_to_the_smallest_pair() -> None:
    # The pieces are "ca", " ab" and "\n", "ac". Every pair stands there once.
    assert [merge[:2] for merge in train_steps("ca ab\nac", 9)] == [
        (b" ", b"a"),  # the space is the smallest byte
        (b" a", b"b"),  # " a" is smaller than "a" and "c"
        (b"a", b"c"),  # the left token counts first
        (b"c", b"a"),
    ]
    # "a" comes before "ab": a token before those that it begins.
    merges = list(train_steps("ab.ab.ab.abz.az", 3, r"\w+"))
    assert merges == [(b"a", b"b", 4), (b"a", b"z", 1), (b"ab", b"z", 1)]


def test_a_run_counts_every_place_of_its_pair() -> None:
    steps = list(train_steps("a" * 50_000, 5))
    assert [merge.token for merge in steps] == [b"a" * size for size in (2, 4, 8, 16, 32)]
    assert [merge.count for merge in steps] == [49_999, 24_999, 12_499, 6_249, 3_124]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text("ab"), st.text("abc \n'", max_size=60), st.text("aé漢1 ")),
    st.sampled_from([GPT2_SPLIT, CL100K_SPLIT, r"(?s:.+)"]),
    st.integers(0, 40),
)
def test_training_against_a_recount(text: str, split: str, n_merges: int) -> None:
    merges, left = recount(text, n_merges, split)
    ranks = train(text, n_merges, split)
    assert list(train_steps(text, n_merges, split)) == merges
    assert list(ranks) == [bytes([b]) for b in range(256)] + [merge.token for merge in merges]
    assert list(ranks.values()) == list(range(256 + len(merges)))
    # Encoding repeats the training.
    assert BytePairTokenizer(ranks, split).encode(text) == [ranks[token] for token in left]


@pytest.mark.parametrize("split", [GPT2_SPLIT, CL100K_SPLIT])
def test_training_on_the_samples_against_a_recount(split: str) -> None:
    merges, _ = recount(CORPUS, 200, split)
    counts = [merge.count for merge in merges]
    assert len(merges) == 200
    assert len(set(counts)) < 100  # there are ties
    assert list(train_steps(CORPUS, 200, split)) == merges


def test_training_steps_come_one_at_a_time() -> None:
    steps: Iterator[Merge] = train_steps("ab ab abc", 10)
    assert next(steps).token == b"ab"
    assert next(steps).token == b" ab"


def test_training_refuses() -> None:
    for n_merges in (-1, 1.5, True):
        with pytest.raises(ValueError, match=f"n_merges is {n_merges}: give a whole number, 0 or"):
            # mypy rejects half a merge; a reader without it gets the error
            train("ab", n_merges)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="capturing group"):
        train("ab", 1, "(a)|b")
    with pytest.raises(ValueError, match="position 2 of the text is a lone surrogate, U\\+DC00"):
        train("ab\udc00", 1)
