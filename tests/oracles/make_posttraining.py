"""Write tests/fixtures/posttraining.npz: what torch computes, for tests that do not have it.

PYTHONPATH=src:tests python tests/oracles/make_posttraining.py
"""

from pathlib import Path

import numpy as np
from posttraining import CASES, inputs
from torch_posttraining import torch_run

FILE = Path(__file__).parent.parent / "fixtures" / "posttraining.npz"

if __name__ == "__main__":
    arrays = {
        f"{name}/{key}": value
        for name in CASES
        for key, value in torch_run(name, inputs(name, seed=0)).items()
    }
    np.savez_compressed(FILE, allow_pickle=False, **arrays)
