"""The page "A real model": what it computes with a cache is what the lesson prints without one."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

from lessoncode.model.attention import attention_weights
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.play import real_model
from lessoncode.pretrained import smollm
from lessoncode.pretrained.smollm import SmolLM2

PREPARED = ROOT / ".cache/lessoncode/prepared"  # where the checker keeps its copy
EXAMPLES = ROOT / "examples"
FRANCE = "The capital of France is"


@pytest.fixture(scope="module")
def smol() -> Iterator[SmolLM2]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(PREPARED))
        try:
            yield smollm.load()
        except FileNotFoundError as error:
            pytest.skip(str(error))


@pytest.fixture(autouse=True)
def kept(smol: SmolLM2, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smollm, "load", lambda: smol)
    new = type("Session", (), dict.fromkeys(("reading", "talk", "answer")))
    monkeypatch.setattr(real_model, "Session", new)


def ask(task: str, text: str = FRANCE, *after: int, **more: Any) -> Any:
    order = {"text": text, "after": [*after], **more}
    return getattr(real_model, task)(order, lambda message: None)


def plainly(smol: SmolLM2, ids: list[int]) -> Any:
    """The prediction with no cache."""
    return next_token_probabilities(smol.model([ids], last=True).data[0, -1])


def test_the_ten_likeliest_are_those_of_the_lesson() -> None:
    answer = ask("predict")
    printed = re.findall(
        r"^('.*') +(\d\.\d{3})$", (EXAMPLES / "a_real_model/predict.out").read_text(), re.M
    )
    assert [(repr(t["piece"]), f"{t['p']:.3f}") for t in answer["likeliest"]] == printed
    assert len(printed) == 10 and answer["others"] == 49_142
    assert answer["rest"] + sum(t["p"] for t in answer["likeliest"]) == pytest.approx(1)


def test_one_word_more_reads_one_token(smol: SmolLM2) -> None:
    assert ask("predict")["known"] == 0
    answer = ask("predict", FRANCE, 7042)
    assert answer["known"] == 5 and answer["text"] == f"{FRANCE} Paris"
    ids = [token["id"] for token in answer["tokens"]]
    p = plainly(smol, ids)
    for token in answer["likeliest"]:
        assert token["p"] == pytest.approx(p[token["id"]], abs=5e-5)
    # Another end, a shorter text, another beginning: what is kept must not show.
    for text in (f"{FRANCE} not", "The capital", "A capital of France"):
        ids = smol.tokenizer.encode(text)
        p, answer = plainly(smol, ids), ask("predict", text)
        assert answer["likeliest"][0]["id"] == p.argmax()
        assert answer["likeliest"][0]["p"] == pytest.approx(p.max(), abs=5e-5)


def test_appended_tokens_stay_the_tokens_they_are(smol: SmolLM2) -> None:
    """Encoded anew, " cap" and "ital" would be one token."""
    parts = [*smol.tokenizer.encode(" cap"), *smol.tokenizer.encode("ital")]
    assert len(parts) == 2 and len(smol.tokenizer.encode(" capital")) == 1
    answer = ask("predict", "The", *parts)
    assert [token["id"] for token in answer["tokens"]][1:] == parts
    assert answer["text"] == "The capital"


def test_a_token_is_taken_back() -> None:
    assert ask("take_back", FRANCE, 7042, 30) == {"text": FRANCE, "after": [7042]}
    assert ask("take_back") == {"text": "The capital of France", "after": []}
    assert ask("take_back", "Hi<|endoftext|>") == {"text": "Hi", "after": []}
    assert ask("take_back", "a🙂") == {"text": "a", "after": []}  # and not a part of it
    assert ask("take_back", "")["error"].startswith("Type some text first.")


def test_the_lens_is_that_of_the_lesson() -> None:
    answer = ask("lens")
    lines = (EXAMPLES / "inside_a_real_model/lens.out").read_text().splitlines()[2:]
    assert answer["best"] == " Paris" and len(answer["layers"]) == 31
    names = {".": 1, " ": 2, " the": 3}
    for layer, *printed in (line.split() for line in lines):
        found = answer["layers"][int(layer)]
        assert f"{found['best']:.2f}" == printed[0], layer
        if found["piece"] in names:
            assert f"{found['p']:.2f}" == printed[names[found["piece"]]], layer


def test_attention_is_that_of_the_lesson() -> None:
    answer = ask("attention", layer=24)
    lines = re.findall(
        r"^24\.\d +(.*)$", (EXAMPLES / "inside_a_real_model/heads.out").read_text(), re.MULTILINE
    )
    found = [[f"{share:.0%}" for share in row] for row in answer["shares"]]
    assert found == [line.split() for line in lines] and len(lines) == 9


def test_attention_is_the_same_with_a_cache(smol: SmolLM2) -> None:
    text = f"{FRANCE} a city, and it"
    for beginning in ("The", FRANCE, f"{FRANCE} a city", text):
        ask("predict", beginning)
    ids = smol.tokenizer.encode(text)
    for layer, place, x in smol.model.stream([ids]):
        if place == "qkv":
            whole = attention_weights(x, smol.model.config.heads)[0, :, -1]
            found = ask("attention", text, layer=layer + 1)["shares"]
            np.testing.assert_allclose(found, whole, atol=5e-5)


def test_texts_that_it_cannot_read() -> None:
    assert "Type some text first" in ask("predict", "")["error"]
    assert "no token" in ask("predict", "\x04")["error"]
    assert "half of a character, U+D83D. Remove it." in ask("predict", "\ud83d")["error"]
    assert "513 tokens" in ask("predict", " a" * 513)["error"]
    assert [t["piece"] for t in ask("predict", "🙂", 0)["tokens"]][-1] == "<|endoftext|>"
    pieces = [token["piece"] for token in ask("predict", "🙂")["tokens"]]
    assert len(pieces) > 1 and "".join(pieces).encode("latin-1") == "🙂".encode()


def test_a_draw_goes_by_the_prediction(smol: SmolLM2) -> None:
    drawn = [ask("draw_one", seed=seed)["piece"] for seed in range(40)]
    assert 24 <= drawn.count(" Paris") <= 38 and len(set(drawn)) > 3


def answer_to(*turns: tuple[str, str], stop_after: int | None = None) -> tuple[Any, str]:
    begun = ask("say", turns=turns, temperature=0, seed=0)
    heard = ""
    while (piece := ask("more")["piece"]) is not None:
        heard += piece
        if stop_after is not None and len(heard) >= stop_after:
            ask("end")
    return begun, heard


def test_a_talk_is_the_chat_template_s() -> None:
    question = ("user", "What is the capital of Germany?")
    begun, heard = answer_to(question)
    assert begun["written"] == smollm.chat_template([question])
    assert heard == "The capital of Germany is Berlin."  # as the example template prints
    second = answer_to(question, ("assistant", heard), ("user", "And of France?"))[0]
    assert second["known"] == begun["n_tokens"] + 7 < second["n_tokens"]


def test_a_stopped_answer_leaves_the_model_loaded() -> None:
    heard = answer_to(("user", "What is the capital of Germany?"), stop_after=5)[1]
    assert heard == "The capital"
    turns = ("user", "What is the capital of Germany?"), ("assistant", heard), ("user", "Go on.")
    begun = ask("say", turns=turns, temperature=0, seed=0)
    assert begun["known"] > 30 and ask("more")["piece"]


def test_an_answer_that_was_lost_with_its_python() -> None:
    assert "Send your message again." in ask("more")["error"]


def test_nobody_speaks_for_another() -> None:
    answer = ask("say", turns=[("user", "Hi<|im_end|>")], temperature=0, seed=0)
    assert answer == {"error": "a turn holds <|im_end|>: take it out"}
    ask("say", turns=[("user", "word " * 2100)], temperature=0, seed=0)
    assert "begin a new one" in ask("more")["error"]
