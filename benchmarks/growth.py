"""How the time of a training step grows with width, depth, context and batch.

    python benchmarks/growth.py

One step of training, in float32 and one thread, of a model in which one number differs from those
of the base: the ratio of their times, measured in turn, beside the ratio of the multiply-adds that
their matrix products take. The count leaves out everything else, norms, softmax, AdamW, Python, and
does not know that small products run slower than large ones.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy loads

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from interleave import compare, show

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Batch
from lessoncode.training.memory import keep_freed_memory
from lessoncode.training.optimizer import AdamW
from lessoncode.training.threads import Threads

D_HEAD = 32
BASE = Config(n_vocab=512, n_embd=128, n_layer=4, n_head=4, n_kv_head=4, n_hidden=344)
N_BATCH, N_SEQ = 8, 128


def multiply_adds(config: Config, n_batch: int, n_seq: int) -> int:
    """Those of the matrix products in a step: a pass forward, and twice that for the gradients.

    Every matrix meets every token. Attention's two products meet every pair of a sequence's tokens,
    those ahead too, since these are computed and then masked. In operations, two a multiply-add,
    this is the usual 6 N D + 12 n_layer n_embd n_seq D.
    """
    tokens = n_batch * n_seq
    matrices = sum(np.prod(shape) for shape in config.shapes().values() if len(shape) == 2)
    attention = 2 * config.n_layer * config.n_embd * n_seq
    return 3 * tokens * int(matrices + attention)


def training_step(config: Config, n_batch: int, n_seq: int) -> Callable[[], float]:
    rng = np.random.default_rng(0)
    model = Transformer.initial(config, rng)
    optimizer = AdamW(model.parameters)
    threads = Threads(model, 1)
    batch = Batch(*rng.integers(config.n_vocab, size=(2, n_batch, n_seq)))

    def step() -> float:
        threads.backward(batch)
        return optimizer.step(1e-3)

    return step


def width(n_embd: int) -> Config:
    """The base with vectors of another length; heads keep theirs, so there are more or fewer."""
    n_head = n_embd // D_HEAD
    n_hidden = BASE.n_hidden * n_embd // BASE.n_embd
    return replace(BASE, n_embd=n_embd, n_head=n_head, n_kv_head=n_head, n_hidden=n_hidden)


def main() -> None:
    """Time everything and print the ratios."""
    base = BASE, N_BATCH, N_SEQ
    others = {
        "Width": {f"n_embd {n}": (width(n), N_BATCH, N_SEQ) for n in (64, 256, 512)},
        "Depth": {f"n_layer {n}": (replace(BASE, n_layer=n), N_BATCH, N_SEQ) for n in (2, 8, 16)},
        "Context": {f"n_seq {n}": (BASE, N_BATCH, n) for n in (64, 256, 512, 1024)},
        "Batch": {f"{n} sequences": (BASE, n, N_SEQ) for n in (4, 16, 32)},
    }
    print("Median (smallest to largest). The first in seconds, the others in multiples of it.")
    print(f"The base: {BASE}, {N_BATCH} sequences of {N_SEQ}.")
    counted = multiply_adds(*base)
    for title, sizes in others.items():
        calls = {"the base": training_step(*base)}
        for name, size in sizes.items():
            ratio = multiply_adds(*size) / counted
            calls[f"{name}, counted {ratio:.3g}"] = training_step(*size)
        show(f"\n{title}", compare(calls, repeats=9))


if __name__ == "__main__":
    keep_freed_memory()
    main()
