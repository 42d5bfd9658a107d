r"""The files that docs/play/tokenizer.md loads: two vocabularies and tables of Unicode.

    >>> from lessoncode.play.tokenizers import compressed
    >>> import gzip
    >>> gzip.decompress(compressed({b"a": 7, b"bc": 8}))
    b'\x07\x00\x00\x00\x02\x00\x00\x00\x01\x02abc'

A vocabulary is written as these parts, compressed by gzip:

    the first id, the number of tokens      two 32-bit numbers, little-endian
    the length of each token                a byte each, in the order of the ids
    the tokens                              one after the other

This takes a quarter of the space of tiktoken's file. `docs/assets/play/vocabularies.js` reads it.
"""

import base64
import gzip
import json
import struct
from collections.abc import Mapping
from pathlib import Path

FOLDER = "tokenizers/"  # below site/run/


def contents(cl100k: Path, smollm2: Path) -> dict[str, bytes]:
    """Each file's content by its path below site/run/, from tiktoken's and SmolLM2's files."""
    from lessoncode.pretrained import llama_gguf  # it loads NumPy
    from lessoncode.text.unicode16 import LETTERS, NUMBERS, WHITE_SPACE

    tables = {"letters": LETTERS, "numbers": NUMBERS, "white_space": WHITE_SPACE}
    return {
        f"{FOLDER}cl100k_base.bin": compressed(tiktoken_ranks(cl100k)),
        f"{FOLDER}smollm2.bin": compressed(llama_gguf.read(smollm2).ranks),
        f"{FOLDER}unicode16.json": json.dumps(tables, separators=(",", ":")).encode(),
    }


def tiktoken_ranks(path: Path) -> dict[bytes, int]:
    """The ranks in tiktoken's file, each line of which has a token in base64 and its rank."""
    pairs = (line.split() for line in path.read_bytes().splitlines())
    return {base64.b64decode(token): int(rank) for token, rank in pairs}


def compressed(ranks: Mapping[bytes, int]) -> bytes:
    """A vocabulary in this module's format. Raises ValueError if its ids have gaps."""
    tokens = sorted(ranks, key=ranks.__getitem__)
    first = min(ranks.values(), default=0)
    if [ranks[token] for token in tokens] != list(range(first, first + len(tokens))):
        raise ValueError("the ids of the vocabulary do not follow one another")
    head = struct.pack("<II", first, len(tokens))
    return gzip.compress(head + bytes(map(len, tokens)) + b"".join(tokens), 9, mtime=0)
