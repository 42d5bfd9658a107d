"""A small GGUF file, written by the package gguf, whose numbers say where they belong."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import numpy as np

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config

# Visible for: a control token, "a", " ", " a", a line end, the two bytes of "é", "é", 0xad.
TOKENS = ["<|end|>", "a", "Ġ", "Ġa", "Ċ", "Ã", "©", "Ã©", "Ń"]
CONFIG = Config(len(TOKENS), 32, 2, 4, 2, 64, rope_base=500.0, norm_eps=0.25)


def numbered(n_rows: int, n_columns: int, start: float) -> Array:
    """Row i is full of start + i."""
    rows = start + np.arange(n_rows)[:, None] + np.zeros(n_columns)
    return rows.astype(np.float32)


def llama_cpp_order(rows: Array, n_head: int) -> Array:
    """What llama.cpp's converter does to queries and keys, row by row."""
    out, half = [], len(rows) // n_head // 2
    for head in range(n_head):
        for i in range(half):
            first = 2 * half * head + i
            out += [rows[first], rows[first + half]]
    return np.array(out)


def write(
    path: Path,
    architecture: str = "llama",
    tied: bool = True,
    more: Callable[[gguf.GGUFWriter], object] = lambda _: None,
    without: str = "",
) -> None:
    """`more` may add facts and tensors; the tensor `without` is left out."""
    writer = gguf.GGUFWriter(path, architecture)
    add_tensor = writer.add_tensor

    def added(name: str, *rest: Any, **kind: Any) -> None:
        if name != without:
            add_tensor(name, *rest, **kind)

    writer.add_tensor = added  # type: ignore[method-assign]  # the writer is watched
    writer.add_vocab_size(len(TOKENS))
    writer.add_embedding_length(32)
    writer.add_block_count(2)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_feed_forward_length(64)
    writer.add_rope_freq_base(500.0)
    writer.add_layer_norm_rms_eps(0.25)
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(TOKENS)
    writer.add_token_merges(["Ġ a", "Ã ©"])
    writer.add_token_types([gguf.TokenType.CONTROL] + [gguf.TokenType.NORMAL] * 8)
    # Q8_0: a row is one block of 32, its scale and 32 signed bytes.
    q8 = [struct.pack("<e32b", 0.5, *range(i - 16, i + 16)) for i in range(len(TOKENS))]
    raw = np.frombuffer(b"".join(q8), np.uint8).reshape(len(TOKENS), 34)
    writer.add_tensor("token_embd.weight", raw, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    # Q4_1: scale, offset, 16 bytes; the low halves are weights 0 to 15, the high ones the rest.
    q4 = struct.pack("<ee16B", 0.25, -3.0, *(i | (15 - i) << 4 for i in range(16)))
    raw = np.frombuffer(q4 * 64, np.uint8).reshape(32, 40)
    for i in range(2):
        k = 1000 * i
        block = f"blk.{i}"
        writer.add_tensor(f"{block}.attn_norm.weight", np.full(32, k + 1, np.float32))
        writer.add_tensor(f"{block}.ffn_norm.weight", np.full(32, k + 2, np.float32))
        q, keys = numbered(32, 32, k + 100), numbered(16, 32, k + 200)
        writer.add_tensor(f"{block}.attn_q.weight", llama_cpp_order(q, 4))
        writer.add_tensor(f"{block}.attn_k.weight", llama_cpp_order(keys, 2))
        values = numbered(16, 32, k + 300).astype(np.float16)  # whole numbers up to 2048
        writer.add_tensor(f"{block}.attn_v.weight", values)
        writer.add_tensor(f"{block}.attn_output.weight", numbered(32, 32, k + 400))
        writer.add_tensor(f"{block}.ffn_gate.weight", numbered(64, 32, k + 500))
        writer.add_tensor(f"{block}.ffn_up.weight", numbered(64, 32, k + 600))
        writer.add_tensor(f"{block}.ffn_down.weight", raw, raw_dtype=gguf.GGMLQuantizationType.Q4_1)
    writer.add_tensor("output_norm.weight", np.full(32, 7, np.float32))
    if not tied:
        writer.add_tensor("output.weight", numbered(len(TOKENS), 32, 800))
    more(writer)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
