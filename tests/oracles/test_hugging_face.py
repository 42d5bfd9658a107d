"""SmolLM2 against tokenizers and transformers, which read the same file by themselves."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")
pytest.importorskip("transformers", reason="transformers, which this needs, is not installed")
pytest.importorskip("gguf", reason="gguf, which reads SmolLM2's file, is not installed")

import torch
from hugging_face import smollm_llama, smollm_logits, smollm_tokenizer
from prompts import TALKS, prompts
from safetensors.numpy import load_file
from small_gguf import write as write_small
from transformers import AutoModelForCausalLM, AutoTokenizer
from varied import texts

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import export, llama_gguf, smollm
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


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("smollm2") / "exported"
    export.export("smollm2", folder)
    return folder


def test_ids_of_the_export(exported: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(exported)
    assert (tokenizer.bos_token_id, tokenizer.eos_token_id) == (1, 2)
    for text in texts(3000, seed=2):
        ids = TOKENIZER.encode(text, allow_special=True)
        assert tokenizer(text).input_ids == ids, text
        assert tokenizer.decode(ids) == text
    for talk in TALKS:
        messages = [{"role": role, "content": text} for role, text in talk]
        asked = {"add_generation_prompt": True, "return_dict": False}
        written = smollm.chat_template(talk)
        assert tokenizer.apply_chat_template(messages, tokenize=False, **asked) == written
        ids = tokenizer.apply_chat_template(messages, **asked)
        assert ids == TOKENIZER.encode(written, allow_special=True)


def test_a_byte_without_a_token_is_dropped_there(exported: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(exported)
    known = {byte for token in TOKENIZER.ranks for byte in token}
    for byte in sorted({*range(128)} - known):
        assert tokenizer(f"a{chr(byte)}b").input_ids == smollm_tokenizer()(f"a{chr(byte)}b")


def test_the_export_computes_and_says_the_same(exported: Path) -> None:
    theirs = AutoModelForCausalLM.from_pretrained(exported)
    assert theirs.config.max_position_embeddings == 8192
    assert theirs.config.tie_word_embeddings
    for ids in (PROMPTS[0], PROMPTS[3], PROMPTS[7]):
        prompt = torch.tensor([ids])
        with torch.no_grad():
            logits = theirs(prompt).logits[0].numpy()
        np.testing.assert_allclose(MODEL([ids]).data[0], logits, rtol=0, atol=5e-4)
        said = theirs.generate(
            prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=40, do_sample=False
        )
        ours = generate(MODEL, ids, 40, sampling=GREEDY, stop=2)
        assert list(ours) == [token for token in said[0, len(ids) :].tolist() if token != 2]


def test_the_export_comes_back(exported: Path) -> None:
    back = export.read(exported)
    assert back.model.config == MODEL.config
    for name, p in MODEL.parameters.items():
        np.testing.assert_array_equal(back.model.parameters[name].data, p.data, err_msg=name)
    assert back.tokenizer.encode("It's 12 cats.") == TOKENIZER.encode("It's 12 cats.")


def test_our_copy_is_a_safetensors_file(tmp_path: Path) -> None:
    write_small(tmp_path / "small.gguf")
    source = llama_gguf.read(tmp_path / "small.gguf")
    smollm.write(tmp_path / "copy.safetensors", source)
    theirs = load_file(tmp_path / "copy.safetensors")
    assert set(theirs) == set(source.config.shapes())
    for name, w in theirs.items():
        np.testing.assert_array_equal(w.T, source.weight(name))
