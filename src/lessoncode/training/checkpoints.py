"""Trained models as files: config, weights and tokenizer in one.

    >>> from lessoncode.training import checkpoints
    >>> saved = checkpoints.load("pre_training/train")
    >>> saved.model.n_parameters, saved.tokenizer.encode("the capital of france")
    (102528, [257, 274, 275, 266, 114, 97, 110, 99, 101])

A checkpoint is a NumPy archive, `name.npz`. Weights are stored as float16. That halves the file and
keeps 11 significant bits, enough for a small model. A forward pass from stored weights gives the
same four decimals on every machine; training does not.

An example that trains calls `save` at its end. Its checkpoint is kept beside it, and other examples
`load` it by the example's name.
"""

import difflib
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.tokenizer import Tokenizer
from lessoncode.text.words import Words
from lessoncode.training.files import whole

EXAMPLES = Path(__file__).parents[3] / "examples"


@dataclass(frozen=True)
class Checkpoint:
    """The content of a checkpoint: a model, its tokenizer, and further arrays."""

    model: Transformer
    tokenizer: Tokenizer
    arrays: dict[str, Array]


def save(name: str, model: Transformer, tokenizer: Tokenizer, **arrays: Array) -> None:
    """Write `name`.npz, with `arrays` as they are, into the current folder, whole or not at all.

    Raises ValueError if float16 cannot hold a weight, for an array of objects, or without a name.
    """
    if not (name and isinstance(name, str)):
        raise ValueError(f"name is {name!r}: give the name of a file, without .npz")
    about = {"config": asdict(model.config), **tokenizer.described()}
    text = json.dumps(about).encode()
    content: dict[str, Any] = {"about": np.frombuffer(text, np.uint8)}
    for key, p in model.parameters.items():
        content[f"weights/{key}"] = halved(key, p.data)
    for key, array in arrays.items():
        if np.asarray(array).dtype.hasobject:
            message = f"{key} is no array of numbers or texts"
            raise ValueError(f"{message}; nothing was saved")
        content[f"arrays/{key}"] = array
    path = Path(f"{name}.npz")
    with whole(path) as partial:
        np.savez(partial, **content)
    if sys.stderr.isatty():  # a person runs this
        hint = "lessoncode accept makes the record that load reads"
        print(f"wrote {path.resolve()}; {hint}", file=sys.stderr)


def halved(name: str, weights: Array) -> Array:
    """The weights in float16. Raises ValueError for a number that float16 cannot hold."""
    with np.errstate(over="ignore"):  # checked below
        half = weights.astype(np.float16)
    if not np.isfinite(half).all():
        raise ValueError(
            f"{name} holds a number that is not finite, or beyond "
            "65,504, the largest of float16; nothing was saved"
        )
    return half


def load(name: str) -> Checkpoint:
    """The checkpoint that the example `name`, like "pre_training/train", saved.

    Weights are converted to float32. Raises FileNotFoundError if there is no such checkpoint, and
    ValueError for a damaged one.
    """
    path = EXAMPLES / f"{name}.npz"
    if not path.is_file():
        found = EXAMPLES.glob("*/*.npz")
        names = [f"{p.parent.name}/{p.stem}" for p in found]
        near = difflib.get_close_matches(name, names, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise FileNotFoundError(f"no checkpoint {name}.npz{hint}")
    weights, arrays = {}, {}
    try:
        with np.load(path) as content:
            about = json.loads(content["about"].tobytes())
            for key in content.files:
                kind, _, rest = key.partition("/")
                if kind == "weights":
                    weights[rest] = content[key].astype(np.float32)
                elif kind == "arrays":
                    arrays[rest] = content[key]
        model = Transformer(Config(**about["config"]), weights)
        return Checkpoint(model, tokenizer_of(about), arrays)
    except Exception as error:  # a damaged archive can raise nearly any
        raise ValueError(f"{name}.npz cannot be read: is it cut short, or damaged?") from error


def tokenizer_of(about: dict[str, Any]) -> Tokenizer:
    """The tokenizer whose method `described` returned `about`."""
    if "words" in about:
        return Words(about["words"])
    return BytePairTokenizer.from_description(about)
