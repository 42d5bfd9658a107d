"""All answers of a model, against every sequence scored one by one."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from lessoncode.alignment.policy import answer_log_probs, answered
from lessoncode.model.answers import likely_answers
from lessoncode.model.transformer import Config, Transformer

END, VOCABULARY = 0, 4


@pytest.fixture
def model() -> Transformer:
    config = Config(VOCABULARY, n_embd=8, n_layer=1, n_hidden=8, n_head=2, n_kv_head=2)
    return Transformer.initial(config, np.random.default_rng(0))


def every_answer(n_tokens: int) -> Iterator[tuple[int, ...]]:
    for n in range(n_tokens):
        for begun in product(range(1, VOCABULARY), repeat=n):
            yield (*begun, END)


def test_each_answer_has_the_probability_of_its_tokens(model: Transformer) -> None:
    prompts = [[1, 2, 3], [3, 3, 1]]
    found = likely_answers(model, prompts, 4, 0.0, stop=END)
    for prompt, answers in zip(prompts, found, strict=True):
        told = list(every_answer(4))
        assert set(answers) == set(told)
        batch = answered([prompt] * len(told), told)
        log_p = answer_log_probs(model, batch).data.sum(-1)
        assert np.allclose([answers[t] for t in told], np.exp(log_p), rtol=1e-4)


def test_what_is_rarer_is_left_out(model: Transformer) -> None:
    (all_of_them,) = likely_answers(model, [[1]], 4, 0.0, stop=END)
    (some,) = likely_answers(model, [[1]], 4, 0.02, stop=END)
    assert some == {a: p for a, p in all_of_them.items() if p >= 0.02}
    assert 0 < len(some) < len(all_of_them)


def test_too_many_answers_are_refused(model: Transformer) -> None:
    """3 to the power of 30 would be begun."""
    with pytest.raises(ValueError, match="more than 100,000 answers a prompt are begun"):
        likely_answers(model, [[1]], 30, 0.0, stop=END)


def test_a_stop_is_a_token(model: Transformer) -> None:
    """Without that, nothing is ever found."""
    with pytest.raises(ValueError, match="stop is -1: give a whole number, 0 or more"):
        likely_answers(model, [[1]], 4, 0.1, stop=-1)
    with pytest.raises(IndexError, match="stop tokens go from 0 to 3, these go from 4 to 4"):
        likely_answers(model, [[1]], 4, 0.1, stop=VOCABULARY)


def test_the_search_ends_when_nothing_is_left(model: Transformer) -> None:
    assert likely_answers(model, [[1]], 10**12, 0.9, stop=END) == [{}]
