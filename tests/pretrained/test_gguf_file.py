"""What is read of a small GGUF file, and what is wrong with others."""

import re
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("gguf", reason="gguf, which writes the file, is not installed")

import gguf
from small_gguf import CONFIG, write

from lessoncode.pretrained import gguf_file, llama_gguf


def test_config_and_vocabulary(tmp_path: Path) -> None:
    write(tmp_path / "small.gguf")
    found = llama_gguf.read(tmp_path / "small.gguf")
    assert found.config == CONFIG
    assert found.special_tokens == {"<|end|>": 0}
    names = [b"a", b" ", b" a", b"\n", b"\xc3", b"\xa9", "é".encode(), b"\xad"]
    assert found.ranks == {name: i for i, name in enumerate(names, start=1)}


def test_every_weight_is_in_its_place(tmp_path: Path) -> None:
    write(tmp_path / "small.gguf")
    found = llama_gguf.read(tmp_path / "small.gguf")
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
    found = llama_gguf.read(tmp_path / "small.gguf")
    assert not found.config.tied
    assert found.weight("head")[:, 5].tolist() == list(range(800, 809))


def test_facts_and_tensors_are_those_of_the_package(tmp_path: Path) -> None:
    path = tmp_path / "small.gguf"

    def more(writer: gguf.GGUFWriter) -> None:
        writer.add_int8("a.int8", -3)
        writer.add_uint64("a.uint64", 2**63)
        writer.add_float64("a.float64", 0.1)
        writer.add_bool("a.bool", True)
        writer.add_array("a.floats", [0.5, 2.0])
        writer.add_array("a.texts", ["", "雨"])
        rng = np.random.default_rng(0)
        many = rng.normal(size=(5000, 64)).astype(np.float32)  # more than are computed at once
        for kind in (gguf.GGMLQuantizationType.Q8_0, gguf.GGMLQuantizationType.Q4_1):
            raw = gguf.quantize(many, kind)
            writer.add_tensor(f"a.{kind.name}", raw, raw_dtype=kind)
        writer.add_tensor("a.three", many.reshape(50, 100, 64).astype(np.float16))

    write(path, more=more)
    theirs, ours = gguf.GGUFReader(path), gguf_file.read(path)
    facts = {name: field.contents() for name, field in theirs.fields.items()}
    assert ours.facts == {name: facts[name] for name in facts if not name.startswith("GGUF.")}
    assert [*ours.tensors] == [tensor.name for tensor in theirs.tensors]
    for tensor in theirs.tensors:
        stored = ours.tensors[tensor.name]
        assert (stored.n_weights, stored.n_bytes) == (tensor.n_elements, tensor.n_bytes)
        assert (stored.kind.name, stored.start) == (tensor.tensor_type.name, tensor.data_offset)
        expected = gguf.dequantize(tensor.data, tensor.tensor_type)
        np.testing.assert_array_equal(ours.weights(tensor.name), expected, strict=True)


# --- What is refused


def refused(path: Path, message: str) -> None:
    """In plain words, and before a second has passed."""
    start = time.process_time()
    with pytest.raises(ValueError, match=message):
        llama_gguf.read(path)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("left", [0, 3, 4, 7, 30, 200, 1000, 0.5, 0.999])
def test_a_file_cut_short(left: float, tmp_path: Path) -> None:
    path = tmp_path / "small.gguf"
    write(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(left * len(content)) if 0 < left < 1 else int(left)])
    no_mark = left in (0, 3)
    starts = "is not a GGUF file: it begins with"
    what = starts if no_mark else "is cut short or damaged: .*; get it"
    refused(path, rf"^small\.gguf {what}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04" + bytes(100), r"not a GGUF file: it begins with b'PK\\x03\\x04', not with"),
        (struct.pack("<4sIQQ", b"GGUF", 2, 0, 0), "is GGUF of version 2; this reads version 3"),
        (struct.pack(">4sIQQ", b"GGUF", 3, 0, 0), "holds its numbers in big-endian order"),
        (
            struct.pack("<4sIQQ", b"GGUF", 3, 2**60, 0),
            "it claims 1,152,921,504,606,846,976 tensors",
        ),
        (struct.pack("<4sIQQ", b"GGUF", 3, 0, 2**40), "it claims 1,099,511,627,776 facts"),
        # A text, a list, and axes without end.
        (struct.pack("<4sIQQQ", b"GGUF", 3, 0, 1, 2**62), "after 32 bytes its header goes on"),
        (
            struct.pack("<4sIQQQIIQ", b"GGUF", 3, 0, 1, 0, 9, 8, 2**50),
            "it claims .* items of a list",
        ),
        (struct.pack("<4sIQQQII", b"GGUF", 3, 1, 0, 0, 2**31, 0), "2,147,483,648 axes, not 1 to 4"),
        (struct.pack("<4sIQQQII", b"GGUF", 3, 0, 1, 0, 99, 0), "a fact has the kind 99, which is"),
        (
            struct.pack("<4sIQQQIIQ", b"GGUF", 3, 0, 1, 0, 9, 9, 1),
            "holds lists of lists; this reads",
        ),
        (struct.pack("<4sIQQQc", b"GGUF", 3, 0, 1, 1, b"\xff"), "one of its texts is not UTF-8"),
        (struct.pack("<4sIQQ", b"GGUF", 3, 0, 0), "its architecture is None, not 'llama'"),
        (bytes(50_000_000), "is not a GGUF file"),
        (struct.pack("<4sIQQ", b"GGUF", 3, 9, 9) + bytes(50_000_000), "says twice what  is"),
    ],
)
def test_a_damaged_header(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "it.gguf").write_bytes(content)
    refused(tmp_path / "it.gguf", message)


def test_any_byte_of_a_header_may_be_damaged(tmp_path: Path) -> None:
    """It is refused or read, but nothing else happens."""
    path = tmp_path / "small.gguf"
    write(path)
    content = path.read_bytes()
    end = min(tensor.start for tensor in gguf_file.read(path).tensors.values())
    for at in range(0, end, 7):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        try:
            found = llama_gguf.read(path)
            for name in found.config.shapes():
                found.weight(name)
        except ValueError as error:
            assert str(error).startswith("small.gguf ")


def changed(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new))


def test_tensors_that_cannot_be_where_they_are_said_to_be(tmp_path: Path) -> None:
    path, name = tmp_path / "small.gguf", b"blk.0.ffn_down.weight"
    info = name + struct.pack("<IQQI", 2, 64, 32, 3)
    for new, message in (
        (struct.pack("<IQQI", 2, 64, 32, 12), "stores blk.0.ffn_down.weight as kind 12 of numbers"),
        (struct.pack("<IQQI", 2, 64, 2**40, 3), "weight ends at byte .* of "),
        (struct.pack("<IQQI", 2, 64, 64, 3), "blk.0.ffn_down.weight reaches into"),
        (struct.pack("<IQQI", 2, 48, 32, 3), r"\(32, 48\) is not made of blocks of 32"),
        (struct.pack("<IQQI", 2, 64, 0, 3), r"\(0, 64\) is not made of blocks"),
        (struct.pack("<IQQI", 2, 64, 32, 3) + struct.pack("<Q", 2**62), "ends at byte"),
    ):
        write(path)
        old = path.read_bytes()
        at = old.index(info) + len(name)
        path.write_bytes(old[:at] + new + old[at + len(new) :])
        refused(path, message)
    write(path)
    changed(path, b"blk.1.attn_q.weight", b"blk.1.attn_k.weight")
    refused(path, "it says twice what blk.1.attn_k.weight is")


def test_a_large_foreign_model_is_refused_at_once(tmp_path: Path) -> None:
    """One with the vocabulary of Gemma 3, which the package gguf takes a minute to read."""

    def more(writer: gguf.GGUFWriter) -> None:
        texts = [f"▁token{i}" for i in range(262_144)]
        writer.add_array("tokenizer.ggml.more_tokens", texts)
        writer.add_array("tokenizer.ggml.scores", [0.5] * len(texts))

    write(tmp_path / "gemma.gguf", architecture="gemma3", more=more)
    refused(
        tmp_path / "gemma.gguf",
        r"^gemma\.gguf does not hold a Llama as it is here: its architecture is 'gemma3', not",
    )


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            lambda w: w.add_rope_scaling_factor(4.0),
            r"llama.rope.scaling.factor = 4.0, which is unknown here",
        ),
        (lambda w: w.add_expert_count(8), r"llama.expert_count = 8, which is unknown here"),
        (lambda w: w.add_key_length(16), r"llama.attention.key_length is 16, not 8 as a head has"),
        (lambda w: w.add_rope_dimension_count(4), "llama.rope.dimension_count is 4, not 8"),
        (
            lambda w: w.add_tensor("rope_freqs.weight", np.ones(4, np.float32)),
            "the tensor rope_freqs.weight has no place in this model",
        ),
        (
            lambda w: w.add_tensor("blk.0.attn_q.bias", np.ones(32, np.float32)),
            "the tensor blk.0.attn_q.bias has no place in this model",
        ),
    ],
)
def test_what_would_change_the_model(
    more: Callable[[gguf.GGUFWriter], object], message: str, tmp_path: Path
) -> None:
    write(tmp_path / "small.gguf", more=more)
    refused(tmp_path / "small.gguf", message)


def test_what_is_no_model_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "small.gguf"
    write(path, without="blk.1.attn_v.weight")
    refused(path, "here: the tensor blk.1.attn_v.weight is missing")

    def fact(name: str, code: str, old: Any, new: Any, message: str) -> None:
        write(path)
        kind = {"I": 4, "f": 6}[code]
        start = name.encode() + struct.pack("<I", kind)
        changed(path, start + struct.pack(f"<{code}", old), start + struct.pack(f"<{code}", new))
        refused(path, message)

    fact("llama.block_count", "I", 2, 2**31, "it claims 2,147,483,648 layers of 20 tensors")
    fact("llama.block_count", "I", 2, 3, "blk.2.attn_norm.weight is missing")
    fact("llama.attention.head_count", "I", 4, 0, "head_count is 0, not of the kind int, above 0")
    fact("llama.attention.head_count_kv", "I", 2, 3, "n_head 4 is no multiple of n_kv_head 3")
    fact("llama.embedding_length", "I", 32, 64, r"token_embd.weight: \(9, 32\), not \(9, 64\)")
    fact(
        "llama.rope.freq_base", "f", 500.0, float("nan"), "freq_base is nan, not of the kind float"
    )
    fact("llama.vocab_size", "I", 9, 8, "it has 9 tokens of 9 types, not 8 of each")
    for old, new, message in (
        (b"llama.rope.freq_base", b"other.rope.freq_base", r"freq_base is None, not of the kind"),
        (b"gpt2", b"bert", "its tokenizer is 'bert', not 'gpt2'"),
        (b"ggml.merges", b"ggml.no_mrg", "there is no list tokenizer.ggml.merges"),
        ("Ġ a".encode(), "a Ġ".encode(), "its tokens are not in the order of its merges"),
        ("Ń".encode(), "Ċ".encode(), "two tokens are the same"),
    ):
        write(path)
        content = path.read_bytes()
        at = re.search(re.escape(old), content)
        assert at
        path.write_bytes(content.replace(old, new, 1))
        refused(path, message)
