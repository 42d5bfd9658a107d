"""Temperature, top k and top p against the warpers of transformers."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")
pytest.importorskip("transformers", reason="transformers, which this needs, is not installed")

import torch
from transformers import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

from lessoncode.model.sampling import Sampling, next_token_probabilities
from lessoncode.model.tensor import Array

TEMPERATURES = 0.3, 1.0, 2.5
TOP_K = None, 1, 5, 40, 100
TOP_P = None, 0.01, 0.5, 0.9, 0.999, 1.0


def warped(logits: Array, temperature: float, top_k: int | None, top_p: float | None) -> Array:
    """The probabilities by transformers: [n, n_vocab]."""
    ids = torch.zeros((len(logits), 1), dtype=torch.long)
    scores = TemperatureLogitsWarper(temperature)(ids, torch.tensor(logits))
    if top_k is not None:
        scores = TopKLogitsWarper(top_k)(ids, scores)
    if top_p is not None:
        scores = TopPLogitsWarper(top_p)(ids, scores)
    theirs: Array = scores.softmax(-1).numpy()
    return theirs


@pytest.mark.parametrize("temperature", TEMPERATURES)
@pytest.mark.parametrize("top_k", TOP_K)
@pytest.mark.parametrize("top_p", TOP_P)
def test_warpers(temperature: float, top_k: int | None, top_p: float | None) -> None:
    logits = np.random.default_rng(0).normal(0, 2, (200, 50))
    theirs = warped(logits, temperature, top_k, top_p)
    ours = next_token_probabilities(logits, Sampling(temperature, top_k, top_p))
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-14)
    np.testing.assert_array_equal(ours > 0, theirs > 0)
