"""Predictions: against documents scored one by one, and against greedy generation."""

import math
from itertools import product

import numpy as np
import pytest
from models import make

from lessoncode.measures.prediction import (
    CHUNK,
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


def test_matches_are_what_greedy_generation_says() -> None:
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


def test_matches_need_prompts() -> None:
    with pytest.raises(ValueError, match="a prompt is empty: begin with the end-of-text token"):
        greedy_matches(frozen("plain"), [[1], []], [[1], [2]])


def test_perplexity_by_hand() -> None:
    assert perplexity(np.log([1 / 2, 1 / 8])) == pytest.approx(4)  # 16 to the 1 / 2
    assert perplexity(np.log([1 / 5] * 7)) == pytest.approx(5)  # five alike
    assert perplexity([0.0, 0.0]) == 1


def test_perplexity_of_single_precision_is_exact() -> None:
    """Summed in single precision, the mean of ten million would be off by more."""
    log_probs = np.full(10_000_000, math.log(0.1), np.float32)
    assert perplexity(log_probs) == pytest.approx(10, rel=1e-7)


def test_perplexity_refuses() -> None:
    assert perplexity([-math.inf, 0]) == math.inf  # a token was impossible
    with pytest.raises(ValueError, match=r"e to 1e\+03 is too large for float64"):
        perplexity([-1000.0])
    with pytest.raises(ValueError, match=r"0 or less: the largest is 0\.5"):
        perplexity([-1, 0.5])
    with pytest.raises(ValueError, match="0 or less: there are none"):
        perplexity([])


def test_ids_that_are_none() -> None:
    """They would be cut off to whole numbers."""
    for document in ([1.5], [math.nan], ["1"]):
        with pytest.raises(IndexError, match="ids are integers, not"):
            # mypy rejects such a document; a reader without it gets an error in words
            token_log_probs(frozen("plain"), [document], END)  # type: ignore[list-item]
        with pytest.raises(IndexError, match="ids are integers, not"):
            # mypy rejects such an answer; a reader without it gets an error in words
            greedy_matches(frozen("plain"), [[1]], [document])  # type: ignore[list-item]
    with pytest.raises(ValueError, match=r"ids have the shape \(1, 2, 1\)"):
        # mypy rejects lists in lists; a reader without it gets an error in words
        greedy_matches(frozen("plain"), [[[1]]], [[[2]]])  # type: ignore[list-item]


def test_matches_need_an_answer_to_each_prompt() -> None:
    with pytest.raises(ValueError, match="as many of each: these are 2 prompts, 1 answers"):
        greedy_matches(frozen("plain"), [[1], [2]], [[1]])
    with pytest.raises(ValueError, match="an answer is empty: give one token or more"):
        greedy_matches(frozen("plain"), [[1], [2]], [[1], []])
