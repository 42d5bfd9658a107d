"""Probabilities of answers to prompts that begin alike: the beginning read once, or with each.

    python benchmarks/shared_beginning.py

Fifteen questions in SmolLM2's chat template, as in `examples/asking_a_real_model/capitals.py`. Both
sides give the same probabilities, which is checked first.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy loads

import numpy as np
from interleave import compare, show

from lessoncode.alignment.policy import answer_log_probs, answered
from lessoncode.model.tensor import Array
from lessoncode.pretrained import smollm
from lessoncode.training.memory import keep_freed_memory

CAPITALS = {
    **{"France": "Paris", "Germany": "Berlin", "Italy": "Rome", "Japan": "Tokyo"},
    **{"Norway": "Oslo", "Kenya": "Nairobi", "Canada": "Ottawa", "Australia": "Canberra"},
    **{"Brazil": "Brasília", "India": "New Delhi", "Turkey": "Ankara", "Nigeria": "Abuja"},
    **{"Morocco": "Rabat", "Kazakhstan": "Astana", "New Zealand": "Wellington"},
}
ROUNDS = 7


def main() -> None:
    """Compare the probabilities, then time both sides in turn."""
    keep_freed_memory()
    smol = smollm.load()
    prompts = [
        smollm.chat_template([("user", f"What is the capital of {country}?")])
        + f"The capital of {country} is"
        for country in CAPITALS
    ]
    asked = [smol.tokenizer.encode(prompt, allow_special=True) for prompt in prompts]
    told = [smol.tokenizer.encode(f" {city}") for city in CAPITALS.values()]

    def once() -> Array:
        return smol.answer_probabilities(prompts, CAPITALS.values())

    def with_each() -> Array:
        p: Array = np.exp(answer_log_probs(smol.model, answered(asked, told)).data.sum(-1))
        return p

    np.testing.assert_allclose(once(), with_each(), rtol=1e-4)
    show("fifteen questions", compare({"read with each": with_each, "read once": once}, ROUNDS))


if __name__ == "__main__":
    main()
