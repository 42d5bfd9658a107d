"""N-grams: fractions counted by hand, and sums over everything that can be said."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessoncode.text.ngram import NGram

# "the cat the ." and "the dog .", where 0 ends a sentence and nobody says 4.
END, THE, CAT, DOG, BIRD = range(5)
SENTENCES = [[THE, CAT, THE], [THE, DOG]]


def model(n: int) -> NGram:
    return NGram(SENTENCES, n, n_vocab=5, end_id=END)


UNIGRAM = [Fraction(x, 55) for x in (14, 19, 9, 9, 4)]  # (count + 4 / 5) / (7 + 4)
# After "the": cat, the end and dog, once each. (count + 3 unigram) / (3 + 3).
AFTER_THE = [(x + 3 * p) / 6 for x, p in zip((1, 0, 1, 1, 0), UNIGRAM, strict=True)]
AFTER_CAT = [(x + p) / 2 for x, p in zip((0, 1, 0, 0, 0), UNIGRAM, strict=True)]
AFTER_DOG = [(x + p) / 2 for x, p in zip((1, 0, 0, 0, 0), UNIGRAM, strict=True)]
AT_START = [(x + p) / 3 for x, p in zip((0, 2, 0, 0, 0), UNIGRAM, strict=True)]
# After "the" at the start: cat and dog. (count + 2 bigram) / (2 + 2).
AFTER_START_THE = [(x + 2 * p) / 4 for x, p in zip((0, 0, 1, 1, 0), AFTER_THE, strict=True)]
AFTER_CAT_THE = [(x + p) / 2 for x, p in zip((1, 0, 0, 0, 0), AFTER_THE, strict=True)]


@pytest.mark.parametrize(
    ("n", "context", "expected"),
    [
        (1, [], UNIGRAM),
        (1, [END, THE, CAT], UNIGRAM),
        (2, [], UNIGRAM),
        (2, [END], AT_START),
        (2, [END, THE], AFTER_THE),
        (2, [CAT], AFTER_CAT),
        (2, [THE, BIRD], UNIGRAM),
        (3, [END], AT_START),
        (3, [THE], AFTER_THE),
        (3, [END, THE], AFTER_START_THE),
        (3, [END, THE, CAT, THE], AFTER_CAT_THE),
        (3, [BIRD, THE], AFTER_THE),
        (3, [CAT, END], AT_START),  # no context reaches into the sentence before
    ],
)
def test_probabilities_by_hand(n: int, context: list[int], expected: list[Fraction]) -> None:
    p = model(n).probabilities(context)
    np.testing.assert_allclose(p, [float(x) for x in expected], rtol=1e-14)
    assert sum(expected) == 1


def test_how_often_one_followed_another() -> None:
    bigram = model(2)
    table = [bigram.followers([a]).tolist() for a in range(5)]
    assert table == [
        [0, 2, 0, 0, 0],  # sentences begin with "the"
        [1, 0, 1, 1, 0],
        [0, 1, 0, 0, 0],
        [1, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
    ]
    assert bigram.counts[(THE,)] == {CAT: 1, DOG: 1, END: 1}
    assert bigram.followers([]).tolist() == [2, 3, 1, 1, 0]
    assert max(len(context) for context in bigram.counts) == 1
    assert model(3).followers([CAT, THE]).tolist() == [1, 0, 0, 0, 0]


def test_log_probs_by_hand() -> None:
    expected = [AT_START[THE], AFTER_THE[CAT], AFTER_CAT[THE], AFTER_THE[END]]
    log_probs = model(2).log_probs([THE, CAT, THE])
    np.testing.assert_allclose(log_probs, [math.log(x) for x in expected], rtol=1e-14)
    trigram = model(3).log_probs([THE, DOG])
    # After "the dog" came the end, of one kind.
    expected = [AT_START[THE], AFTER_START_THE[DOG], (1 + AFTER_DOG[END]) / 2]
    np.testing.assert_allclose(trigram, [math.log(x) for x in expected], rtol=1e-14)


documents = st.lists(st.lists(st.integers(1, 4), max_size=8), max_size=8)


@given(documents, st.integers(1, 4), st.lists(st.integers(0, 5), max_size=6))
@settings(max_examples=200, deadline=None)
def test_nothing_is_impossible_and_all_sums_to_1(
    documents: list[list[int]], n: int, context: list[int]
) -> None:
    p = NGram(documents, n, n_vocab=6, end_id=0).probabilities(context)
    assert (p > 0).all()
    assert p.sum() == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_all_documents_together_have_probability_1(n: int) -> None:
    """Those of up to 3 tokens, and the beginnings of 4 with which all longer ones begin."""
    total = 0.0
    for length in range(5):
        for document in product([THE, CAT, DOG, BIRD], repeat=length):
            log_probs = model(n).log_probs(document)
            total += math.exp(log_probs[:length].sum() if length == 4 else log_probs.sum())
    assert total == pytest.approx(1, rel=1e-12)


def test_no_documents_leave_every_token_alike() -> None:
    assert NGram([], 3, 4, 0).probabilities([0, 1]).tolist() == [0.25] * 4


def test_refuses_what_it_cannot_count() -> None:
    with pytest.raises(ValueError, match="n is 0"):
        model(0)
    with pytest.raises(IndexError, match="ids go from 0 to 4, these go from 0 to 5"):
        NGram([[1, 5]], 2, 5, 0)
    with pytest.raises(IndexError, match="these go from -1 to"):
        model(2).log_probs([-1])
    with pytest.raises(IndexError, match="ids are integers, not float64"):
        # mypy rejects an id of 1.5; a reader without it gets the error
        NGram([[1.5]], 2, 5, 0)  # type: ignore[list-item]


def test_refuses_contexts_that_it_has_not_counted() -> None:
    """It would say that nothing ever followed them."""
    with pytest.raises(ValueError, match="the context has 2 ids: give 1 at most"):
        model(2).followers([END, THE])
    for context in ([-1], [9]):
        with pytest.raises(IndexError, match="ids go from 0 to 4"):
            model(2).followers(context)
        with pytest.raises(IndexError, match="ids go from 0 to 4"):
            model(2).probabilities(context)
    with pytest.raises(ValueError, match="end_id is -1"):
        NGram([], 2, 5, -1)
    with pytest.raises(ValueError, match="texts of different lengths"):
        # mypy rejects a list in a list; a reader without it gets the error
        model(2).log_probs([[THE]])  # type: ignore[list-item]
