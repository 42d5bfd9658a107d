"""Read GGUF, the file format of llama.cpp.

    >>> from lessoncode.pretrained import gguf_file, smollm
    >>> file = gguf_file.read(smollm.installed())
    >>> file.facts["general.architecture"], file.weights("output_norm.weight").shape
    ('llama', (576,))

A file has four parts:

    "GGUF", version, number of tensors, number of facts
    facts:    the name, kind and value of each
    tensors:  the name, lengths, kind and place of each
    the numbers of the tensors

Facts describe the model, and include its vocabulary. Most weights are quantized: a block of 32
shares a scale d, and in Q4_1 also an offset m:

    weight = d q         Q8_0, q an integer from -127 to 127
    weight = d q + m     Q4_1, q from 0 to 15

d and m are float16, so a weight takes 8.5 bits in Q8_0 and 5 in Q4_1.

Source: docs/gguf.md and src/ggml-quants.c of ggml.

Differs in: Only four of about thirty kinds of numbers can be read.

Checked against: llama.cpp's package gguf: files that it writes, its reader, `dequantize`.
"""

import math
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Shape

N_ROWS = 2048  # computed at once
# Real files stay far below these; a damaged one can claim anything.
MOST_FACTS, MOST_TENSORS, MOST_ITEMS = 10_000, 100_000, 2_000_000

# The kinds of facts: for numbers, with their codes in `struct`.
NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 10: "Q"}
NUMBERS |= {11: "q", 6: "f", 7: "?", 12: "d"}
TEXT, LIST = 8, 9


class Kind(NamedTuple):
    """How weights are stored: in blocks of `size`, each of the dtype `block`."""

    name: str
    size: int
    block: np.dtype[Any]


Q8_0 = np.dtype([("d", "<f2"), ("q", "i1", 32)])
# The low halves of the bytes are the first 16 weights.
Q4_1 = np.dtype([("d", "<f2"), ("m", "<f2"), ("q", "u1", 16)])
KINDS = {
    0: Kind("F32", 1, np.dtype("<f4")),
    1: Kind("F16", 1, np.dtype("<f2")),
    3: Kind("Q4_1", 32, Q4_1),
    8: Kind("Q8_0", 32, Q8_0),
}


class Stored(NamedTuple):
    """A tensor in a file; its numbers begin at byte `start`."""

    kind: Kind
    shape: Shape
    start: int

    @property
    def n_weights(self) -> int:
        """How many weights the tensor has."""
        return math.prod(self.shape)

    @property
    def n_bytes(self) -> int:
        """How many bytes its weights take in the file."""
        blocks = self.n_weights // self.kind.size
        return blocks * self.kind.block.itemsize


class Gguf(NamedTuple):
    """A file's facts and the places of its tensors, by their names."""

    path: Path
    facts: dict[str, Any]
    tensors: dict[str, Stored]

    def weights(self, name: str) -> Array:
        """The weights of a tensor, read from the file and converted to float32.

        Raises KeyError if the file has none of that name.
        """
        if name not in self.tensors:
            raise KeyError(f"{self.path.name} holds no tensor {name!r}")
        kind, shape, start = self.tensors[name]
        width = shape[-1] // kind.size * kind.block.itemsize
        out = np.empty((math.prod(shape[:-1]), shape[-1]), np.float32)
        for first in range(0, len(out), N_ROWS):
            rows = out[first : first + N_ROWS]
            blocks = np.fromfile(
                self.path, kind.block, rows.size // kind.size, offset=start + first * width
            )
            rows[:] = dequantized(blocks).reshape(rows.shape)
        return out.reshape(shape)


def dequantized(blocks: Array) -> Array:
    """The weights of n blocks, in float32: [n] -> [n, block's size]."""
    if blocks.dtype == Q8_0:
        return blocks["q"] * blocks["d"].astype(np.float32)[:, None]
    if blocks.dtype == Q4_1:
        q = blocks["q"]
        q = np.concatenate([q & 15, q >> 4], axis=1)
        d, m = (blocks[k].astype(np.float32)[:, None] for k in "dm")
        weights: Array = d * q + m
        return weights
    return blocks.astype(np.float32)[:, None]


def read(path: Path) -> Gguf:
    """Read all but the numbers. Raises ValueError for a damaged file or another format."""
    try:
        with path.open("rb") as file:
            header = Header(file, path.stat().st_size)
            header.begin()
            n_tensors = header.count("tensors", MOST_TENSORS)
            n_facts = header.count("facts", MOST_FACTS)
            facts: dict[str, Any] = {}
            for _ in range(n_facts):
                name = header.new_name(facts)
                facts[name] = header.value(header.number("I"))
            step = facts.get("general.alignment", 32)
            tensors = header.tensors(n_tensors, step)
    except ValueError as error:
        raise ValueError(f"{path.name} {error}") from None
    return Gguf(path, facts, tensors)


class Header:
    """The part of a file before the numbers, read from its beginning piece by piece."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file, self.size, self.at = file, size, 0

    def take(self, n: int) -> bytes:
        """The next n bytes. Raises ValueError if the file has fewer."""
        self.at += n
        if self.at > self.size:
            raise damaged(f"after {self.size:,} bytes its header goes on")
        return self.file.read(n)

    def number(self, code: str) -> Any:
        """The next number; `code` is its kind in `struct`."""
        return self.numbers(code, 1)[0]

    def numbers(self, code: str, n: int) -> tuple[Any, ...]:
        """The next n numbers; `code` is their kind in `struct`."""
        size = struct.calcsize(f"<{code}")
        return struct.unpack(f"<{n}{code}", self.take(n * size))

    def text(self) -> str:
        """The next text: a length, and as many bytes. Raises ValueError if they are not UTF-8."""
        length = int.from_bytes(self.take(8), "little")
        try:
            return self.take(length).decode()
        except UnicodeDecodeError:
            raise damaged("one of its texts is not UTF-8") from None

    def begin(self) -> None:
        """Read the first bytes. Raises ValueError for a file of another format or version."""
        mark = self.take(min(4, self.size))
        if mark != b"GGUF":
            raise ValueError(f"is not a GGUF file: it begins with {mark!r}, not with b'GGUF'")
        version = self.number("I")
        if version == 3 << 24:
            what = "holds its numbers in big-endian order"
            raise ValueError(f"{what}; this reads little-endian files")
        if version != 3:
            raise ValueError(f"is GGUF of version {version}; this reads version 3")

    def count(self, what: str, most: int) -> int:
        """The next number, a count. Raises ValueError if it is above `most`."""
        n: int = self.number("Q")
        if n > most:
            raise damaged(f"it claims {n:,} {what}, above {most:,}")
        return n

    def new_name(self, known: dict[str, Any]) -> str:
        """The name of a fact or a tensor. Raises ValueError if it is already known."""
        name = self.text()
        if name in known:
            raise damaged(f"it says twice what {name} is")
        return name

    def value(self, kind: int) -> Any:
        """The next value of a fact, of this kind. Raises ValueError for an unknown kind."""
        if kind in NUMBERS:
            return self.number(NUMBERS[kind])
        if kind == TEXT:
            return self.text()
        if kind != LIST:
            raise damaged(f"a fact has the kind {kind}, which is none")
        kind = self.number("I")
        n = self.count("items of a list", MOST_ITEMS)
        if kind in NUMBERS:
            return [*self.numbers(NUMBERS[kind], n)]
        if kind == TEXT:
            return [self.text() for _ in range(n)]
        raise ValueError("holds lists of lists; this reads plain ones")

    def tensor(self, name: str) -> Stored:
        """The next description of a tensor; its `start` counts from where the numbers begin."""
        n_axes = self.number("I")
        if not 1 <= n_axes <= 4:
            raise damaged(f"{name} has {n_axes:,} axes, not 1 to 4")
        shape = self.numbers("Q", n_axes)[::-1]
        number, start = self.number("I"), self.number("Q")
        if number not in KINDS:
            names = ", ".join(kind.name for kind in KINDS.values())
            raise ValueError(f"stores {name} as kind {number} of numbers; this reads {names}")
        kind = KINDS[number]
        if 0 in shape or shape[-1] % kind.size:
            raise damaged(f"{name} {shape} is not made of blocks of {kind.size}")
        return Stored(kind, shape, start)

    def tensors(self, n: int, step: Any) -> dict[str, Stored]:
        """The descriptions of n tensors, by name; the numbers begin at the next multiple of `step`.

        Raises ValueError if a tensor reaches beyond the end of the file or into another tensor.
        """
        found: dict[str, Stored] = {}
        for _ in range(n):
            name = self.new_name(found)
            found[name] = self.tensor(name)
        if not isinstance(step, int) or step < 1:
            raise damaged(f"general.alignment is {step!r}")
        offset = -(-self.at // step) * step
        for name, stored in found.items():
            found[name] = stored._replace(start=offset + stored.start)
        in_order = sorted(found, key=lambda name: found[name].start)
        ends = {k: t.start + t.n_bytes for k, t in found.items()}
        for name in in_order:
            if ends[name] > self.size:
                raise damaged(f"{name} ends at byte {ends[name]:,} of {self.size:,}")
        for name, after in pairwise(in_order):
            if ends[name] > found[after].start:
                raise damaged(f"{name} reaches into {after}")
        return found


def damaged(what: str) -> ValueError:
    """The error for a file that no program can have written like this."""
    return ValueError(f"is cut short or damaged: {what}; get it again")
