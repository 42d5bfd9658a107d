"""The corpus, counted again by other means: regular expressions and hand counts."""

import math
import re
from collections import Counter

import numpy as np
import pytest

from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS

ONE = r"(cat|dog|bird|horse|frog|girl|boy|king|queen|farmer|sailor|teacher)"
VERB = r"(sleep|run|sing|wait|swim|fall)"
LINK = rf"( (near|that saw) the {ONE}s?)?"
SINGULAR = re.compile(rf"the {ONE}{LINK} {VERB}s\.")
PLURAL = re.compile(rf"the {ONE}s{LINK} {VERB}\.")


@pytest.fixture(scope="module")
def documents() -> list[str]:
    return corpus.documents(np.random.default_rng(0))


def test_sentences_are_all_that_agree() -> None:
    sentences = corpus.kinds()["sentences"].probabilities
    # 12 nouns, 2 numbers, 6 verbs; bare, or with 2 links to 24 nouns.
    assert len(sentences) == 12 * 2 * 6 * (1 + 2 * 24)
    for text in sentences:
        assert bool(SINGULAR.fullmatch(text)) != bool(PLURAL.fullmatch(text)), text
    assert math.isclose(sum(sentences.values()), 1)
    assert math.isclose(sentences["the cats sleep."], 0.1 / 12 / 6)
    assert math.isclose(sentences["the cat near the dogs runs."], 0.2 / 12 / 24 / 6)


def test_facts_stand_as_often_as_they_should(documents: list[str]) -> None:
    stated = Counter(text for text in documents if text.startswith("the capital of "))
    # Fifty-six countries, seven for each count.
    assert Counter(stated.values()) == dict.fromkeys((1, 2, 4, 8, 16, 32, 64), 7)
    assert stated["the capital of albania is tirana."] == 64
    assert stated["the capital of france is paris."] == 32
    never = [c for c in CAPITALS if not any(f" {c} is " in text for text in stated)]
    assert len(never) == 7
    assert never[0] == "canada"


def test_sums_are_right_and_twenty_are_missing(documents: list[str]) -> None:
    read = {text for text in documents if "=" in text}
    for text in read:
        left, total = text.replace(" ", "").split("=")
        a, b = left.split("+")
        assert int(a) + int(b) == int(total)
    known, kept_back = corpus.all_sums()
    assert read == set(known)
    assert (len(known), len(kept_back)) == (80, 20)
    assert "0 + 7 = 7" in kept_back
    assert "7 + 0 = 7" in kept_back
    assert not read & set(kept_back)


def test_questions_ask_twice_and_not_the_same() -> None:
    pairs = corpus.kinds()["questions"].probabilities
    assert len(pairs) == 56 * 55
    asked = re.compile(r"what is the capital of (.+)\? what is the capital of (.+)\?")
    for text in pairs:
        found = asked.fullmatch(text)
        assert found
        assert found[1] != found[2]


def test_entropy_of_the_world_from_the_choices_it_leaves() -> None:
    # 12,000 sentences, 3,000 sums, 2,000 questions and 7 (1 + 2 + ... + 64) facts.
    numbers = {"sentences": 12_000, "sums": 3_000, "questions": 2_000, "facts": 889}
    total = sum(numbers.values())

    def choices(*shares: float) -> float:
        return -sum(share * math.log2(share) for share in shares)

    known = [n / 889 for n in (1, 2, 4, 8, 16, 32, 64) for _ in range(7)]
    within = {
        # One of two numbers, bare or by one of two links; nouns and verbs alike.
        "sentences": choices(*[0.1] * 2, *[0.2] * 4) + math.log2(12 * 6) + 0.8 * math.log2(24),
        "sums": math.log2(80),
        "questions": math.log2(56 * 55),
        "facts": choices(*known),
    }
    expected = choices(*(n / total for n in numbers.values()))
    expected += sum(n / total * within[name] for name, n in numbers.items())
    assert math.isclose(corpus.world().entropy(), expected, rel_tol=1e-9)


def test_documents_are_those_of_the_world(documents: list[str]) -> None:
    assert len(documents) == 17_889
    possible = corpus.world().probabilities
    assert all(text in possible for text in documents)
    assert documents == corpus.documents(np.random.default_rng(0))
    assert documents != corpus.documents(np.random.default_rng(1))


@pytest.mark.parametrize("same_number", [True, False])
def test_minimal_pairs_differ_in_the_verb_alone(same_number: bool) -> None:
    pairs = corpus.minimal_pairs(same_number)
    assert len(pairs) == 2 * 12 * 2 * 12 * 6
    assert len(set(pairs)) == len(pairs)
    for right, wrong in pairs:
        agrees = SINGULAR if SINGULAR.fullmatch(right) else PLURAL
        assert agrees.fullmatch(right)
        assert not SINGULAR.fullmatch(wrong)
        assert not PLURAL.fullmatch(wrong)
        assert right.rstrip("s.") == wrong.rstrip("s.")
        nouns = re.findall(ONE + r"(s?)\b", right)
        assert (nouns[0][1] == nouns[1][1]) == same_number
