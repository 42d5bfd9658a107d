"""Generation with the cache of keys and values, without it, and by transformers.

    python benchmarks/generation.py

Needs torch and transformers. An untrained model of .9M parameters, in float32 and one thread,
continues a prompt of one token, always by the likeliest. Without the cache every new token costs a
pass over all the tokens before it. The `generate` of transformers has the same weights, and a
cache. Before anything is timed, all three must come to the same text.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy loads

from collections.abc import Callable
from functools import partial
from statistics import median

import numpy as np
import torch
from interleave import compare, show
from transformers import LlamaConfig, LlamaForCausalLM

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.model.transformer import Config, Transformer
from lessoncode.pretrained.llama_format import config_to_json, tensors
from lessoncode.training.memory import keep_freed_memory

LENGTHS = 64, 128, 256, 512, 1024
PROMPT = 0


def with_cache(model: Transformer, n_tokens: int) -> list[int]:
    return list(generate(model, [PROMPT], n_tokens, sampling=GREEDY))


def without_cache(model: Transformer, n_tokens: int) -> list[int]:
    frozen = model.frozen()
    ids = [PROMPT]
    for _ in range(n_tokens):
        logits = frozen([ids]).data[0, -1]
        ids.append(int(logits.argmax()))
    return ids[1:]


def llama(model: Transformer) -> LlamaForCausalLM:
    """The same model in transformers, on torch's scaled_dot_product_attention."""
    shape = config_to_json(model.config) | {"eos_token_id": None}  # which would end the text
    theirs = LlamaForCausalLM(LlamaConfig(**shape, attn_implementation="sdpa"))
    theirs.load_state_dict({name: torch.tensor(w) for name, w in tensors(model)})
    return theirs.eval()


def transformers_generate(theirs: LlamaForCausalLM, n_tokens: int) -> list[int]:
    ids = torch.tensor([[PROMPT]])
    seen = torch.ones_like(ids)
    out = theirs.generate(ids, attention_mask=seen, max_new_tokens=n_tokens, do_sample=False)
    drawn: list[int] = out[0, 1:].tolist()
    return drawn


def main() -> None:
    """Time every length and print the ratios."""
    # Not tied: an untrained tied model says its last token for ever.
    config = Config(512, 128, 4, 4, 4, 344, tied=False)
    model = Transformer.initial(config, np.random.default_rng(0))
    theirs = llama(model)
    text = with_cache(model, 256)
    assert text == without_cache(model, 256) == transformers_generate(theirs, 256)
    print("Median (smallest to largest). The first in seconds, the others in multiples of it.")
    for n_tokens in LENGTHS:
        calls: dict[str, Callable[[], list[int]]] = {
            "with the cache": partial(with_cache, model, n_tokens),
            "without": partial(without_cache, model, n_tokens),
            "transformers": partial(transformers_generate, theirs, n_tokens),
        }
        results = compare(calls, repeats=3)
        show(f"\n{n_tokens} tokens", results)
        speed = n_tokens / median(results["with the cache"])
        print(f"    {'tokens a second with the cache':<36}{speed:8.0f}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    keep_freed_memory()  # the longer passes without the cache profit most
    main()
