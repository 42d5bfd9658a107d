"""What both tokenizers can do: against ids written by hand."""

import pytest

from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.tokenizer import END, Tokenizer
from lessoncode.text.words import Words

RANKS = {bytes([byte]): byte for byte in range(256)} | {b"ab": 256}
WORDS = Words(["a b", "<|user|> b"])
BPE = BytePairTokenizer(RANKS, GPT2_SPLIT, {END: 257, "<|user|>": 258})
BARE = BytePairTokenizer(RANKS, GPT2_SPLIT)


@pytest.mark.parametrize(
    ("tokenizer", "text", "prompt", "user"),
    [(WORDS, "b a", [0, 3, 2], 1), (BPE, "ab a", [257, 256, 32, 97], 258)],
)
def test_a_prompt_stands_behind_the_end(
    tokenizer: Tokenizer, text: str, prompt: list[int], user: int
) -> None:
    assert tokenizer.prompt(text) == prompt
    assert tokenizer.prompt("") == [tokenizer.end_id] == prompt[:1]
    assert tokenizer.decode(prompt[1:]) == text
    assert tokenizer.n_vocab == (4 if tokenizer is WORDS else 259)
    assert tokenizer.special(END) == tokenizer.end_id
    assert tokenizer.special("<|user|>") == user


def test_a_special_token_that_is_missing_is_named() -> None:
    for tokenizer in (WORDS, BPE):
        with pytest.raises(ValueError, match=r"<\|system\|>"):
            tokenizer.special("<|system|>")
    with pytest.raises(ValueError, match=r"those it has: <\|endoftext\|>, <\|user\|>$"):
        BPE.special("a")
    with pytest.raises(ValueError, match=r"no special token <\|endoftext\|>; those it has: none"):
        BARE.prompt("a")
