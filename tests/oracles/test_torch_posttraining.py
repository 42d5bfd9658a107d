"""Every loss of post-training against torch in float64, on inputs of many seeds."""

import numpy as np
import pytest
from posttraining import CASES, inputs, run

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")

from torch_posttraining import torch_run


@pytest.mark.parametrize("name", CASES)
def test_loss_equals_torch(name: str) -> None:
    for seed in range(5):
        arrays = inputs(name, seed)
        ours, theirs = run(name, arrays), torch_run(name, arrays)
        assert ours.keys() == theirs.keys()
        for key, value in ours.items():
            np.testing.assert_allclose(value, theirs[key], rtol=1e-10, atol=1e-10)
