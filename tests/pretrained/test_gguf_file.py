"""A small GGUF file, written by the package gguf, whose numbers say where they belong."""

import struct
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("gguf", reason="gguf, which reads the file, is not installed")

import gguf

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config
from lessoncode.pretrained import gguf_file

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


def write(path: Path, architecture: str = "llama", tied: bool = True) -> None:
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_vocab_size(len(TOKENS))
    writer.add_embedding_length(32)
    writer.add_block_count(2)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_feed_forward_length(64)
    writer.add_rope_freq_base(500.0)
    writer.add_layer_norm_rms_eps(0.25)
    writer.add_token_list(TOKENS)
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
        writer.add_tensor(f"{block}.attn_v.weight", numbered(16, 32, k + 300))
        writer.add_tensor(f"{block}.attn_output.weight", numbered(32, 32, k + 400))
        writer.add_tensor(f"{block}.ffn_gate.weight", numbered(64, 32, k + 500))
        writer.add_tensor(f"{block}.ffn_up.weight", numbered(64, 32, k + 600))
        writer.add_tensor(f"{block}.ffn_down.weight", raw, raw_dtype=gguf.GGMLQuantizationType.Q4_1)
    writer.add_tensor("output_norm.weight", np.full(32, 7, np.float32))
    if not tied:
        writer.add_tensor("output.weight", numbered(len(TOKENS), 32, 800))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def test_config_and_vocabulary(tmp_path: Path) -> None:
    write(tmp_path / "small.gguf")
    found = gguf_file.read(tmp_path / "small.gguf")
    assert found.config == CONFIG
    assert found.special_tokens == {"<|end|>": 0}
    names = [b"a", b" ", b" a", b"\n", b"\xc3", b"\xa9", "é".encode(), b"\xad"]
    assert found.ranks == {name: i for i, name in enumerate(names, start=1)}


def test_every_weight_is_in_its_place(tmp_path: Path) -> None:
    write(tmp_path / "small.gguf")
    found = gguf_file.read(tmp_path / "small.gguf")
    for name, shape in found.config.shapes().items():
        w = found.weight(name)
        assert w.shape == shape and w.dtype == np.float32, name
        k = 1000 if name.startswith("layers.1.") else 0
        first = w[:, 0].tolist() if w.ndim == 2 else w.tolist()
        match name.split(".")[-1]:
            case "qkv":
                rows = [*range(100, 132), *range(200, 216), *range(300, 316)]
                assert first == [k + row for row in rows]
            case "gate_up":
                assert first == [k + row for row in (*range(500, 564), *range(600, 664))]
            case "attention_out":
                assert first == [k + row for row in range(400, 432)]
            case "attention_norm" | "mlp_norm" as norm:
                assert first == [k + 1 + (norm == "mlp_norm")] * 32
            case "norm":
                assert first == [7] * 32
            case "embedding":  # 0.5 q
                assert w[3].tolist() == [0.5 * q for q in range(-13, 19)]
            case "down":  # 0.25 q - 3
                block = [0.25 * q - 3 for q in (*range(16), *reversed(range(16)))]
                assert w.tolist() == [block * 2] * 32


def test_a_head_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / "small.gguf", tied=False)
    found = gguf_file.read(tmp_path / "small.gguf")
    assert not found.config.tied
    assert found.weight("head")[:, 5].tolist() == list(range(800, 809))


def test_another_architecture_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "small.gguf", architecture="gemma")
    message = r"small\.gguf holds a model of the architecture gemma; this reads llama alone"
    with pytest.raises(ValueError, match=message):
        gguf_file.read(tmp_path / "small.gguf")
