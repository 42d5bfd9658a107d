"""Measures: against fractions, and against documents scored one by one."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from models import make

from lessoncode.measures.calibration import calibration, expected_calibration_error
from lessoncode.measures.information import bits, entropy, kl_divergence
from lessoncode.measures.prediction import (
    CHUNK,
    exact_match,
    greedy_matches,
    perplexity,
    token_log_probs,
)
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.model.transformer import Transformer

END = 0


def frozen(name: str) -> Transformer:
    model, *_ = make(name)
    return model.frozen()


def random_documents(n: int, n_vocab: int) -> list[list[int]]:
    rng = np.random.default_rng(0)
    return [rng.integers(1, n_vocab, size=rng.integers(0, 12)).tolist() for _ in range(n)]


@pytest.mark.parametrize("name", ["plain", "grouped", "untied"])
def test_each_document_as_if_alone(name: str) -> None:
    """However they were put together and filled up."""
    model = frozen(name)
    documents = random_documents(2 * CHUNK + 3, model.config.n_vocab)
    found = token_log_probs(model, documents, END)
    assert len(found) == len(documents)
    for document, log_probs in zip(documents, found, strict=True):
        exp = np.exp(model([[END, *document]]).data[0])
        p = exp / exp.sum(-1, keepdims=True)
        targets = [*document, END]
        expected = [math.log(row[token]) for row, token in zip(p, targets, strict=True)]
        np.testing.assert_allclose(log_probs, expected, rtol=0, atol=1e-12)


def test_all_documents_together_have_probability_1() -> None:
    """Those of up to 2 tokens, and the beginnings of 3 with which all longer ones begin."""
    model = frozen("one position")
    tokens = range(1, model.config.n_vocab)
    documents = [list(ids) for length in range(4) for ids in product(tokens, repeat=length)]
    total = 0.0
    for document, log_probs in zip(documents, token_log_probs(model, documents, END), strict=True):
        total += math.exp(log_probs[:3].sum() if len(document) == 3 else log_probs.sum())
    assert total == pytest.approx(1, rel=1e-12)


def test_model_with_a_tape_gives_the_same() -> None:
    model, *_ = make("plain")
    documents = random_documents(5, model.config.n_vocab)
    found = token_log_probs(model, documents, END)
    for a, b in zip(found, token_log_probs(model.frozen(), documents, END), strict=True):
        np.testing.assert_array_equal(a, b)


def test_exact_match_is_greedy_generation() -> None:
    model = frozen("grouped")
    rng, n_vocab = np.random.default_rng(1), model.config.n_vocab
    prompts, answers, expected = [], [], []
    for i in range(CHUNK + 20):
        prompt = rng.integers(n_vocab, size=rng.integers(1, 7)).tolist()
        answer = list(generate(model, prompt, int(rng.integers(1, 5)), sampling=GREEDY))
        if i % 3:
            place = rng.integers(len(answer))
            answer[place] = (answer[place] + 1) % n_vocab
        prompts.append(prompt)
        answers.append(answer)
        expected.append(i % 3 == 0)
    assert greedy_matches(model, prompts, answers).tolist() == expected
    assert exact_match(model, prompts, answers) == sum(expected) / len(expected)


def test_exact_match_needs_prompts() -> None:
    with pytest.raises(ValueError, match="a prompt is empty: begin with the end-of-text token"):
        exact_match(frozen("plain"), [[1], []], [[1], [2]])


def test_perplexity_by_hand() -> None:
    assert perplexity(np.log([1 / 2, 1 / 8])) == pytest.approx(4)  # 16 to the 1 / 2
    assert perplexity(np.log([1 / 5] * 7)) == pytest.approx(5)  # five alike
    assert perplexity([0.0, 0.0]) == 1
    assert bits(math.log(8)) == pytest.approx(3)


def test_perplexity_of_single_precision_is_exact() -> None:
    """Summed in single precision, the mean of ten million would be off by more."""
    log_probs = np.full(10_000_000, math.log(0.1), np.float32)
    assert perplexity(log_probs) == pytest.approx(10, rel=1e-7)


def test_entropy_by_hand() -> None:
    assert entropy([1 / 2, 1 / 4, 1 / 8, 1 / 8]) == 1.75
    assert entropy([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0]]).tolist() == [1, 0]
    assert f"{entropy([0, 1]):.1f}" == "0.0"
    assert entropy([1 / 10] * 10) == pytest.approx(math.log2(10))


def test_kl_divergence_by_hand() -> None:
    # 1/2 log2(1/2 / 1/4) + 1/4 log2(1/4 / 1/2) + 1/4 log2(1/4 / 1/4)
    assert kl_divergence([1 / 2, 1 / 4, 1 / 4], [1 / 4, 1 / 2, 1 / 4]) == 0.25
    assert kl_divergence([0, 1], [1 / 8, 7 / 8]) == pytest.approx(math.log2(8 / 7))
    assert kl_divergence([0.5, 0.5], [0, 1]) == math.inf
    p = np.random.default_rng(0).dirichlet(np.ones(5), size=20)
    assert not kl_divergence(p, p).any()
    assert (kl_divergence(p, p[::-1]) > 0).all()
    # To expect all alike costs what is missing from the largest entropy.
    np.testing.assert_allclose(kl_divergence(p, np.full(5, 0.2)), math.log2(5) - entropy(p))


@pytest.mark.parametrize("p", [[0.0, 1.5, -0.5], [2.0, 3.0], [[0.5, 0.5], [0.5, 0.4]], [math.nan]])
def test_refuses_what_are_no_probabilities(p: list[float]) -> None:
    with pytest.raises(ValueError, match="not probabilities: the least is"):
        entropy(p)
    with pytest.raises(ValueError, match="not probabilities: the least is"):
        kl_divergence([[0.5, 0.5]], p)


def test_calibration_by_hand() -> None:
    confidence = [0.0, 0.05, 0.1, 0.15, 0.92, 1.0, 0.96, 0.96]
    correct = [False, True, False, False, True, True, False, True]
    low, next_low, high = calibration(confidence, correct)
    assert low == pytest.approx((0.05, 1 / 3, 3))
    assert next_low == (0.15, 0.0, 1)
    assert high == pytest.approx((0.96, 0.75, 4))
    error = Fraction(3, 8) * (Fraction(1, 3) - Fraction(5, 100))
    error += Fraction(1, 8) * Fraction(15, 100)
    error += Fraction(4, 8) * (Fraction(96, 100) - Fraction(3, 4))
    assert expected_calibration_error(confidence, correct) == pytest.approx(float(error))
    # In one bin, only the two means count.
    assert expected_calibration_error(confidence, correct, n_bins=1) == pytest.approx(
        abs(sum(confidence) - sum(correct)) / 8
    )


@pytest.mark.parametrize("n_bins", [3, 10, 25, 54])
def test_an_edge_belongs_to_the_bin_below(n_bins: int) -> None:
    """Each edge is alone in its bin, also where (m / 25) * 25 rounds to more than m."""
    edges = [m / n_bins for m in range(1, n_bins + 1)]
    bins = calibration(edges, [True] * n_bins, n_bins)
    assert [b.confidence for b in bins] == edges
    assert {b.n for b in bins} == {1}


def test_calibration_refuses() -> None:
    with pytest.raises(ValueError, match=r"\(2,\) confidences, \(1,\) answers: one each"):
        calibration([0.1, 0.2], [True])
    for confidence in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match="a confidence is not between 0 and 1"):
            calibration([confidence], [True])
