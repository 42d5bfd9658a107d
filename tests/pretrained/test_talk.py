"""A talk: the same as without a cache, and whole after an answer was stopped."""

import io
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from lessoncode.model.generate import generate
from lessoncode.model.sampling import Sampling
from lessoncode.model.tensor import Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.pretrained import smollm, talk
from lessoncode.pretrained.smollm import SmolLM2
from lessoncode.pretrained.talk import Talk
from lessoncode.text.bpe import BytePairTokenizer

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> SmolLM2:
    """Single bytes; untrained, but for how likely it ends a turn."""
    ranks = {bytes([byte]): byte for byte in range(256)}
    special = {text: 256 + i for i, text in enumerate(SPECIAL)}
    tokenizer = BytePairTokenizer(ranks, smollm.SPLIT, special)
    config = Config(tokenizer.n_vocab, 32, 2, 2, 1, 48, tied=False)
    rng = np.random.default_rng(3)
    model = Transformer.initial(config, rng, np.float64).frozen()
    monkeypatch.setattr(talk, "ROOM", 600)
    return SmolLM2(model, tokenizer)


def plainly(small: SmolLM2, turns: list[tuple[str, str]], seed: int, room: int) -> list[int]:
    """The ids of the answer, with no cache from before."""
    ids = small.tokenizer.encode(smollm.chat_template(turns), allow_special=True)
    rng = np.random.default_rng(seed)
    drawn = generate(small.model, ids, room - len(ids), rng, Sampling(top_p=talk.TOP_P))
    found = []
    for token in drawn:
        if token >= 256:
            break
        found.append(token)
    return found


def test_every_answer_is_that_to_the_whole_transcript(small: SmolLM2) -> None:
    it = Talk(small, Sampling(top_p=0.9), np.random.default_rng(0))
    turns: list[tuple[str, str]] = []
    for seed, text in enumerate(["Hi", "Why? 🙂", "And 12?"]):
        it.rng = np.random.default_rng(seed)
        turns.append(("user", text))
        ids = plainly(small, turns, seed, room=600)
        heard, whole = "".join(it.say(text)), small.tokenizer.decode(ids)
        assert len(ids) > 5
        assert heard == whole
        turns.append(("assistant", small.tokenizer.decode(ids)))
        assert it.turns == turns


def test_the_cache_holds_what_was_before(small: SmolLM2, monkeypatch: pytest.MonkeyPatch) -> None:
    it = Talk(small, Sampling(top_p=0.9), np.random.default_rng(0))
    passes: list[int] = []
    call = Transformer.__call__

    def counting(self: Transformer, ids: np.ndarray, *rest: Any, **more: Any) -> Tensor:
        passes.append(np.size(ids))
        return call(self, ids, *rest, **more)

    monkeypatch.setattr(Transformer, "__call__", counting)
    list(it.say("Hi"))
    first = passes.copy()
    passes.clear()
    list(it.say("Why?"))
    # What is new: the answer's end at most, the question and the marks around it.
    assert passes[0] < first[0]
    assert passes[1:] == [1] * (len(passes) - 1)


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_stopped_answer_stays_as_far_as_it_came(small: SmolLM2, after: int) -> None:
    it = Talk(small, Sampling(top_p=0.9), np.random.default_rng(0))
    answer = it.say("Hi")
    heard = "".join(next(answer) for _ in range(after))
    answer.close()
    if after == 0:  # not begun: nothing was said
        assert it.turns == []
        return
    assert it.turns[0] == ("user", "Hi")
    assert it.turns[1][1].startswith(heard)
    assert len(it.turns) == 2
    turns = [*it.turns, ("user", "So?")]
    it.rng = np.random.default_rng(7)
    ids = plainly(small, turns, 7, room=600)
    list(it.say("So?"))
    assert it.turns[-1] == ("assistant", small.tokenizer.decode(ids))


def test_a_pass_that_was_stopped_between_layers(
    small: SmolLM2, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = Talk(small, Sampling(top_p=0.9), np.random.default_rng(0))
    block, calls = Transformer.block, iter(range(1000))

    def stopping(self: Transformer, *rest: Any) -> Iterator[tuple[str, Tensor]]:
        if next(calls) == 7:  # the second layer of the fourth pass
            raise KeyboardInterrupt
        return block(self, *rest)

    monkeypatch.setattr(Transformer, "block", stopping)
    with pytest.raises(KeyboardInterrupt):
        list(it.say("Hi"))
    monkeypatch.undo()
    monkeypatch.setattr(talk, "ROOM", 600)
    lengths = [past.length for past in it.cache]
    assert lengths[0] == lengths[1] + 1 == len(it.seen) + 1
    turns = [*it.turns, ("user", "So?")]
    it.rng = np.random.default_rng(7)
    ids = plainly(small, turns, 7, room=600)
    list(it.say("So?"))
    assert it.turns[-1] == ("assistant", small.tokenizer.decode(ids))


def test_refused(small: SmolLM2) -> None:
    it = Talk(small, Sampling(top_p=0.9), np.random.default_rng(0))
    with pytest.raises(ValueError, match="take it out"):
        list(it.say("<|im_end|>"))
    with pytest.raises(ValueError, match=r"the talk has \d+ tokens of 599: begin a new one"):
        list(it.say("long " * 200))
    assert it.turns == []


def test_in_a_terminal(
    small: SmolLM2, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(smollm, "load", lambda: small)
    monkeypatch.setattr(sys, "stdin", io.StringIO("Hi\n<|im_end|>\n"))
    assert talk.main(temperature=1.0, seed=0) == 0
    printed = capsys.readouterr().out
    ids = plainly(small, [("user", "Hi")], 0, room=600)
    assert f"> {small.tokenizer.decode(ids)[:20]}" in printed
    assert "> a turn holds <|im_end|>: take it out\n" in printed


def test_ctrl_c_where_nothing_is_said_yet(
    small: SmolLM2, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed: list[type[BaseException]] = [KeyboardInterrupt, EOFError]

    def prompt(_: str) -> str:
        raise typed.pop(0)

    monkeypatch.setattr(smollm, "load", lambda: small)
    monkeypatch.setattr("builtins.input", prompt)
    assert talk.main(temperature=1.0, seed=0) == 0
    assert capsys.readouterr().out.endswith(" (Ctrl-D ends the talk)\n\n")


def test_ctrl_c_while_the_model_is_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(smollm, "load", load)
    assert talk.main(temperature=1.0, seed=0) == 130
    assert capsys.readouterr() == ("", "")


def test_ctrl_c_while_it_answers(
    small: SmolLM2, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def say(self: Talk, text: str) -> Any:
        yield "Well"
        raise KeyboardInterrupt

    monkeypatch.setattr(smollm, "load", lambda: small)
    monkeypatch.setattr(Talk, "say", say)
    monkeypatch.setattr(sys, "stdin", io.StringIO("Hi\n"))
    assert talk.main(temperature=1.0, seed=0) == 0
    assert "Well (stopped)\n" in capsys.readouterr().out


def test_a_negative_seed(capsys: pytest.CaptureFixture[str]) -> None:
    assert talk.main(temperature=1.0, seed=-1) == 1
    assert capsys.readouterr().err == "seed is -1: give a whole number, 0 or more\n"


def test_without_the_model(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load() -> None:
        raise FileNotFoundError("SmolLM2 is not installed; mend that with: pip")

    monkeypatch.setattr(smollm, "load", load)
    assert talk.main(temperature=1.0, seed=0) == 1
    assert capsys.readouterr().err == "SmolLM2 is not installed; mend that with: pip\n"
