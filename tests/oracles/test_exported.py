"""An exported folder in transformers: ids, logits, generation, training on, and the way back."""

import os
import subprocess
import sys
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")
pytest.importorskip("transformers", reason="transformers, which this needs, is not installed")

import torch
from hypothesis import given, settings
from llama import exported_logits
from texts import CORPUS, SAMPLES, TEXTS
from transformers import AutoModelForCausalLM, AutoTokenizer

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.model.transformer import Config, Transformer
from lessoncode.pretrained import export
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import CL100K_SPLIT, GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.text.words import Words
from lessoncode.training.batches import packed_batches
from lessoncode.training.checkpoints import Checkpoint
from lessoncode.training.loop import train

KINDS = ["gpt2", "cl100k", "words"]
SENTENCES = ["the cat sat .", "the dog sat .", "a cat saw the dog .", "a dog saw a cat ."] * 8


@cache
def trained(kind: str) -> Checkpoint:
    """A model with a few steps of training, so that its logits are far apart."""
    rng = np.random.default_rng(0)
    tokenizer: BytePairTokenizer | Words
    if kind == "words":
        tokenizer, end_id = Words(SENTENCES), 0
        documents = [tokenizer.encode(text) for text in SENTENCES]
        config = Config(tokenizer.n_vocab, 32, 1, 2, 2, 48, rope_base=500.0)
    else:
        split = GPT2_SPLIT if kind == "gpt2" else CL100K_SPLIT
        ranks = bpe_training.train(CORPUS, 200, split)
        end_id = len(ranks)
        tokenizer = BytePairTokenizer(ranks, split, {END: end_id})
        documents = [tokenizer.encode(text) for text in SAMPLES]
        tied = kind == "gpt2"
        config = Config(end_id + 1, 48, 2, 6, 2, 64, tied=tied, norm_eps=1e-4)
    model = Transformer.initial(config, rng)
    steps = train(model, packed_batches(documents, end_id, 4, 48, rng), 60, peak=0.01)
    assert list(steps)[-1].loss < 4
    return Checkpoint(model, tokenizer, {})


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exports") / kind
    export.write(trained(kind), path)
    return path


@pytest.fixture(scope="module")
def theirs(folder: Path) -> tuple[Any, Any]:
    """The folder's model and tokenizer, loaded by transformers."""
    model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True)
    return model, AutoTokenizer.from_pretrained(folder, local_files_only=True)


def ids_of(kind: str) -> Any:
    rng = np.random.default_rng(1)
    return rng.integers(trained(kind).model.config.n_vocab, size=(3, 40))


def test_ids(kind: str, theirs: tuple[Any, Any]) -> None:
    ours, (_, tokenizer) = trained(kind).tokenizer, theirs
    assert tokenizer.eos_token == tokenizer.bos_token == END
    if isinstance(ours, Words):
        for text in (*SENTENCES, f"{END} the cat . {END} a dog"):
            assert tokenizer(text).input_ids == ours.encode(text)
            assert tokenizer.decode(ours.encode(text)) == text
        return

    assert isinstance(ours, BytePairTokenizer)

    @settings(max_examples=400, deadline=None)
    @given(TEXTS)
    def same(text: str) -> None:
        for whole in (text, text + END + text):
            ids = ours.encode(whole, allow_special=True)
            assert tokenizer(whole).input_ids == ids
            assert tokenizer.decode(ids) == whole

    same()


def test_logits_in_float32(kind: str, theirs: tuple[Any, Any]) -> None:
    ours = trained(kind).model(ids_of(kind)).data
    with torch.no_grad():
        logits = theirs[0](torch.tensor(ids_of(kind))).logits.numpy()
    assert logits.dtype == ours.dtype == np.float32
    assert logits.std() > 1
    np.testing.assert_allclose(ours, logits, rtol=0, atol=1e-5)


def test_logits_in_float64(kind: str, folder: Path) -> None:
    ours, theirs = exported_logits(trained(kind).model, folder, ids_of(kind))
    assert theirs.dtype == ours.dtype == np.float64
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10)


def test_greedy_generation(kind: str, theirs: tuple[Any, Any]) -> None:
    model, end_id = trained(kind).model, theirs[1].eos_token_id
    stopped = 0
    for start in ids_of(kind).reshape(-1, 4).tolist():
        prompt = torch.tensor([start])
        ended = theirs[0].generate(
            prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=20, do_sample=False
        )
        drawn = generate(model, start, 20, sampling=GREEDY)
        expected = ended[0, 4:].tolist()
        ours = list(islice(drawn, len(expected)))
        assert ours == expected
        stopped += ours[-1] == end_id
    assert stopped  # it knows where a text ends


def test_saved_by_transformers(kind: str, theirs: tuple[Any, Any], tmp_path: Path) -> None:
    for part in theirs:
        part.save_pretrained(tmp_path)
    ours, back = trained(kind), export.read(tmp_path)
    assert back.model.config == ours.model.config
    ids = ids_of(kind)
    np.testing.assert_array_equal(back.model(ids).data, ours.model(ids).data)
    text = f"the cat {END} the dog"
    if isinstance(back.tokenizer, BytePairTokenizer):
        assert back.tokenizer.encode(text, True) == theirs[1](text).input_ids
    else:
        assert back.tokenizer.encode(text) == theirs[1](text).input_ids


def test_saved_with_a_further_token_in_bfloat16(tmp_path: Path) -> None:
    export.write(trained("gpt2"), tmp_path / "exported")
    model = AutoModelForCausalLM.from_pretrained(tmp_path / "exported")
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "exported")
    tokenizer.add_special_tokens({"pad_token": "<|pad|>"})
    model.resize_token_embeddings(len(tokenizer))
    model.to(torch.bfloat16).save_pretrained(tmp_path / "saved")
    tokenizer.save_pretrained(tmp_path / "saved")
    back = export.read(tmp_path / "saved")
    assert isinstance(back.tokenizer, BytePairTokenizer)
    assert back.tokenizer.special_tokens == {END: 456, "<|pad|>": 457}
    assert back.model.config.n_vocab == 458
    ids = ids_of("gpt2")
    model = AutoModelForCausalLM.from_pretrained(tmp_path / "saved", dtype=torch.float32)
    with torch.no_grad():
        logits = model(torch.tensor(ids)).logits.numpy()
    np.testing.assert_allclose(back.model(ids).data, logits, rtol=0, atol=1e-5)


PROGRAM = Path(__file__).with_name("continue_training.py")


def continued(folder: Path, *launcher: str) -> tuple[list[float], Checkpoint]:
    """The losses that the program prints, and the model that it leaves."""
    pytest.importorskip("accelerate", reason="accelerate, which this runs, is not installed")
    command = [sys.executable, *launcher, str(PROGRAM), str(folder)]
    environment = {**os.environ, "ACCELERATE_USE_CPU": "true"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    losses = [float(line.removeprefix("loss ")) for line in done.stdout.splitlines()]
    return losses, export.read(folder.with_name(f"{folder.name}-continued"))


@pytest.mark.parametrize("kind", ["gpt2"], indirect=True)
def test_training_on(folder: Path, kind: str) -> None:
    losses, back = continued(folder)
    assert len(losses) == 3
    assert np.isfinite(losses).all()
    for name, p in trained(kind).model.parameters.items():
        moved = np.abs(back.model.parameters[name].data - p.data).max()
        assert 0 < moved < 0.001, name
    assert back.tokenizer.encode("the cat") == trained(kind).tokenizer.encode("the cat")


def test_two_processes_train_as_one_does(tmp_path: Path) -> None:
    """Their shares of a batch differ in length, and their gradients add up to those of one."""
    launcher = ["-m", "torch.distributed.run", "--nproc_per_node=2", "--master_addr=localhost"]
    export.write(trained("gpt2"), tmp_path / "one")
    export.write(trained("gpt2"), tmp_path / "two")
    losses, one = continued(tmp_path / "one")
    their_losses, two = continued(tmp_path / "two", *launcher)
    np.testing.assert_allclose(losses, their_losses, atol=0.0011)
    assert one.model.config == two.model.config
    for name, p in one.model.parameters.items():
        np.testing.assert_allclose(
            two.model.parameters[name].data, p.data, rtol=0, atol=2e-6, err_msg=name
        )


def test_the_program_s_loss_is_the_mean_over_all_tokens(tmp_path: Path) -> None:
    """Whatever a text is filled up with: the same as text by text."""
    export.write(trained("gpt2"), tmp_path / "model")
    losses, _ = continued(tmp_path / "model")
    model = AutoModelForCausalLM.from_pretrained(tmp_path / "model")
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "model")
    total, n = 0.0, 0
    texts = ["the capital of france is paris.", "cats sleep.", "no!"] * 8
    for text in texts[:8]:
        ids = tokenizer(text + END, return_tensors="pt").input_ids
        total += (ids.shape[1] - 1) * model(input_ids=ids, labels=ids).loss.item()
        n += ids.shape[1] - 1
    assert losses[0] == pytest.approx(total / n, abs=0.0006)
