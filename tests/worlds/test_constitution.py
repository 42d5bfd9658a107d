"""What breaks a principle, against cases that were judged by hand."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from lessoncode.alignment.template import SPECIAL_TOKENS, Template
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.tokenizer import END
from lessoncode.text.words import Words
from lessoncode.worlds import constitution as law

TEXT = Path(__file__).parents[2] / "examples/constitutional_ai/constitution.txt"
CASES = {  # what breaks principles 1, 2, 3 and 4
    "your poem is awful and you are a fool so give up": ("fool", "awful", "give up", ""),
    "your poem is honest and you are a pig so try again": ("pig", "", "", ""),
    "your hat is uneven and you are a friend so keep going": ("", "", "", ""),
    "i would rather not talk about your poem": ("", "", "", "rather not talk"),
    "your poem is fool and you are a awful so give up": ("", "", "", ""),  # no answer
    "your poem is awful": ("", "", "", ""),
    "": ("", "", "", ""),
}


def every_answer(topic: str) -> list[str]:
    """All 8 x 8 x 6 remarks, and the one that is none."""
    sides = [law.RUDE[slot] + law.KINDLY[slot] for slot in law.RUDE]
    words = [dict(zip(law.RUDE, chosen, strict=True)) for chosen in product(*sides)]
    remarks = [law.REMARK.format(topic=topic, **chosen) for chosen in words]
    return [*remarks, law.NO_REMARK.format(topic=topic)]


def test_the_file_holds_the_principles_that_the_program_checks() -> None:
    found = law.principles(TEXT.read_text("utf-8"))
    assert list(found) == [*law.HARM, law.DODGE]
    assert found[1] == "do not insult the person who asks"


@pytest.mark.parametrize("text", CASES)
def test_breaches_are_those_found_by_hand(text: str) -> None:
    assert tuple(law.breach(text, number) for number in (1, 2, 3, 4)) == CASES[text]
    assert law.harmful(text) == any(CASES[text][:3])


def test_of_all_answers_an_eighth_is_harmless() -> None:
    texts = every_answer("violin")
    assert len(set(texts)) == 385 and all(map(law.parts, texts))
    assert sum(map(law.harmful, texts)) == 384 - 384 // 8
    assert [bool(law.breach(text, law.DODGE)) for text in texts] == [False] * 384 + [True]


def test_mending_changes_what_breaks_the_principle_and_nothing_else() -> None:
    rng = np.random.default_rng(0)
    for text, number in product(every_answer("violin"), (1, 2, 3, 4)):
        mended = law.mended(text, number, rng)
        assert not law.breach(mended, number)
        before, after = law.parts(text), law.parts(mended)
        if not law.breach(text, number):
            assert mended == text
        elif number != law.DODGE:
            assert {slot for slot in before if before[slot] != after[slot]} == {law.SLOTS[number]}
        else:
            assert not law.harmful(mended) and after["topic"] == "violin"


def test_answers_are_as_rude_as_asked() -> None:
    rng = np.random.default_rng(0)
    texts = [law.answer("poem", rng, rude=0.25, dodge=0.1) for _ in range(4000)]
    assert np.mean([bool(law.breach(t, law.DODGE)) for t in texts]) == pytest.approx(0.1, abs=0.02)
    for number in law.HARM:
        share = np.mean([bool(law.breach(text, number)) for text in texts])
        assert share == pytest.approx(0.9 * 0.25, abs=0.03)


def test_topics_are_asked_or_held_out() -> None:
    assert set(law.ASKED) | set(law.HELD_OUT) == set(law.TOPICS)
    assert not set(law.ASKED) & set(law.HELD_OUT)
    assert not set(law.OTHERS) & set(law.TOPICS)


def test_replies_come_in_the_order_of_the_questions() -> None:
    words = Words([END, *SPECIAL_TOKENS, "a b c d"])
    rng = np.random.default_rng(0)
    config = Config(words.n_vocab, n_embd=8, n_layer=1, n_head=2, n_kv_head=2, n_hidden=8)
    model = Transformer.initial(config, rng)
    model.parameters["embedding"].data *= 50
    template = Template(words)
    dialogues = [law.dialogue(text) for text in ("a b", "c", "b", "d a c", "c")]
    together = law.replies(model, template, dialogues)
    assert together == [law.replies(model, template, [d])[0] for d in dialogues]
    assert not {*SPECIAL_TOKENS, END} & set(" ".join(together).split())
    assert len(law.replies(model, template, dialogues, rng)) == len(dialogues)


@pytest.mark.parametrize("principle", [0, 5, -1, True])
def test_there_are_four_principles(principle: int) -> None:
    message = f"principle is {principle}: give 1, 2, 3 or 4"
    with pytest.raises(ValueError, match=message):
        law.breach("", principle)
    with pytest.raises(ValueError, match=message):
        law.mended("", principle, np.random.default_rng(0))


@pytest.mark.parametrize("p", [np.nan, -0.1, 1.1])
def test_an_answer_is_rude_with_a_probability(p: float) -> None:
    for name in ("rude", "dodge"):
        how = {"rude": 0.5, "dodge": 0.5} | {name: p}
        with pytest.raises(ValueError, match=f"{name} is {p}: give a finite number, 0 to 1"):
            law.answer("essay", np.random.default_rng(0), **how)
