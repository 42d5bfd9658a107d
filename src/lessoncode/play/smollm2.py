"""SmolLM2 in the browser, which has no pip, and no disk to keep a copy of its weights on.

Its modules are loaded anew for each run, so they are imported here where they are used. What is
kept is plain: arrays, numbers and texts.
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
    """Have `smollm` find the model here, if the page has brought its file."""
    if FILE.exists():
        from lessoncode.pretrained import smollm

        vars(smollm).update(load=load, installed=installed)


def load() -> "smollm.SmolLM2":
    """What `smollm.load` gives."""
    from lessoncode.model.transformer import Config, Transformer
    from lessoncode.pretrained import smollm
    from lessoncode.text.bpe import BytePairTokenizer

    config, weights, ranks, special_tokens = kept()
    return smollm.SmolLM2(
        Transformer(Config(**config), weights, requires_grad=False),
        BytePairTokenizer(ranks, smollm.SPLIT, special_tokens),
    )


@cache
def kept() -> "tuple[dict[str, Any], dict[str, Array], dict[bytes, int], dict[str, int]]":
    """Config, weights, ranks and special tokens, computed out of the file once for all runs."""
    from lessoncode.pretrained import llama_gguf

    source = llama_gguf.read(FILE)
    weights = {name: source.weight(name) for name in source.config.shapes()}
    for array in weights.values():
        array.flags.writeable = False
    return asdict(source.config), weights, source.ranks, source.special_tokens


def installed() -> Path:
    """Where the page's copy of the file stands."""
    return FILE


def installed_here() -> Path:
    """The file that a site is built with, where pip has put it.

    Raises FileNotFoundError or ValueError where it has not.
    """
    from lessoncode.pretrained import smollm

    return smollm.checked(smollm.installed())
