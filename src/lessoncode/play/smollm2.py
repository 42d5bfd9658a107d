"""SmolLM2 in a browser, which has neither pip nor a disk for a copy of its weights.

    from lessoncode.play import smollm2
    smollm2.stand_in()  # from now on `smollm.load` reads the file that the page has fetched

The library's modules are loaded again for each run, so they are imported here where they are used.
Arrays, numbers and texts are kept.
"""

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessoncode.model.tensor import Array
    from lessoncode.pretrained import smollm

FILE = Path(__file__).parents[3] / "smollm2.gguf"  # where the page puts it


def stand_in() -> None:
    """Make `smollm` find the model here, if the page has fetched its file."""
    if FILE.exists():
        from lessoncode.pretrained import smollm

        vars(smollm).update(load=load, installed=installed)


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
    """Config, weights, ranks and special tokens, computed from the file once for all runs."""
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
    """The path of the file that a site is built with, where pip has put it.

    Raises FileNotFoundError if it is missing, ValueError if it is another file.
    """
    from lessoncode.pretrained import smollm

    return smollm.checked(smollm.installed())
