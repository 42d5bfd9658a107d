"""Sums, their columns and their marks, against Python's own addition."""

import numpy as np
import pytest

from lessoncode.alignment.policy import answered
from lessoncode.model.transformer import Config, Transformer
from lessoncode.worlds import addition
from lessoncode.worlds.addition import (
    SIGNS,
    answer_in,
    columns,
    ids_of,
    prompt,
    solution,
    split,
    text_of,
)


def test_columns_by_hand() -> None:
    assert columns(47, 85) == "12,13"
    assert columns(10, 10) == "00,02"
    assert columns(950, 50) == "00,10,10"
    assert solution(47, 85, "written") == "12,13;132"
    assert solution(47, 85, "direct") == "132"


def test_columns_hold_every_sum_of_two_digits() -> None:
    for a in range(10, 100):
        for b in range(10, 100):
            units, tens = columns(a, b).split(",")
            assert int(tens) * 10 + int(units[1]) == a + b
            for way in ("direct", "written"):
                assert answer_in(f"{solution(a, b, way)}.") == a + b


@pytest.mark.parametrize(
    "text", ["", ".", "132", "12,13.", "12,13;132;.", "1 3 2.", "132;12,13.", "²."]
)
def test_what_is_no_answer(text: str) -> None:
    assert answer_in(text) is None


def test_ids_and_back() -> None:
    assert text_of(ids_of("47+85=12,13;132")) == "47+85=12,13;132"
    example = addition.example(47, 85, "written")
    assert text_of(example.ids) == ".47+85=12,13;132."
    assert example.learned == [False] * 7 + [True] * 10


def test_marks() -> None:
    told = [[*ids_of(text), SIGNS.end_id] for text in ("132", "00,00;132", "131", "13,2", ";")]
    told.append(ids_of("132"))  # no end
    batch = answered([prompt(47, 85)] * len(told), told)
    assert addition.marks(batch).tolist() == [1, 1, 0, 0, 0, 0]


def test_a_sum_and_its_twin_have_one_use() -> None:
    uses = split(1000, 1000)
    assert [len(use) for use in uses] == [1000, 2095, 1000]
    found = [tuple(sorted(pair)) for use in uses for pair in use]
    assert len(set(found)) == len(found) == 90 * 91 // 2
    turned = np.mean([a > b for use in uses for a, b in use])
    assert 0.45 < turned < 0.55
    assert split(1000, 1000) == uses != split(1000, 1000, seed=1)


def test_what_a_model_says() -> None:
    config = Config(SIGNS.n_vocab, n_embd=8, n_layer=1, n_head=2, n_kv_head=2, n_hidden=8)
    model = Transformer.initial(config, np.random.default_rng(0))
    pairs = [(47, 85), (12, 30)]
    said = addition.say(model, pairs * 50, "direct", np.random.default_rng(1))
    assert len(said) == 100
    for text in said:
        assert len(text) <= addition.most_tokens(pairs, "direct") == 5
        assert "." not in text[:-1]
    assert any(text.endswith(".") for text in said)
    again = addition.right(model, pairs, "direct", np.random.default_rng(1), 50)
    rows = [pair for pair in pairs for _ in range(50)]
    said = addition.say(model, rows, "direct", np.random.default_rng(1))
    expected = [answer_in(text) == a + b for text, (a, b) in zip(said, rows, strict=True)]
    assert again.tolist() == [expected[:50], expected[50:]]


def test_a_sum_is_of_two_whole_numbers() -> None:
    for a, b in ((-1, 2), (2, -1)):
        for call in (columns, prompt, lambda a, b: solution(a, b, "direct")):
            with pytest.raises(ValueError, match=" is -1: give a whole number, 0 or more"):
                call(a, b)
    with pytest.raises(ValueError, match=r"a sum is of two numbers, not \(1,\)"):
        addition.most_tokens([(47, 85), (1,)], "direct")  # type: ignore[list-item]


def test_an_id_is_not_counted_from_the_end() -> None:
    with pytest.raises(ValueError, match="no word has the id -1; the last is number 14"):
        text_of([-1])


def test_there_are_no_more_sums_than_all() -> None:
    assert len(split(4090, 5).held_out) == 5  # 90 * 91 / 2 are 4095
    with pytest.raises(ValueError, match="4090 \\+ 6 sums are more than all 4095"):
        split(4090, 6)
    with pytest.raises(ValueError, match="seed is -1: give a whole number, 0 or more"):
        split(1, 1, -1)


def test_a_prompt_that_asks_for_no_sum_is_not_marked() -> None:
    for text in ("47=", "47+=", "47+8"):
        batch = answered([[SIGNS.end_id, *ids_of(text)]], [[SIGNS.end_id]])
        with pytest.raises(ValueError, match=r"give one such as '\.47\+85='"):
            addition.marks(batch)
