"""Reading a model of the Llama family from a GGUF file.

GGUF is the format of llama.cpp: one file with the config, the
vocabulary and the weights, mostly quantized. A block of 32 weights
shares a scale d, and in Q4_1 an offset m:

    weight = d q         Q8_0, q an integer from -127 to 127
    weight = d q + m     Q4_1, q from 0 to 15

d and m are float16: 8.5 and 5 bits a weight.

Source: the package gguf, of llama.cpp's authors, which reads the
file and computes these formulas.

Differs in:
1. A file for llama.cpp has the rows of every query and key head in
   the order of rotary pairs of neighbours. Here they are in the order
   that `attention` has, dimension i paired with i + d_head / 2.
2. Q, K and V are the rows of one matrix, so are gate and up.

Checked against: files written with the package's own writer, and
`transformers.LlamaForCausalLM`, which reads such files by itself.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config
from lessoncode.pretrained.tokenizer_json import to_bytes

# GGUF's names for the rows of each of our parameters.
PARTS = {
    "embedding": ["token_embd"],
    "attention_norm": ["attn_norm"],
    "qkv": ["attn_q", "attn_k", "attn_v"],
    "attention_out": ["attn_output"],
    "mlp_norm": ["ffn_norm"],
    "gate_up": ["ffn_gate", "ffn_up"],
    "down": ["ffn_down"],
    "norm": ["output_norm"],
    "head": ["output"],
}


class Gguf(NamedTuple):
    """What a file holds. `weight` computes one, given its name."""

    config: Config
    ranks: dict[bytes, int]
    special_tokens: dict[str, int]
    weight: Callable[[str], Array]


def read(path: Path) -> Gguf:
    """Read a Llama and its byte-level vocabulary.

    The ids of the tokens are their ranks, if the file lists them in
    the order of their merges. Weights are float32. Raises ValueError
    for a model of another architecture.
    """
    import gguf

    reader = gguf.GGUFReader(path)
    about = {k: field.contents() for k, field in reader.fields.items()}
    kind = about["general.architecture"]
    if kind != "llama":
        message = f"{path.name} holds a model of the architecture"
        raise ValueError(f"{message} {kind}; this reads llama alone")
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    config = Config(
        n_vocab=about["llama.vocab_size"],
        n_embd=about["llama.embedding_length"],
        n_layer=about["llama.block_count"],
        n_head=about["llama.attention.head_count"],
        n_kv_head=about["llama.attention.head_count_kv"],
        n_hidden=about["llama.feed_forward_length"],
        tied="output.weight" not in tensors,
        rope_base=about["llama.rope.freq_base"],
        norm_eps=about["llama.attention.layer_norm_rms_epsilon"],
    )
    ranks, special_tokens = {}, {}
    types = about["tokenizer.ggml.token_type"]
    for i, text in enumerate(about["tokenizer.ggml.tokens"]):
        if types[i] == gguf.TokenType.CONTROL:
            special_tokens[text] = i
        else:
            ranks[to_bytes(text)] = i

    def part(name: str) -> Array:
        tensor = tensors[f"{name}.weight"]
        w: Array = gguf.dequantize(tensor.data, tensor.tensor_type)
        if name.endswith(("attn_q", "attn_k")):
            # The rows of a head come as 0, d/2, 1, d/2 + 1, ...
            pairs = w.reshape(-1, config.d_head // 2, 2, config.n_embd)
            return pairs.swapaxes(1, 2).reshape(w.shape)
        return w

    def weight(name: str) -> Array:
        *layer, short = name.split(".")
        block = f"blk.{layer[1]}." if layer else ""
        return np.concatenate([part(block + n) for n in PARTS[short]])

    return Gguf(config, ranks, special_tokens, weight)
