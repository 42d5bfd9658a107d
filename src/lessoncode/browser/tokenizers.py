"""What the page docs/play/tokenizer.md loads: two vocabularies, and Unicode's tables.

A vocabulary is written as gzip of

    the first id, the number of tokens      two 32-bit numbers, little-endian
    the length of each token                a byte each, in the order of the ids
    the tokens                              one after the other

The ranks of cl100k_base are OpenAI's, published with tiktoken under the MIT licence; SmolLM2's
vocabulary is Hugging Face's, under the Apache licence 2.0.
"""

import base64
import gzip
import hashlib
import json
import struct
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from lessoncode.pretrained import llama_gguf, smollm
from lessoncode.text.unicode16 import LETTERS, NUMBERS, WHITE_SPACE

# The SHA-256 that tiktoken itself demands of the file.
CL100K_SHA = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
NOTICE = """\
cl100k_base.bin: the ranks of cl100k_base, from tiktoken, under the licence below.
smollm2.bin: the vocabulary of SmolLM2-135M-Instruct, by Hugging Face, under the Apache License,
Version 2.0, http://www.apache.org/licenses/LICENSE-2.0

"""


def write_tokenizers(cl100k: Path, folder: Path) -> None:
    """Write all files into a folder; `cl100k` is tiktoken's own file of ranks.

    Raises ValueError if that is not the file that tiktoken demands, or FileNotFoundError where
    SmolLM2 is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = llama_gguf.read(smollm.checked(smollm.installed()))
    licence = metadata.distribution("tiktoken").read_text("licenses/LICENSE")
    if licence is None:
        raise FileNotFoundError("tiktoken is installed without its licence")
    tables = {"letters": LETTERS, "numbers": NUMBERS, "white_space": WHITE_SPACE}
    (folder / "cl100k_base.bin").write_bytes(packed(cl100k_ranks(cl100k)))
    (folder / "smollm2.bin").write_bytes(packed(model.ranks))
    (folder / "unicode16.json").write_text(json.dumps(tables, separators=(",", ":")))
    (folder / "LICENSE-tokenizers.txt").write_text(NOTICE + licence, "utf-8")


def cl100k_ranks(path: Path) -> dict[bytes, int]:
    """The ranks in tiktoken's file: a line each, the token in base64 and its rank."""
    content = path.read_bytes()
    if (found := hashlib.sha256(content).hexdigest()) != CL100K_SHA:
        raise ValueError(f"{path} has the SHA-256 {found[:8]}..., not {CL100K_SHA[:8]}...")
    pairs = (line.split() for line in content.splitlines())
    return {base64.b64decode(token): int(rank) for token, rank in pairs}


def packed(ranks: Mapping[bytes, int]) -> bytes:
    """A vocabulary in the form that is told above. Raises ValueError if its ids have gaps."""
    tokens = sorted(ranks, key=ranks.__getitem__)
    first = ranks[tokens[0]]
    if [ranks[token] for token in tokens] != list(range(first, first + len(tokens))):
        raise ValueError("the ids of the vocabulary do not follow one another")
    head = struct.pack("<II", first, len(tokens))
    return gzip.compress(head + bytes(map(len, tokens)) + b"".join(tokens), 9, mtime=0)
