"""Write tests/fixtures/*.npz: what torch and transformers compute, for tests that have neither.

PYTHONPATH=src:tests python tests/oracles/make_fixtures.py
"""

from pathlib import Path

import numpy as np
from hugging_face import smollm_logits, smollm_tokenizer
from llama import llama_gradients, llama_train
from models import CASES
from nodes import NODES, inputs
from prompts import prompts
from torch_nodes import torch_run
from varied import texts

from lessoncode.model.tensor import Array
from lessoncode.pretrained import smollm

FOLDER = Path(__file__).parent.parent / "fixtures"


def nodes() -> dict[str, Array]:
    return {
        f"{name}/{key}": value
        for name in NODES
        for key, value in torch_run(name, inputs(name, seed=0)).items()
    }


def models() -> dict[str, Array]:
    arrays = {}
    for name in CASES:
        logits, grads = llama_gradients(name)
        losses, norms, weights = llama_train(name)
        arrays[f"{name}/logits"] = logits
        arrays[f"{name}/losses"] = np.array(losses)
        arrays[f"{name}/norms"] = np.array(norms)
        arrays |= {f"{name}/grad {key}": grad for key, grad in grads.items()}
        arrays |= {f"{name}/trained {key}": weight for key, weight in weights.items()}
    return arrays


def real() -> dict[str, Array]:
    """SmolLM2: the ids of a thousand texts; for each prompt every 997th logit and the largest."""
    tokenizer, every = smollm_tokenizer(), 997
    ids = [tokenizer(text) for text in texts(1000, seed=0)]
    arrays: dict[str, Array] = {
        "ids": np.concatenate([np.array(some, np.uint16) for some in ids]),
        "lengths": np.array([len(some) for some in ids], np.uint16),
        "every": np.array(every),
    }
    for i, some in enumerate(prompts(smollm.load().tokenizer)):
        logits = smollm_logits(some)
        arrays[f"logits/{i}"] = logits[:, ::every]
        arrays[f"best/{i}"] = logits.argmax(-1)
    return arrays


if __name__ == "__main__":
    np.savez_compressed(FOLDER / "smollm.npz", allow_pickle=False, **real())
    np.savez_compressed(FOLDER / "nodes.npz", allow_pickle=False, **nodes())
    np.savez_compressed(FOLDER / "models.npz", allow_pickle=False, **models())
