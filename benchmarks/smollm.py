"""SmolLM2 here, in transformers with torch in float32, and in llama.cpp on the quantized file.

    python benchmarks/smollm.py

Needs torch and transformers, and llama-cpp-python if llama.cpp is to take part. Runs itself for
one thread and for two. Every token of a text needs every weight once, so the time to read all of
them, 538 MB here and in torch, 98 MB in llama.cpp, is a bound that no way of computing can beat.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy loads

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from statistics import median
from typing import Any

import numpy as np
import torch
import transformers
from interleave import compare, show
from transformers import DynamicCache, LlamaForCausalLM

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.model.tensor import Array
from lessoncode.pretrained import smollm
from lessoncode.training.memory import keep_freed_memory

THREADS = int(os.environ["OPENBLAS_NUM_THREADS"])
N_PREFILL, N_DECODE, REPEATS = 256, 32, 7
# A prompt -> a function that draws so many tokens more whenever it is called, always the likeliest.
Side = Callable[[list[int]], Callable[[int], list[int]]]


def ours(prompt: list[int]) -> Callable[[int], list[int]]:
    ids = generate(smollm.load().model, prompt, 480 - len(prompt), sampling=GREEDY)
    return lambda n_tokens: list(islice(ids, n_tokens))


def by_torch() -> Side:
    path = smollm.installed()
    transformers.logging.disable_progress_bar()
    model = LlamaForCausalLM.from_pretrained(
        str(path.parent), gguf_file=path.name, dtype=torch.float32, attn_implementation="sdpa"
    ).eval()

    def start(prompt: list[int]) -> Callable[[int], list[int]]:
        past, new = DynamicCache(config=model.config), prompt

        def go_on(n_tokens: int) -> list[int]:
            nonlocal new
            drawn = []
            with torch.inference_mode():
                for _ in range(n_tokens):
                    ids = torch.tensor([new])
                    out = model(ids, past_key_values=past, use_cache=True, logits_to_keep=1)
                    new = [int(out.logits[0, -1].argmax())]
                    drawn += new
            return drawn

        return go_on

    return start


def by_llama_cpp() -> Side:
    from llama_cpp import Llama

    path = str(smollm.installed())

    def start(prompt: list[int]) -> Callable[[int], list[int]]:
        model = Llama(path, n_ctx=512, n_threads=THREADS, n_threads_batch=THREADS, verbose=False)
        new = prompt

        def go_on(n_tokens: int) -> list[int]:
            nonlocal new
            drawn = []
            for _ in range(n_tokens):
                model.eval(new)
                logits = np.ctypeslib.as_array(model._ctx.get_logits(), (model.n_vocab(),))
                new = [int(logits.argmax())]
                drawn += new
            return drawn

        return go_on

    return start


def reading() -> Callable[[], None]:
    """Read as many bytes as the weights have, and do nothing else: products with themselves."""
    numbers = np.ones(smollm.load().model.n_parameters, np.float32)
    parts = np.array_split(numbers, THREADS)
    pool = ThreadPoolExecutor(THREADS)

    def square(part: Array) -> float:
        return float(part @ part)

    def read() -> None:
        list(pool.map(square, parts))

    return read


def prefill(side: Side, prompt: list[int]) -> None:
    side(prompt)(1)


def main() -> None:
    """Show what each side says, then time them in turn."""
    torch.set_num_threads(THREADS)
    keep_freed_memory()
    sides: dict[str, Side] = {"ours": ours, "torch": by_torch()}
    try:
        sides["llama.cpp"] = by_llama_cpp()
    except ImportError:
        print("llama-cpp-python is not installed")
    question = smollm.chat_template([("user", "What does a lighthouse keeper do all day?")])
    tokenizer = smollm.load().tokenizer
    short = tokenizer.encode(question, allow_special=True)
    long = (short * N_PREFILL)[:N_PREFILL]
    for name, ids in {name: side(short)(40) for name, side in sides.items()}.items():
        print(f"{name}: {tokenizer.decode(ids)!r}")

    calls: dict[str, Callable[[], Any]] = {}
    for name, side in sides.items():
        calls[name] = partial(prefill, side, long)
    results = compare(calls, REPEATS)
    show(f"\n{THREADS} threads: a prompt of {N_PREFILL} tokens", results)
    print(f"    tokens a second: {N_PREFILL / median(results['ours']):.0f}")

    calls = {}
    for name, side in sides.items():
        go_on = side(short)
        go_on(1)
        calls[name] = partial(go_on, N_DECODE)
    read = reading()
    calls["reading the weights as often"] = lambda: [read() for _ in range(N_DECODE)]
    results = compare(calls, REPEATS)
    show(f"\n{THREADS} threads: {N_DECODE} tokens more", results)
    print(f"    tokens a second: {N_DECODE / median(results['ours']):.1f}")


if __name__ == "__main__":
    if "here" in sys.argv:
        main()
    else:
        for threads in ("1", "2"):
            environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads}
            subprocess.run([sys.executable, __file__, "here"], env=environment, check=True)
