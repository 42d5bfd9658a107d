"""Read a model of the Llama family from a GGUF file.

    >>> from lessoncode.pretrained import llama_gguf, smollm
    >>> llama = llama_gguf.read(smollm.installed())
    >>> llama.config.n_layer, llama.ranks[b" the"], llama.weight("layers.0.qkv").shape
    (30, 260, (960, 576))

Source: llama.cpp's convert_hf_to_gguf.py, which writes such files.

Differs in:
1. A file for llama.cpp orders the rows of every query and key head so that rotary pairs are
   neighbours. `weight` reorders them for `attention`, which pairs dimension i with i + d_head / 2.
2. Q, K and V are the rows of one matrix, and so are gate and up.

Checked against: files of the package gguf, and `transformers.LlamaForCausalLM`, which reads them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config
from lessoncode.pretrained import gguf_file
from lessoncode.pretrained.byte_characters import to_bytes
from lessoncode.pretrained.llama_format import LLAMA_CPP, check_tensors, counterparts, shapes

# The facts that are known here. Any other fact could change what a model computes.
KNOWN = {
    "llama.vocab_size",
    "llama.context_length",  # here there is no limit
    "llama.embedding_length",
    "llama.block_count",
    "llama.feed_forward_length",
    "llama.attention.head_count",
    "llama.attention.head_count_kv",
    "llama.attention.layer_norm_rms_epsilon",
    "llama.rope.freq_base",
}
HEAD_LENGTHS = (
    "llama.attention.key_length",
    "llama.attention.value_length",
    "llama.rope.dimension_count",
)
NORMAL, CONTROL = 1, 3  # types of tokens


class Llama(NamedTuple):
    """What a file holds; `weight` computes one parameter at a time."""

    config: Config
    ranks: dict[bytes, int]
    special_tokens: dict[str, int]
    file: gguf_file.Gguf

    def weight(self, name: str) -> Array:
        """One of the model's parameters, by its name here, in float32.

        Raises KeyError if the model has none of that name.
        """
        if name not in (names := self.config.shapes()):
            raise KeyError(f"the model has no parameter {name!r}, but {', '.join(names)}")
        half, found = self.config.d_head // 2, []
        for part in counterparts(self.config, LLAMA_CPP)[name]:
            w = self.file.weights(part)
            if part.endswith((".attn_q.weight", ".attn_k.weight")):
                # The file has the rows of a head as 0, d/2, 1, d/2 + 1, ...
                pairs = w.reshape(-1, half, 2, self.config.n_embd)
                w = pairs.swapaxes(1, 2).reshape(w.shape)
            found.append(w)
        return np.concatenate(found)


def read(path: Path) -> Llama:
    """Read a Llama's config and its byte-level vocabulary.

    The ids of the tokens are their ranks. Raises ValueError as `gguf_file.read` does, for a model
    that is not built like ours, and for a vocabulary whose ids are not in the order of its merges.
    """
    file = gguf_file.read(path)
    try:
        config = config_of(file)
        ranks, special_tokens = vocabulary(file.facts, config.n_vocab)
        found = {name: t.shape for name, t in file.tensors.items()}
        check_tensors(shapes(config, LLAMA_CPP), found)
    except ValueError as error:
        raise ValueError(f"{path.name} does not hold a Llama as it is here: {error}") from None
    return Llama(config, ranks, special_tokens, file)


def config_of(file: gguf_file.Gguf) -> Config:
    """The config that a file's facts describe. Raises ValueError for wrong or unknown facts."""
    facts = file.facts
    kind = facts.get("general.architecture")
    if kind != "llama":
        raise ValueError(f"its architecture is {kind!r}, not 'llama'")
    for name, value in facts.items():
        ours = not name.startswith("llama.") or name in KNOWN
        if not ours and name not in HEAD_LENGTHS:
            raise ValueError(f"it says {name} = {value!r}, which is unknown here")

    def number(name: str, kind: type[float] = int) -> Any:
        value = facts.get(f"llama.{name}")
        if not isinstance(value, kind) or not value > 0:
            raise ValueError(f"llama.{name} is {value!r}, not of the kind {kind.__name__}, above 0")
        return value

    n_layer = number("block_count")
    if n_layer > len(file.tensors):
        raise ValueError(f"it claims {n_layer:,} layers of {len(file.tensors):,} tensors")
    config = Config(
        n_vocab=number("vocab_size"),
        n_embd=number("embedding_length"),
        n_layer=n_layer,
        n_head=number("attention.head_count"),
        n_kv_head=number("attention.head_count_kv"),
        n_hidden=number("feed_forward_length"),
        tied="output.weight" not in file.tensors,
        rope_base=number("rope.freq_base", float),
        norm_eps=number("attention.layer_norm_rms_epsilon", float),
    )
    for name in HEAD_LENGTHS:
        value = facts.get(name, config.d_head)
        if value != config.d_head:
            raise ValueError(f"{name} is {value!r}, not {config.d_head} as a head has")
    return config


def vocabulary(facts: Mapping[str, Any], n_vocab: int) -> tuple[dict[bytes, int], dict[str, int]]:
    """The ranks of ordinary tokens and ids of special ones. Raises ValueError as `read` does."""
    kind = facts.get("tokenizer.ggml.model")
    if kind != "gpt2":
        raise ValueError(f"its tokenizer is {kind!r}, not 'gpt2'")
    lists: list[list[Any]] = []
    for name in ("tokens", "token_type", "merges"):
        value = facts.get(f"tokenizer.ggml.{name}")
        if not isinstance(value, list):
            raise ValueError(f"there is no list tokenizer.ggml.{name}")
        lists.append(value)
    tokens, types, merges = lists
    if not len(tokens) == len(types) == n_vocab:
        what = f"{len(tokens):,} tokens of {len(types):,} types"
        raise ValueError(f"it has {what}, not {n_vocab:,} of each")
    ranks: dict[bytes, int] = {}
    special_tokens: dict[str, int] = {}
    for i, text in enumerate(tokens):
        if types[i] == CONTROL:
            special_tokens[text] = i
        elif types[i] == NORMAL:
            ranks[to_bytes(text)] = i
        else:
            raise ValueError(f"token {text!r} has the type {types[i]}")
    if len(ranks) + len(special_tokens) < n_vocab:
        raise ValueError("two tokens are the same")
    made = [to_bytes(merge.replace(" ", "", 1)) for merge in merges]
    if made != [token for token in ranks if len(token) > 1]:
        raise ValueError("its tokens are not in the order of its merges")
    return ranks, special_tokens
