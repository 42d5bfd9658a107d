"""What reading a prompt and writing an answer take, with SmolLM2, in float32 and one thread.

    python benchmarks/answer.py

A pass of the model over some new tokens behind others, whose keys and values are in the cache: over
more tokens of one text, for more texts, behind more tokens, and over a whole text at once. What the
cache holds does not matter for the time, so it holds any numbers. Counted is the processor's time,
the least of some passes.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy loads

import time
from collections.abc import Callable

import numpy as np

from lessoncode.pretrained import smollm
from lessoncode.training.memory import keep_freed_memory


def one_pass(n_new: int, n_before: int = 128, n_texts: int = 1) -> Callable[[], None]:
    model = smollm.load().model
    cache = model.cache(n_texts, n_before + n_new)
    for past in cache:
        past.keys[:] = past.values[:] = 0.01
    ids = np.random.default_rng(0).integers(1000, 40_000, (n_texts, n_new))

    def run() -> None:
        for past in cache:
            past.length = n_before
        model(ids, cache, last=True)

    return run


def least(run: Callable[[], None], repeats: int) -> float:
    """Seconds of the processor, after a first pass that is not timed."""
    run()
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return min(seconds)


def main() -> None:
    """Time each kind of pass."""
    groups = {
        "new tokens of a text": [(n, one_pass(n)) for n in (1, 2, 4, 8, 16, 64, 256)],
        "texts, a token for each": [(n, one_pass(1, n_texts=n)) for n in (1, 2, 4, 8, 16, 32)],
        "tokens before one more": [(n, one_pass(1, n)) for n in (128, 512, 1024, 2048, 4096)],
        "tokens read at once": [(n, one_pass(n, 0)) for n in (128, 512, 1024, 2048, 4096)],
    }
    print("Milliseconds of a pass, and of each token or text in it.")
    for title, passes in groups.items():
        print(title)
        for n, run in passes:
            spent = 1e3 * least(run, 2 if n > 1000 else 5)
            each = 1 if "before" in title else n
            print(f"{n:8,} {spent:9.1f} {spent / each:8.2f}")


if __name__ == "__main__":
    keep_freed_memory()
    main()
