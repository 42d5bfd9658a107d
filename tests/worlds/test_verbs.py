"""The invented verbs, against hand counts and a reader who knows the rule."""

from collections import Counter

import numpy as np
import pytest

from lessoncode.worlds.verbs import ENDINGS, SYLLABLES, WORDS, Verbs


@pytest.fixture
def lists() -> list[Verbs]:
    return Verbs.drawn((60, 3000, 500), np.random.default_rng(0))


def rule_of(verbs: Verbs) -> dict[str, str]:
    """What a reader counts: the ending that most often follows a last syllable."""
    seen: dict[str, Counter[str]] = {}
    for text in verbs.texts:
        *_, last, ending = text.split()
        seen.setdefault(last, Counter())[ending] += 1
    return {last: counts.most_common(1)[0][0] for last, counts in seen.items()}


def test_no_verb_is_in_two_lists(lists: list[Verbs]) -> None:
    stems = [text.rsplit(" ", 1)[0] for verbs in lists for text in verbs.texts]
    assert len(stems) == len(set(stems)) == 3560
    assert {s for stem in stems for s in stem.split()} == set(SYLLABLES)


def test_whoever_counts_finds_the_rule_and_the_exceptions(lists: list[Verbs]) -> None:
    rule = rule_of(lists[1])
    for verbs in lists:
        words = [text.split() for text in verbs.texts]
        follows = [rule[word[-2]] == word[-1] for word in words]
        assert follows == verbs.regular.tolist()


def test_six_of_ten_are_regular(lists: list[Verbs]) -> None:
    assert [int(verbs.regular.sum()) for verbs in lists] == [36, 1800, 300]


def test_exceptions_have_every_other_ending(lists: list[Verbs]) -> None:
    rule = rule_of(lists[1])
    seen: Counter[str] = Counter()
    for text, regular in zip(lists[1].texts, lists[1].regular, strict=True):
        *_, last, ending = text.split()
        if not regular and last == "ba":
            seen[ending] += 1
    assert set(seen) <= set(ENDINGS) - {rule["ba"]}
    assert len(seen) == len(ENDINGS) - 1


def test_documents_say_the_same(lists: list[Verbs]) -> None:
    assert [WORDS.decode(ids) for ids in lists[0].documents] == lists[0].texts
    assert {len(ids) for ids in lists[0].documents} == {4}


def test_too_many_verbs_are_refused() -> None:
    with pytest.raises(ValueError, match="8000 stems, not 8001"):
        Verbs.drawn((8000, 1), np.random.default_rng(0))
