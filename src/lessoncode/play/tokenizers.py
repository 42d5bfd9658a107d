"""What the page docs/play/tokenizer.md loads: two vocabularies, and Unicode's tables.

A vocabulary is written as gzip of

    the first id, the number of tokens      two 32-bit numbers, little-endian
    the length of each token                a byte each, in the order of the ids
    the tokens                              one after the other

so that it takes a quarter of tiktoken's own file. `docs/assets/play/vocabularies.js` reads it.
"""

import base64
import gzip
import json
import struct
from collections.abc import Mapping
from pathlib import Path

FOLDER = "tokenizers/"  # below site/run/


def contents(cl100k: Path, smollm2: Path) -> dict[str, bytes]:
    """Each file by its path below `site/run/`, made of tiktoken's ranks and of SmolLM2's file."""
    from lessoncode.pretrained import llama_gguf  # it loads NumPy
    from lessoncode.text.unicode16 import LETTERS, NUMBERS, WHITE_SPACE

    tables = {"letters": LETTERS, "numbers": NUMBERS, "white_space": WHITE_SPACE}
    return {
        f"{FOLDER}cl100k_base.bin": packed(ranks_in(cl100k)),
        f"{FOLDER}smollm2.bin": packed(llama_gguf.read(smollm2).ranks),
        f"{FOLDER}unicode16.json": json.dumps(tables, separators=(",", ":")).encode(),
    }


def ranks_in(path: Path) -> dict[bytes, int]:
    """The ranks in a file of tiktoken's: a line each, the token in base64 and its rank."""
    pairs = (line.split() for line in path.read_bytes().splitlines())
    return {base64.b64decode(token): int(rank) for token, rank in pairs}


def packed(ranks: Mapping[bytes, int]) -> bytes:
    """A vocabulary in the form that is told above. Raises ValueError if its ids have gaps."""
    tokens = sorted(ranks, key=ranks.__getitem__)
    first = ranks[tokens[0]]
    if [ranks[token] for token in tokens] != list(range(first, first + len(tokens))):
        raise ValueError("the ids of the vocabulary do not follow one another")
    head = struct.pack("<II", first, len(tokens))
    return gzip.compress(head + bytes(map(len, tokens)) + b"".join(tokens), 9, mtime=0)
