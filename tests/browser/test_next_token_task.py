"""The page "Next token": its numbers are those that the lesson prints."""

import re
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

from lessoncode.play import next_token
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG

EXAMPLES = ROOT / "examples"


def asked(text: str, temperature: float = 1.0, top_p: float = 1.0) -> dict[str, Any]:
    order = {"text": text, "temperature": temperature, "top_p": top_p}
    return next_token.predict(order, lambda message: None)


def share(answer: dict[str, Any], who: str, word: str) -> float:
    found: float = answer[who][answer["words"].index(word)]
    return found


def rows(record: str) -> dict[str, list[float]]:
    """The lines of a record that end in numbers, by what stands before these."""
    text = (EXAMPLES / record).read_text("utf-8")
    found = re.findall(r"^ *(\S.*?) +((?:\d\.\d+ *)+)$", text, re.MULTILINE)
    return {name: [float(number) for number in numbers.split()] for name, numbers in found}


def test_the_three_are_those_of_the_lesson() -> None:
    shown = ("mat", "sofa", "roof", "dog", "cat", "grass")
    answer, printed = asked("the cat sat on the"), rows("next_token/beside.out")
    for who, name in (("predicted", "model"), ("truth", "truth"), ("bigrams", "bigram")):
        assert [round(share(answer, who, word), 3) for word in shown] == printed[name]


def test_temperature_and_top_p_are_those_of_the_lesson() -> None:
    printed = rows("next_token/temperature.out")
    assert len(printed) == 5
    for temperature, shares in printed.items():
        answer = asked("the cat sat on the", float(temperature))
        found = [share(answer, "drawn_from", word) for word in ("mat", "sofa", "grass")]
        assert np.round(found, 2).tolist() == shares
        assert round(share(answer, "predicted", "mat"), 3) == 0.687  # stays as it was
    answer = asked("the dog sat on the", top_p=0.6)
    found = [share(answer, "drawn_from", w) for w in ("mat", "sofa", "roof", "dog", "grass")]
    assert np.round(found, 2).tolist() == [0, 0.34, 0, 0, 0.66]


def test_the_heads_are_those_of_the_lesson() -> None:
    answer = asked("the cat that saw the bird sat on the")
    printed = (EXAMPLES / "inside/looks.out").read_text("utf-8")
    assert "\nlayer 2, the: 99% from saw\n" in printed
    shares = np.array(answer["shares"])
    assert shares.shape == (2, 2, 10) and np.allclose(shares.sum(-1), 1)
    assert answer["text"][4] == "saw" and round(shares[1, 0, 4], 2) == 0.99
    dog = asked("the dog that saw the bird sat on the")  # its second head looks at "on"
    assert np.round(np.array(dog["shares"])[1, :, [4, 8]], 2).tolist() == [[0.99, 0], [0, 1]]


def test_a_whole_sentence_has_its_own_probability() -> None:
    answer = asked("the cat sat on the mat")
    seat = CAT_AND_DOG["CAT_SEAT"]["mat"] * CAT_AND_DOG["CAT_SITS"]["sat on the CAT_SEAT"]
    truth = CAT_AND_DOG["SENTENCE"]["the cat CAT"] * CAT_AND_DOG["CAT"]["CAT_SITS"] * seat
    assert answer["sentence_truth"] == pytest.approx(truth)
    # What the model gives it: one prediction after the other.
    words, p = ["the", "cat", "sat", "on", "the", "mat", "<|endoftext|>"], 1.0
    for i, word in enumerate(words):
        p *= share(asked(" ".join(words[:i])), "predicted", word)
    assert answer["sentence"] == pytest.approx(p, rel=1e-4)
    assert asked("the cat sat on the")["sentence_truth"] == 0


def test_what_the_world_does_not_know() -> None:
    assert asked("the dog sat on the roof")["truth"] is None
    assert asked("")["truth"] is not None  # the beginning of every sentence
    assert (
        "doesn't have the word “hen”, “<|endoftext|>”"
        in asked("the hen <|endoftext|> hen")["error"]
    )
    assert "This text has 48 words" in asked("the " * 48)["error"]
    assert "error" not in asked("the " * 47)


def test_draws_follow_what_is_drawn_from() -> None:
    text = "the cat sat on the"
    order = {"text": text, "temperature": 1.0, "top_p": 0.8}
    drawn = [next_token.draw_one({**order, "seed": i}, print)["word"] for i in range(400)]
    assert set(drawn) == {"mat", "sofa"}
    expected = share(asked(text, top_p=0.8), "drawn_from", "mat")
    assert abs(drawn.count("mat") / 400 - expected) < 0.08
    assert next_token.draw_one({**order, "seed": 3}, print)["word"] == drawn[3]
