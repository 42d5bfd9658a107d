"""SmolLM2 in a browser, which has neither pip nor a disk for a copy of its weights.

    from lessoncode.play import smollm2
    smollm2.stand_in()  # from now on `smollm.load` reads the file that the page has fetched

The library's modules are loaded again for each run, so functions here import them when called. Only
arrays, numbers and texts are kept from run to run.
"""

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from lessoncode.model.tensor import Array
    from lessoncode.pretrained import smollm

FILE = Path(__file__).parents[3] / "smollm2.gguf"  # where the page puts it
ROWS = 16  # of x at a time, so that they stay in the processor's cache


def stand_in() -> None:
    """If the page has fetched the model, make `smollm` load it here, and `linear` faster."""
    if FILE.exists():
        from lessoncode.model import layers
        from lessoncode.pretrained import smollm

        vars(smollm).update(load=load, installed=installed)
        vars(layers).update(product_without_blas=product)


def product(x: "Array", w: "Array") -> "Array":
    """What `layers.product_without_blas` computes, faster if w is larger than any cache.

    Each row of w is read once for `ROWS` rows of x.
    """
    y = np.empty((len(x), len(w)), np.result_type(x, w))
    for start in range(0, len(x), ROWS):
        some = slice(start, start + ROWS)
        y[some] = np.einsum("oi,ri->or", w, np.ascontiguousarray(x[some])).T
    return y


def load() -> "smollm.SmolLM2":
    """SmolLM2, as `smollm.load` returns it."""
    from lessoncode.model.transformer import Config, Transformer
    from lessoncode.pretrained import smollm
    from lessoncode.text.bpe import BytePairTokenizer

    config, weights, ranks, special_tokens = model_and_vocabulary()
    return smollm.SmolLM2(
        Transformer(Config(**config), weights, requires_grad=False),
        BytePairTokenizer(ranks, smollm.SPLIT, special_tokens),
    )


@cache
def model_and_vocabulary() -> (
    "tuple[dict[str, Any], dict[str, Array], dict[bytes, int], dict[str, int]]"
):
    """Config, weights, ranks and special tokens, read from the file once for all runs."""
    from lessoncode.pretrained import llama_gguf

    source = llama_gguf.read(FILE)
    weights = {name: source.weight(name) for name in source.config.shapes()}
    for array in weights.values():
        array.flags.writeable = False
    return asdict(source.config), weights, source.ranks, source.special_tokens


def installed() -> Path:
    """The path of the page's copy of the file, in place of `smollm.installed`."""
    return FILE


def installed_here() -> Path:
    """The path of the installed file that a site is built with.

    Raises FileNotFoundError if it is missing, and ValueError if it is another file.
    """
    from lessoncode.pretrained import smollm

    return smollm.checked(smollm.installed())
