import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import told_in_a_terminal

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.words import Words
from lessoncode.training import checkpoints

CONFIG = Config(5, 8, 2, 2, 1, 12, tied=False, rope_base=123.0, norm_eps=1e-4)


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of examples; the current one is the page `toy` in it."""
    folder = tmp_path / "toy"
    folder.mkdir()
    monkeypatch.setattr(checkpoints, "EXAMPLES", tmp_path)
    monkeypatch.chdir(folder)
    return folder


def model() -> Transformer:
    return Transformer.initial(CONFIG, np.random.default_rng(0))


def test_weights_come_back_within_half_a_unit_of_float16(examples: Path) -> None:
    saved, words = model(), Words(["a b c d"])
    checkpoints.save("small", saved, words, loss=np.array([3.0, 2.5]))
    loaded = checkpoints.load("toy/small")
    assert loaded.model.config == CONFIG
    assert list(loaded.arrays) == ["loss"]
    assert loaded.arrays["loss"].tolist() == [3.0, 2.5]
    assert isinstance(loaded.tokenizer, Words)
    assert loaded.tokenizer.words == words.words
    for name, p in saved.parameters.items():
        read = loaded.model.parameters[name]
        assert read.data.dtype == np.float32
        # 11 significant bits, and below 2**-14 steps of 2**-24.
        np.testing.assert_allclose(read.data, p.data, rtol=2**-11, atol=2**-25)
    assert [path.name for path in examples.iterdir()] == ["small.npz"]


BY_HAND = """
import numpy as np
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
config = Config(5, 8, 2, 2, 1, 12)
model = Transformer.initial(config, np.random.default_rng(0))
checkpoints.save("small", model, Words(["a b c d"]))
"""


def test_says_where_it_saved_only_to_somebody_at_a_terminal(examples: Path) -> None:
    silent = subprocess.run([sys.executable, "-c", BY_HAND], capture_output=True, check=True)
    assert silent.stderr == b""
    path = f"{examples.resolve()}/small.npz"
    hint = "lessoncode accept makes the record that load reads"
    assert told_in_a_terminal(BY_HAND) == f"wrote {path}; {hint}"


def test_the_same_model_makes_the_same_bytes(examples: Path) -> None:
    checkpoints.save("one", model(), Words(["a b c d"]))
    checkpoints.save("two", model(), Words(["a b c d"]))
    assert (examples / "one.npz").read_bytes() == (examples / "two.npz").read_bytes()


def test_a_tokenizer_with_merges_comes_back(examples: Path) -> None:
    text = "the cat sat on the mat. 雨 the the"
    ranks = bpe_training.train(text, 10)
    saved = BytePairTokenizer(ranks, GPT2_SPLIT, {"<|endoftext|>": len(ranks)})
    config = Config(saved.n_vocab, 8, 1, 2, 2, 12)
    checkpoints.save("merges", Transformer.initial(config, np.random.default_rng(0)), saved)
    loaded = checkpoints.load("toy/merges").tokenizer
    assert isinstance(loaded, BytePairTokenizer)
    assert loaded.n_vocab == saved.n_vocab == 267
    assert loaded.ranks == ranks
    text += "<|endoftext|> mats"
    assert loaded.encode(text, allow_special=True) == saved.encode(text, allow_special=True)


@pytest.mark.parametrize("name", ["next_token/train", "pre_training/train"])
def test_a_stored_record_would_be_written_again_byte_for_byte(name: str) -> None:
    stored = np.load(checkpoints.EXAMPLES / f"{name}.npz")["about"].tobytes()
    loaded = checkpoints.load(name)
    about = {"config": asdict(loaded.model.config), **loaded.tokenizer.described()}
    assert json.dumps(about).encode() == stored


@pytest.mark.parametrize("number", [np.nan, np.inf, 65_520.0])
def test_what_float16_cannot_hold_is_not_saved(examples: Path, number: float) -> None:
    broken = model()
    broken.parameters["layers.1.down"].data[0, 0] = number
    with pytest.raises(ValueError, match=r"layers\.1\.down holds a number"):
        checkpoints.save("broken", broken, Words(["a b c d"]))
    assert not list(examples.iterdir())


def test_a_checkpoint_that_is_not_there(examples: Path) -> None:
    checkpoints.save("small", model(), Words(["a b c d"]))
    with pytest.raises(
        FileNotFoundError, match=r"no checkpoint toy/smal\.npz; did you mean toy/small"
    ):
        checkpoints.load("toy/smal")


@pytest.mark.parametrize("start", [0, 3])
def test_ids_come_back_whatever_they_are(start: int) -> None:
    """Special tokens may come first, as in SmolLM2's vocabulary."""
    ranks = {bytes([byte]): byte + start for byte in range(256)} | {b"ab": 300}
    saved = BytePairTokenizer(ranks, GPT2_SPLIT, {"<|endoftext|>": 299})
    about = json.loads(json.dumps(saved.described()))
    loaded = checkpoints.tokenizer_of(about)
    assert loaded.encode("abba") == saved.encode("abba") == [300, 98 + start, 97 + start]
    assert loaded.end_id == 299


def test_an_array_of_objects_is_refused(examples: Path) -> None:
    with pytest.raises(ValueError, match="settings is no array"):
        checkpoints.save("x", model(), Words(["a b c d"]), settings=np.array({"rate": 1}))
    assert not list(examples.glob("**/*.npz"))


def test_a_file_that_is_cut_or_foreign_is_named(examples: Path) -> None:
    checkpoints.save("small", model(), Words(["a b c d"]))
    path = examples / "small.npz"
    content = path.read_bytes()
    contents = [content[:length] for length in (0, 1, 100, len(content) // 2, len(content) - 3)]
    # Weights damaged in the middle; a method of compression that is none, in the last directory.
    contents.append(content[:2000] + bytes(9) + content[2009:])
    directory = content.rindex(b"PK\x01\x02")
    contents.append(content[: directory + 10] + b"\x63" + content[directory + 11 :])
    for arrays in ({"loss": np.ones(2)}, {"about": np.frombuffer(b"[]", np.uint8)}):
        np.savez(path, **arrays)
        contents.append(path.read_bytes())
    for array in (np.ones(2), np.array([{}])):
        with path.open("wb") as file:
            np.save(file, array)
        contents.append(path.read_bytes())
    for damaged in contents:
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match=r"toy/small\.npz cannot be read: is it cut short"):
            checkpoints.load("toy/small")


@pytest.mark.parametrize("name", ["", 3])
def test_a_checkpoint_without_a_name(examples: Path, name: Any) -> None:
    with pytest.raises(ValueError, match=f"name is {name!r}"):
        checkpoints.save(name, model(), Words(["a b c d"]))
    assert not list(examples.iterdir())
