"""The split of a text: tiktoken and the package `regex` are the oracles, also of the tables."""

import re
import subprocess
import sys
import unicodedata

import pytest
import regex
import tiktoken
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import ANY, SAMPLES, TEXTS

from lessoncode.pretrained import smollm
from lessoncode.text.split import CL100K_SPLIT, GPT2_SPLIT, pieces
from lessoncode.text.unicode16 import LETTERS, NUMBERS, WHITE_SPACE, Ranges

SPLITS = [GPT2_SPLIT, CL100K_SPLIT, smollm.SPLIT]
KINDS = [r"\p{L}", r"\p{N}", r"\s", r"\S", r"[^\s\p{L}\p{N}]", r"[\S\n]", "(?i:[sdmt])"]
KINDS += ["(?i:[lvre])", "(?i:ll|ve|re)"]
BYTES = {bytes([byte]): byte for byte in range(256)}
EVERY = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000)


def tiktokens(split: str, text: str) -> str:
    """What a split does not leave out. Every byte is a token, so the pieces stand side by side."""
    encoding = tiktoken.Encoding("bytes", pat_str=split, mergeable_ranks=BYTES, special_tokens={})
    return encoding.decode(encoding.encode(text))


@pytest.mark.parametrize("kind", KINDS)
def test_every_character_is_of_the_kinds_that_tiktoken_takes_it_for(kind: str) -> None:
    assert "".join(pieces(EVERY, kind)) == tiktokens(kind, EVERY)
    low = EVERY[: EVERY.index("\U00010000")]  # it has tables of its own
    assert "".join(pieces(low, kind)) == tiktokens(kind, low)


def members(ranges: Ranges) -> set[str]:
    return {chr(c) for first, last in ranges for c in range(first, last + 1)}


def test_the_tables_are_those_of_unicode() -> None:
    """Of the characters that this Python knows; a later one may know younger ones."""
    for table, category in ((LETTERS, "L"), (NUMBERS, "N")):
        ours = {c for c in members(table) if unicodedata.category(c) != "Cn"}
        theirs = {c for c in EVERY if unicodedata.category(c)[0] == category}
        assert ours <= theirs
        assert ours == theirs or unicodedata.unidata_version > "16.0.0"
    assert members(WHITE_SPACE) == set(regex.findall(r"\s", EVERY))
    assert {c for c in EVERY if c.isspace()} - members(WHITE_SPACE) == set("\x1c\x1d\x1e\x1f")


def test_a_letter_younger_than_unicode_16_is_none() -> None:
    young, younger = "\u1c8a", "\ua7d2"  # added in Unicode 16 and in Unicode 17
    assert regex.findall(r"\p{L}", young + younger) == [young, younger]
    assert pieces(young + younger, r"\p{L}") == [young]


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("text", SAMPLES)
def test_pieces_of_samples(split: str, text: str) -> None:
    assert pieces(text, split) == regex.findall(split, text)


@settings(max_examples=1_000, deadline=None)
@given(TEXTS, st.sampled_from(SPLITS))
def test_pieces_of_random_text(text: str, split: str) -> None:
    assert pieces(text, split) == regex.findall(split, text)
    assert "".join(pieces(text, split)) == text


@settings(max_examples=1_000, deadline=None)
@given(st.lists(st.one_of(ANY, st.text("'sſStTlL \n\x1c\x1f\x851é"))).map("".join))
def test_nothing_of_a_text_is_left_out(text: str) -> None:
    for split in SPLITS:
        assert "".join(pieces(text, split)) == text


@pytest.mark.parametrize(
    ("split", "text", "expected"),
    [
        (r"a$|\n", "a\n", ["\n"]),  # the end of the text, not of its last line
        (r"[$a]+", "a$", ["a$"]),  # in a class a sign like others
        (r"\$", "$", ["$"]),
        (r"[]a]+|[^]a]+", "a]b", ["a]", "b"]),
        (r"[\]\s]+", "a] \x1cb", ["] "]),
        (r"\\s+", r"\s\ss", [r"\s", r"\ss"]),  # a backslash, then letters
        (r"[\\\S]+", "a\\ b", ["a\\", "b"]),
    ],
)
def test_patterns_are_read_as_by_tiktoken(split: str, text: str, expected: list[str]) -> None:
    assert pieces(text, split) == expected
    assert "".join(expected) == tiktokens(split, text)


@pytest.mark.parametrize("escape", [r"\p{Lu}", r"\P{L}", r"\p{Han}", r"[\p{Lu}]"])
def test_other_kinds_of_characters_are_refused(escape: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"a {escape.strip('[]')}: only \\p{{L}} and")):
        pieces("a", escape)


def test_what_cannot_be_split_is_refused() -> None:
    with pytest.raises(ValueError, match="capturing group"):
        pieces("a", r"(\w)+|\W")
    with pytest.raises(ValueError, match="position 1 of the text is a lone surrogate, U\\+DC00"):
        pieces("a\udc00", GPT2_SPLIT)


def test_importing_the_package_imports_no_dependency() -> None:
    code = "import sys, lessoncode; print({'numpy', 'tiktoken'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_tokenizer_does_without_the_package_regex() -> None:
    code = "import sys; sys.modules['regex'] = None; from lessoncode.pretrained import smollm"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("split", ["(", "[z-a]", "a{99999999999}", "\\"])
def test_what_is_no_pattern_is_refused(split: str) -> None:
    with pytest.raises(ValueError, match="split is no pattern: "):
        pieces("a", split)
