"""Sums with a scratchpad of four lengths, against Python's addition."""

import re

import numpy as np
import pytest

from lessoncode.model.transformer import Config, Transformer
from lessoncode.worlds import effort

PAIRS = [(a, b) for a in range(10, 100) for b in range(10, 100)]


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
    for text in ("132", "(12,13).", "(132).", "(12,13)13=.", "."):
        assert effort.answer_in(text) is None


def test_chances_come_with_the_right_answer_first() -> None:
    n_signs = effort.SIGNS.n_vocab
    config = Config(n_signs, n_embd=8, n_layer=1, n_hidden=8, n_head=2, n_kv_head=2)
    model = Transformer.initial(config, np.random.default_rng(0))
    found = effort.chances(model, [(47, 85), (10, 10)], least=1e-3)
    firsts = [effort.text_of(next(iter(answers))) for answers in found]
    assert firsts == ["132.", "20."]
    assert all(sum(answers.values()) == pytest.approx(1) for answers in found)
