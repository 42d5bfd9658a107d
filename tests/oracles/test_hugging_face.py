"""SmolLM2 against tokenizers and transformers, which read the same file by themselves."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")
pytest.importorskip("transformers", reason="transformers, which this needs, is not installed")
pytest.importorskip("gguf", reason="gguf, which reads SmolLM2's file, is not installed")

import torch
from hugging_face import smollm_llama, smollm_logits, smollm_tokenizer
from prompts import prompts
from safetensors.numpy import load_file
from test_gguf_file import write as write_small
from varied import texts

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import gguf_file, smollm
from lessoncode.pretrained.llama_format import counterparts

try:
    MODEL, TOKENIZER = smollm.load()
except FileNotFoundError as error:
    pytest.skip(str(error), allow_module_level=True)
PROMPTS = prompts(TOKENIZER)


def test_ids() -> None:
    theirs = smollm_tokenizer()
    for text in texts(10_000, seed=1):
        assert TOKENIZER.encode(text) == theirs(text), text


def test_hugging_face_drops_what_we_refuse() -> None:
    assert smollm_tokenizer()("a\x04b") == [*TOKENIZER.encode("a"), *TOKENIZER.encode("b")]
    with pytest.raises(ValueError, match="for which there is no token"):
        TOKENIZER.encode("a\x04b")


def test_every_weight_is_theirs_to_the_bit() -> None:
    theirs = dict(smollm_llama().named_parameters())
    for ours, parts in counterparts(MODEL.config).items():
        w = torch.cat([theirs[part].data for part in parts]).numpy()
        np.testing.assert_array_equal(MODEL.parameters[ours].data, w, err_msg=ours)


@pytest.mark.parametrize("ids", PROMPTS, ids=range(10))
def test_logits(ids: list[int]) -> None:
    theirs = smollm_logits(ids)
    np.testing.assert_allclose(MODEL([ids]).data[0], theirs, rtol=0, atol=5e-4)
    for size in (1, 7):
        cache = MODEL.cache(1, len(ids))
        parts = [ids[i : i + size] for i in range(0, len(ids), size)]
        cached = np.concatenate([MODEL([part], cache).data[0] for part in parts])
        np.testing.assert_allclose(cached, theirs, rtol=0, atol=5e-4)


@pytest.mark.parametrize("ids", PROMPTS, ids=range(10))
def test_the_likeliest_for_200_tokens(ids: list[int]) -> None:
    theirs = smollm_llama().generate(
        torch.tensor([ids]),
        attention_mask=torch.ones(1, len(ids)),
        do_sample=False,
        min_new_tokens=200,
        max_new_tokens=200,
        eos_token_id=None,
    )
    ours = list(generate(MODEL, ids, 200, sampling=GREEDY))
    assert ours == theirs[0, len(ids) :].tolist()


def test_our_copy_is_a_safetensors_file(tmp_path: Path) -> None:
    write_small(tmp_path / "small.gguf")
    source = gguf_file.read(tmp_path / "small.gguf")
    smollm.write(tmp_path / "copy.safetensors", source)
    theirs = load_file(tmp_path / "copy.safetensors")
    assert set(theirs) == set(source.config.shapes())
    for name, w in theirs.items():
        np.testing.assert_array_equal(w.T, source.weight(name))
