"""Sums with a scratchpad of four lengths, against Python's addition."""

import re
from typing import Any

import numpy as np
import pytest

from lessoncode.model.tensor import Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.worlds import effort

PAIRS = [(a, b) for a in range(10, 100) for b in range(10, 100)]


def untrained() -> Transformer:
    n_signs = effort.SIGNS.n_vocab
    config = Config(n_signs, n_embd=8, n_layer=1, n_hidden=8, n_head=2, n_kv_head=2)
    return Transformer.initial(config, np.random.default_rng(0))


@pytest.mark.parametrize("way", effort.EFFORTS)
def test_every_solution_ends_in_the_sum(way: str) -> None:
    told = [effort.solution(a, b, way) for a, b in PAIRS]
    assert effort.right(told, PAIRS).all()


def test_every_step_of_a_long_scratchpad_is_true() -> None:
    for a, b in PAIRS:
        units, tens = re.findall(r"(\d)\+(\d)\+(\d)=(\d\d)", effort.scratchpad(a, b, "long"))
        assert int(units[0]) + int(units[1]) == int(units[3]) and units[2] == "0"
        assert int(tens[0]) + int(tens[1]) + int(tens[2]) == int(tens[3])
        assert int(tens[3]) * 10 + int(units[3][1]) == a + b
        assert effort.scratchpad(a, b, "short") == f"({units[3]},{tens[3]})"


def test_filler_takes_as_many_tokens_as_a_short_scratchpad() -> None:
    lengths = {len(effort.solution(a, b, "filler")) - len(str(a + b)) for a, b in PAIRS}
    assert lengths == {len(effort.solution(47, 85, "short")) - 3}
    assert set(effort.scratchpad(47, 85, "filler")) == set("(_)")


def test_only_a_number_between_bracket_and_end_is_an_answer() -> None:
    assert effort.answer_in("(12,13)132.") == 132
    assert effort.answer_in("132.") == 132
    for text in ("132", "(12,13).", "(132).", "(12,13)13=.", ".", "²", "²²."):
        assert effort.answer_in(text) is None


def test_chances_come_with_the_right_answer_first() -> None:
    found = effort.chances(untrained(), [(47, 85), (10, 10)], least=1e-3)
    firsts = [effort.text_of(next(iter(answers))) for answers in found]
    assert firsts == ["132.", "20."]
    assert all(sum(answers.values()) == pytest.approx(1) for answers in found)


def test_a_right_answer_that_is_long_is_found() -> None:
    """111111, by a model that ends after each 1 with the probability 1/2."""

    class Ones(Transformer):
        def __call__(self, ids: Any, cache: Any = None, last: bool = False) -> Tensor:
            logits = np.full((*np.shape(ids), effort.SIGNS.n_vocab), -50.0)
            logits[..., [effort.SIGNS.end_id, effort.SIGNS.special("1")]] = 0
            return Tensor(logits)

    plain = untrained()
    model = Ones(plain.config, {name: p.data for name, p in plain.parameters.items()})
    (found,) = effort.chances(model, [(55_555, 55_556)], least=1e-3)
    # Of 0 to 6 ones, with 1/2, 1/4, ... 1/128, which add up to 127/128.
    assert next(iter(found.values())) == pytest.approx(1 / 127)


def test_what_is_no_effort_no_sum_or_no_id_is_refused() -> None:
    for way in ("Long", "", "5"):
        for call in (effort.scratchpad, effort.solution, effort.prompt, effort.example):
            with pytest.raises(
                ValueError, match=f"the effort is '{way}': give one of none, filler"
            ):
                call(1, 2, way)
    for i in (-1, effort.SIGNS.n_vocab):
        with pytest.raises(ValueError, match=f"no word has the id {i}"):
            effort.text_of([i])
    with pytest.raises(ValueError, match="1 told, 2 pairs"):
        effort.right([[]], PAIRS[:2])
    model, rng = untrained(), np.random.default_rng(0)
    bad: list[Any] = [(), (1,), (1, 2, 3)]
    for pair in bad:
        with pytest.raises(ValueError, match="two numbers"):
            effort.answers(model, [pair], "none", rng)
        with pytest.raises(ValueError, match="two numbers"):
            effort.right([[]], [pair])
        with pytest.raises(ValueError, match="two numbers"):
            effort.chances(model, [pair])
    with pytest.raises(ValueError, match="pairs is 0"):
        effort.right([], [])
    for least in (0, -1, np.nan):
        with pytest.raises(ValueError, match="least is"):
            effort.chances(model, PAIRS[:1], least)
    with pytest.raises(ValueError, match=r"no answer to 10\+10 has the probability 0.9"):
        effort.chances(model, PAIRS[:1], 0.9)
