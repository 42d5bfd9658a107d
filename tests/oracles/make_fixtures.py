"""Write tests/fixtures/*.npz: what torch and transformers compute, for tests that have neither.

PYTHONPATH=src:tests python tests/oracles/make_fixtures.py
"""

from pathlib import Path

import numpy as np
from nodes import NODES, inputs
from torch_nodes import torch_run

from lessoncode.tensor import Array

FOLDER = Path(__file__).parent.parent / "fixtures"


def nodes() -> dict[str, Array]:
    return {
        f"{name}/{key}": value
        for name in NODES
        for key, value in torch_run(name, inputs(name, seed=0)).items()
    }


if __name__ == "__main__":
    np.savez_compressed(FOLDER / "nodes.npz", allow_pickle=False, **nodes())
