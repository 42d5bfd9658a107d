"""safetensors: named arrays in a file, each at a place that the header gives.

    >>> from pathlib import Path
    >>> from lessoncode.pretrained.safetensors_file import load, write
    >>> write(Path("model.safetensors"), {"w": (1, 2)}, [np.ones((1, 2))], about={"by": "us"})
    >>> load(Path("model.safetensors"))
    {'w': array([[1., 1.]], dtype=float32)}

The file has three parts:

    length of the header, 8 bytes
    header, in JSON: name, dtype, shape and place of every array
    the numbers

Source: the README of the package safetensors.

Checked against: that package.
"""

import json
import math
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Shape


def write(
    path: Path, shapes: Mapping[str, Shape], arrays: Iterable[Array], about: Mapping[str, str]
) -> None:
    """Write arrays in float32, and texts `about` them.

    `arrays` are read one by one, in the order of `shapes`, so only one need be in memory. Raises
    ValueError if there are too few or too many, or if one has another shape.
    """
    header: dict[str, Any] = {"__metadata__": about}
    end = 0
    for name, shape in shapes.items():
        start, end = end, end + 4 * math.prod(shape)
        place = {"shape": shape, "data_offsets": [start, end]}
        header[name] = {"dtype": "F32", **place}
    text = json.dumps(header).encode()
    text += b" " * (-(8 + len(text)) % 64)  # the numbers begin on a cache line
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for pair, array in zip_longest(shapes.items(), arrays):
            if pair is None or array is None:
                raise ValueError(f"give as many arrays as shapes, {len(shapes)}")
            if array.shape != tuple(pair[1]):
                raise ValueError(f"{pair[0]} has the shape {array.shape}, not {tuple(pair[1])}")
            file.write(np.ascontiguousarray(array, "<f4").data)


def mapped(path: Path) -> tuple[dict[str, str], dict[str, Array]]:
    """`about`, and the arrays of a file that `write` wrote, mapped into memory.

    Raises ValueError for a damaged file, and OSError if there is none.
    """
    arrays = {}
    try:
        content = np.memmap(path, np.uint8, "r")
        start = 8 + int.from_bytes(content[:8].tobytes(), "little")
        header = json.loads(content[8:start].tobytes())
        about = header.pop("__metadata__")
        for name, place in header.items():
            first, end = place["data_offsets"]
            numbers = content[start + first : start + end].view("<f4")
            arrays[name] = numbers.reshape(place["shape"])
    except (ValueError, LookupError, TypeError, AttributeError):
        raise ValueError(f"{path.name} is cut short or damaged, or not of this kind") from None
    return about, arrays


def load(path: Path) -> dict[str, Array]:
    """The arrays of any safetensors file, as float32.

    Raises ValueError for a damaged file, and for numbers other than F64, F32, F16 and BF16.
    """
    from safetensors import SafetensorError, deserialize

    # NumPy lacks bfloat16, which is a float32 without its lower 16 bits.
    kinds = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
    found: dict[str, Array] = {}
    try:
        stored = deserialize(path.read_bytes())
    except SafetensorError as error:
        raise ValueError(f"{path.name} is cut short or damaged: {error}") from None
    for name, tensor in stored:
        kind = tensor["dtype"]
        if kind not in kinds:
            raise ValueError(f"{name} is stored as {kind}, not as one of {[*kinds]}")
        array = np.frombuffer(tensor["data"], kinds[kind])
        if kind == "BF16":
            array = (array.astype(np.uint32) << 16).view(np.float32)
        shaped = array.reshape(tensor["shape"])
        found[name] = shaped.astype(np.float32)
    return found
