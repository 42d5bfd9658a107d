"""In place of tiktoken, which has no build for browsers: the same ids from our tokenizer."""

from base64 import b64decode
from functools import cache
from pathlib import Path

from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import CL100K_SPLIT

ROOT = Path(__file__).parents[4]  # of what the browser unpacked
NAME = "cl100k_base"
MODELS = ("gpt-4", "gpt-3.5-turbo")
SPECIAL_TOKENS = {
    "<|endoftext|>": 100257,
    "<|fim_prefix|>": 100258,
    "<|fim_middle|>": 100259,
    "<|fim_suffix|>": 100260,
    "<|endofprompt|>": 100276,
}


class Encoding(BytePairTokenizer):
    """A tokenizer with those methods of tiktoken's that examples use."""

    name = NAME

    def encode(self, text: str, allow_special: bool = False) -> list[int]:
        """The ids of a text. Raises ValueError for a special token in it, as tiktoken does."""
        if found := next((mark for mark in SPECIAL_TOKENS if mark in text), None):
            raise ValueError(f"the text holds the special token {found}")
        return super().encode(text)

    def decode_single_token_bytes(self, token: int) -> bytes:
        """The bytes of the token with this id."""
        return self.token(token)


@cache
def get_encoding(name: str) -> Encoding:
    """OpenAI's tokenizer cl100k_base. Raises ValueError for any other name."""
    if name != NAME:
        raise ValueError(f"a browser has {NAME} alone, not {name!r}")
    lines = (ROOT / f"{NAME}.tiktoken").read_bytes().splitlines()
    pairs = (line.split() for line in lines)
    return Encoding({b64decode(t): int(rank) for t, rank in pairs}, CL100K_SPLIT, SPECIAL_TOKENS)


def encoding_for_model(model: str) -> Encoding:
    """The tokenizer of a model. Raises KeyError for a model that is not in `MODELS`."""
    if model not in MODELS:
        raise KeyError(f"a browser has the tokenizer of {' and '.join(MODELS)}, not of {model!r}")
    return get_encoding(NAME)
