"""Logits, every gradient and ten steps of training against transformers and torch in float64."""

import numpy as np
import pytest
from models import CASES, gradients, train

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")
pytest.importorskip("transformers", reason="transformers, which this needs, is not installed")

from llama import llama_gradients, llama_train


@pytest.mark.parametrize("name", CASES)
def test_logits_and_gradients(name: str) -> None:
    (logits, grads), (their_logits, their_grads) = gradients(name), llama_gradients(name)
    np.testing.assert_allclose(logits, their_logits, rtol=0, atol=1e-10)
    assert grads.keys() == their_grads.keys()
    for key, grad in grads.items():
        assert np.abs(grad - their_grads[key]).max() <= 1e-7 * np.abs(their_grads[key]).max(), key


@pytest.mark.parametrize("name", CASES)
def test_ten_steps(name: str) -> None:
    (losses, norms, weights), (their_losses, their_norms, their_weights) = (
        train(name),
        llama_train(name),
    )
    np.testing.assert_allclose(losses, their_losses, rtol=1e-6)
    np.testing.assert_allclose(norms, their_norms, rtol=1e-6)
    for key, weight in weights.items():
        np.testing.assert_allclose(weight, their_weights[key], rtol=0, atol=1e-6, err_msg=key)
