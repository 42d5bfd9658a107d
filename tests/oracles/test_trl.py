"""DPO, GRPO and the reward model: loss and gradients are those of TRL's trainers, in float64."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")
pytest.importorskip("trl", reason="TRL, which this compares with, is not installed")

from trl_trainers import Pair, trl_dpo, trl_grpo, trl_reward_model


@pytest.mark.parametrize("compare", [trl_dpo, trl_grpo, trl_reward_model])
def test_trl(compare: Callable[[Path], list[Pair]], tmp_path: Path) -> None:
    for ours, theirs in compare(tmp_path):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)
