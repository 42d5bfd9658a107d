"""Looks at a model of the corpus, against what the first run measured by itself."""

import numpy as np
import pytest

from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus
from lessoncode.worlds.corpus_runs import STEPS, look, run, unread_pairs

TEXTS = corpus.documents(np.random.default_rng(0))  # which the first run read


def test_a_look_finds_what_the_first_run_found() -> None:
    saved = checkpoints.load("pre_training/train")
    assert isinstance(saved.tokenizer, BytePairTokenizer)
    seen = look(saved.model.frozen(), saved.tokenizer, TEXTS, unread_pairs(set(TEXTS)))
    first = {key: array[-1] for key, array in saved.arrays.items()}  # after 1,000 steps
    assert first["steps"] == STEPS[-1]
    for key in ("facts", "sums", "kept_back"):  # the weights kept are rounded
        assert seen[key].shape == first[key].shape
        assert np.mean(seen[key] == first[key]) > 0.95, key
    np.testing.assert_allclose(seen["verbs"], first["agreement"][1], atol=0.03)
    for key in ("letters", "words"):
        assert seen[key] == pytest.approx(first[key], abs=0.02)


def test_pairs_are_unread_and_differ_in_the_verb() -> None:
    singular, plural = unread_pairs(set(TEXTS))
    for (right, wrong), ending in ((singular, "s."), (plural, ".")):
        assert len(right) == len(wrong) >= 50
        assert not set(right) & set(TEXTS)
        for good, bad in zip(right, wrong, strict=True):
            assert good.endswith(ending)
            assert good.split()[:-1] == bad.split()[:-1]
            assert {good, bad} == {good.rstrip("s.") + "s.", good.rstrip("s.") + "."}


def test_a_seed_is_a_whole_number() -> None:
    with pytest.raises(ValueError, match="seed is -1"):
        run(-1)
