"""Training: show the model text, step by step, and adjust it.

For every batch: the loss is the mean of -log p(the token that came
next); its gradient says which way each parameter would raise it;
AdamW moves them the other way. That is all of pre-training.

Source: Bengio et al. 2003, "A Neural Probabilistic Language Model",
JMLR 3, 1137-1155, for the objective.

Checked against: torch, by the tests of the parts.
"""

import math
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from lessoncode.model.tensor import Tensor
from lessoncode.model.transformer import Transformer
from lessoncode.training.batches import Batch
from lessoncode.training.memory import keep_freed_memory
from lessoncode.training.optimizer import AdamW, warmup_cosine
from lessoncode.training.threads import Threads


class Step(NamedTuple):
    """What one step did: the loss is in nats a token."""

    number: int  # 1 is the first
    loss: float
    rate: float
    norm: float  # the gradient's length before it was clipped


def train(
    model: Transformer,
    batches: Iterable[Batch],
    n_steps: int,
    peak: float,
    n_warmup: int = 20,
    n_threads: int = 1,
) -> Iterator[Step]:
    """Train, and yield after every step, so that you can look in.

    The learning rate rises to `peak` and falls to a tenth of it.
    Ctrl-C ends the training after the step that is running: the model
    is whole, and the code after your loop can keep it.

    Raises FloatingPointError, naming the step and a tensor, when
    numbers are no longer finite. The model is then as the step before
    left it.
    """
    optimizer = AdamW(model.parameters)
    plan = n_steps, n_warmup, peak, peak / 10
    rates = [warmup_cosine(step, *plan) for step in range(n_steps)]
    with Threads(model, n_threads) as threads:
        losses = map(threads.backward, batches)
        yield from descend(losses, optimizer, rates)


def descend(
    losses: Iterable[float],
    optimizer: AdamW,
    rates: Sequence[float],
) -> Iterator[Step]:
    """Take one step for each rate, and yield after it.

    To draw the next of the losses must set the gradients. Ctrl-C and
    numbers that are no longer finite: as in `train`.
    """
    keep_freed_memory()
    n_steps = len(rates)
    # The rate first: no loss is drawn that no step needs.
    steps = zip(rates, losses, strict=False)
    bar = tqdm(steps, "training", n_steps, disable=None)
    with interrupts() as asked:
        for number, (rate, loss) in enumerate(bar, 1):
            if not math.isfinite(loss):
                message = f"step {number}: the loss is {loss}; "
                message += largest(optimizer.parameters)
                raise FloatingPointError(message)
            norm = optimizer.step(rate)
            bar.set_postfix(loss=f"{loss:.3f}")
            yield Step(number, loss, rate, norm)
            if asked:
                message = f"stopped after step {number} of {n_steps}"
                print(f"\n{message}, as you asked", file=sys.stderr)
                return


@contextmanager
def interrupts() -> Iterator[list[int]]:
    """A list in which a first Ctrl-C leaves a sign; a second raises.

    Python gives signals to the main thread alone: in another this
    does nothing.
    """
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        asked.append(number)

    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def largest(parameters: Mapping[str, Tensor]) -> str:
    """Where the largest number stands."""
    sizes = {}
    for name, p in parameters.items():
        sizes[name] = float(np.abs(p.data).max())
    name = max(sizes, key=lambda name: sizes[name])
    return f"the largest parameter is {sizes[name]:.2g}, in {name}"
