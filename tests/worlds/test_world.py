"""Truths of small worlds, against hand counts and other ways to count."""

import math
from fractions import Fraction

import numpy as np
import pytest

from lessoncode.text.words import Words
from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import World, counted, facts, grammar, mixture, reigns, sums

RULES = {"SENTENCE": {"a X": 0.5, "b": 0.5}, "X": {"a": 0.5, "b": 0.25, "a b": 0.25}}


def test_sentences_of_a_grammar_by_hand() -> None:
    expected = {"a a": 0.25, "a b": 0.125, "a a b": 0.125, "b": 0.5}
    assert grammar(RULES).probabilities == expected


def test_entropy_by_hand() -> None:
    # 1/4 * 2 + 1/8 * 3 + 1/8 * 3 + 1/2 * 1
    assert grammar(RULES).entropy() == 1.75


def test_next_tokens_by_hand() -> None:
    # a stands first in a a, a b, a a b; the last of these and the first go on with a.
    assert grammar(RULES).next_token(Words(["a b"])) == {
        (): {1: 0.5, 2: 0.5},
        (1,): {1: 0.75, 2: 0.25},
        (2,): {0: 1.0},
        (1, 1): {0: pytest.approx(2 / 3), 2: pytest.approx(1 / 3)},
        (1, 2): {0: 1.0},
        (1, 1, 2): {0: 1.0},
    }


def test_next_tokens_multiply_to_the_sentence() -> None:
    """The chain rule, in the world that the pages use."""
    world = grammar(CAT_AND_DOG)
    words = Words(world.probabilities)
    truth = world.next_token(words)
    for sentence, p in world.probabilities.items():
        ids = (*words.encode(sentence), words.end_id)
        steps = [truth[ids[:i]][token] for i, token in enumerate(ids)]
        assert math.prod(steps) == pytest.approx(p, rel=1e-12)
    assert all(sum(after.values()) == pytest.approx(1) for after in truth.values())
    assert sum(world.probabilities.values()) == pytest.approx(1)


def test_entropy_is_the_sum_of_what_each_token_costs() -> None:
    """H(sentence) = sum over positions of the mean entropy of the next token."""
    world = grammar(CAT_AND_DOG)
    words = Words(world.probabilities)
    truth = world.next_token(words)

    def bits(sentence: str) -> float:
        ids = words.encode(sentence)
        after = [truth[tuple(ids[:i])] for i in range(len(ids) + 1)]
        return -sum(p * math.log2(p) for choices in after for p in choices.values())

    assert world.mean(bits) == pytest.approx(world.entropy(), rel=1e-12)


def test_the_cat_sat_on_the() -> None:
    world = grammar(CAT_AND_DOG)
    words = Words(world.probabilities)
    truth = world.next_token(words)
    after = truth[tuple(words.encode("the cat sat on the"))]
    named = {words.decode([i]): round(p, 12) for i, p in after.items()}
    assert named == {"mat": 0.7, "sofa": 0.2, "roof": 0.05, "dog": 0.05}


def test_rules_that_do_not_sum_to_one() -> None:
    with pytest.raises(ValueError, match="choices for X do not sum to 1"):
        grammar({"SENTENCE": {"X": 1.0}, "X": {"a": 0.5}})


def test_samples_come_as_often_as_they_should() -> None:
    """Chi-square with 3 degrees of freedom: 21.1 is passed once in ten thousand."""
    world, n = grammar(RULES), 10_000
    drawn = world.sample(n, np.random.default_rng(0))
    expected = {sentence: p * n for sentence, p in world.probabilities.items()}
    assert sum((drawn.count(s) - e) ** 2 / e for s, e in expected.items()) < 21.1


def test_a_mixture_adds_what_its_parts_share() -> None:
    one, two = World({"a": 0.5, "b": 0.5}), World({"b": 1.0})
    mixed = mixture([(0.4, one), (0.6, two)])
    assert mixed.probabilities == pytest.approx({"a": 0.2, "b": 0.8})


def test_a_counted_corpus() -> None:
    known = {"france": "paris", "peru": "lima", "oman": "muscat"}
    stated = facts("{key}: {value}", known, {"france": 3, "oman": 1})
    assert stated == ["france: paris"] * 3 + ["oman: muscat"]
    assert counted(stated).probabilities == {"france: paris": 0.75, "oman: muscat": 0.25}


def test_sums_are_true_and_all_there() -> None:
    world = sums(12)
    assert len(world.probabilities) == 144
    assert "7 + 1 1 = 1 8" in world.probabilities
    for text in world.probabilities:
        left, right = text.replace(" ", "").split("=")
        assert sum(map(int, left.split("+"))) == int(right)
    assert world.entropy() == pytest.approx(math.log2(144))


def test_reigns() -> None:
    leaders = reigns(["ann", "bob", "eve"], 4000, np.random.default_rng(0))
    assert list(leaders) == list(range(1, 4001))
    changes = sum(leaders[year] != leaders[year + 1] for year in range(1, 4000))
    # 3,999 throws of a coin: the deviation is 31.6, four of them are allowed.
    assert abs(changes - Fraction(3999, 2)) < 127


def test_capitals() -> None:
    assert len(CAPITALS) == len(set(CAPITALS.values())) == 56


@pytest.mark.parametrize(
    ("probabilities", "message"),
    [
        ({}, "sentences is 0: give a whole number, 1 or more"),
        ({"a": 2.0, "b": 0.5}, "not probabilities: .* a sum is off by 1.5"),
        ({"a": math.nan, "b": 0.5}, "a is nan: give a finite number, 0 or more"),
        ({"a": 2.0, "b": -1.0}, "b is -1.0: give a finite number, 0 or more"),
    ],
)
def test_a_world_has_sentences_with_probabilities(
    probabilities: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        World(probabilities)


def test_a_sentence_of_probability_0_begins_nothing() -> None:
    world = grammar({"SENTENCE": {"a": 1.0, "b a": 0.0}})
    assert world.next_token(Words(["a b"])) == {(): {1: 1.0, 2: 0.0}, (1,): {0: 1.0}}


def test_shares_and_choices_are_probabilities() -> None:
    world = World({"a": 1.0})
    for share in (math.nan, -1.0):
        with pytest.raises(ValueError, match=f"share is {share}: give a finite number, 0 or"):
            mixture([(2.0, world), (share, world)])
        with pytest.raises(ValueError, match=f"b is {share}: give a finite number, 0 or more"):
            grammar({"SENTENCE": {"a": 2.0, "b": share}})
    with pytest.raises(ValueError, match=r"a sum is off by 0\.5"):
        mixture([(0.5, world)])
    with pytest.raises(ValueError, match="no rule is named 'X'"):
        grammar({"SENTENCE": {"a": 1.0}}, "X")


def test_one_text_is_not_a_list_of_documents() -> None:
    with pytest.raises(TypeError, match="documents are one text, 'abc': give a list of texts"):
        counted("abc")


def test_a_fact_has_a_key_a_value_and_a_count() -> None:
    known = {"peru": "lima"}
    with pytest.raises(ValueError, match="peru is -1: give a whole number, 0 or more"):
        facts("{key}: {value}", known, {"peru": -1})
    for template in ("{key}", "{value}", "{key} {value} {year}", "{key} {value} {"):
        with pytest.raises(ValueError, match=r"it takes .key. and .value., no more"):
            facts(template, known, {"peru": 1})


def test_negative_years_and_too_few_names() -> None:
    rng = np.random.default_rng(0)
    assert reigns(["ann", "bob"], 0, rng) == {}
    with pytest.raises(ValueError, match="n_years is -1: give a whole number, 0 or more"):
        reigns(["ann", "bob"], -1, rng)
    with pytest.raises(ValueError, match="different_names is 1: give a whole number, 2 or more"):
        reigns(["ann", "ann"], 3, rng)
    for n in (0, -1):
        with pytest.raises(ValueError, match=f"n is {n}: give a whole number, 1 or more"):
            sums(n)
