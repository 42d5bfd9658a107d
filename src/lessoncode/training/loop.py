"""Training: show the model text, step by step, and adjust it.

    >>> from lessoncode.model.table import Table
    >>> from lessoncode.training.batches import packed_batches
    >>> from lessoncode.training.loop import train
    >>> batches = packed_batches([[1, 2, 1]], 0, n_batch=8, n_seq=2, rng=np.random.default_rng(0))
    >>> steps = list(train(Table(np.zeros((12, 3))), batches, n_steps=100, peak=0.1))
    >>> steps[-1].loss < steps[0].loss
    True

For every batch, the loss is the mean of -log p(the token that came next). Its gradient shows which
way to move each parameter to raise the loss, and AdamW moves it the other way. That is all there is
to pre-training.

Source: Bengio et al. 2003, "A Neural Probabilistic Language Model", JMLR 3, 1137-1155, for the
objective.

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

from lessoncode.model.checks import count, number
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.tensor import Tensor
from lessoncode.training.batches import Batch
from lessoncode.training.memory import keep_freed_memory
from lessoncode.training.optimizer import AdamW, schedule
from lessoncode.training.threads import Threads


class Step(NamedTuple):
    """One step of training; in `train`, the loss is in nats per token."""

    number: int  # 1 is the first
    loss: float
    rate: float
    norm: float  # the gradient's length before it was clipped


def train(
    model: LanguageModel,
    batches: Iterable[Batch],
    n_steps: int,
    peak: float,
    n_warmup: int = 20,
    n_threads: int = 1,
) -> Iterator[Step]:
    """Train a model, and yield after every step.

    The learning rate rises to `peak` and falls to a tenth of it. Ctrl-C ends training after the
    current step: the model is intact, and the code after your loop can save it.

    Raises FloatingPointError, naming the step and usually a tensor, when a number is not finite,
    and ValueError when the batches end too early. The model is then as the previous step left it.
    Also raises ValueError for n_steps or n_threads below 1, n_warmup above n_steps or peak below 0.
    """
    optimizer = AdamW(model.parameters)
    number(peak=peak)
    rates = schedule(n_steps, n_warmup, peak, peak / 10)
    with Threads(model, n_threads) as threads:
        losses = map(threads.backward, batches)
        yield from descend(losses, optimizer, rates)


def descend(losses: Iterable[float], optimizer: AdamW, rates: Sequence[float]) -> Iterator[Step]:
    """Take one step for each rate, and yield after it.

    `losses` must compute each loss only when asked, after the previous step, and set the gradients
    of the optimizer's parameters as it does so. Ctrl-C and errors work as in `train`.
    """
    from tqdm import tqdm  # only training needs it

    n_steps = len(rates)
    count(n_rates=n_steps)
    keep_freed_memory()
    for p in optimizer.parameters.values():
        p.grad = None  # another loss may have left one
    remaining = iter(losses)
    bar = tqdm(rates, "training", disable=None)
    with interruption() as interrupted:
        for number, rate in enumerate(bar, 1):
            loss = next(remaining, None)
            if loss is None:
                done = f"after step {number - 1} of {n_steps}"
                raise ValueError(
                    f"the batches or losses ended {done}, and so the "
                    "training: give more of them, or fewer n_steps"
                )
            if not math.isfinite(loss):
                message = f"step {number}: the loss is {loss}; "
                message += largest(optimizer.parameters)
                raise FloatingPointError(message)
            norm = optimizer.step(rate)
            bar.set_postfix(loss=f"{loss:.3f}")
            yield Step(number, loss, rate, norm)
            if interrupted.is_set():
                message = f"stopped after step {number} of {n_steps}"
                print(f"\n{message}, as you asked", file=sys.stderr)
                return


@contextmanager
def interruption() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; a second one raises KeyboardInterrupt as usual.

    This works in the main thread only, where Python handles signals.
    """
    interrupted, over = threading.Event(), threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        if over.is_set() or interrupted.is_set():
            if callable(before):
                before(number, frame)
            return
        interrupted.set()

    def in_main_thread() -> bool:
        return threading.current_thread() is threading.main_thread()

    if not in_main_thread():
        yield interrupted
        return
    before = signal.signal(signal.SIGINT, handle)
    try:
        yield interrupted
    finally:
        over.set()
        # Another training run may have begun since, and still be going on.
        if in_main_thread() and signal.getsignal(signal.SIGINT) is handle:
            signal.signal(signal.SIGINT, before)


def largest(parameters: Mapping[str, Tensor]) -> str:
    """A sentence that names the parameter with the largest absolute value.

    Raises ValueError if there are no parameters.
    """
    count(n_parameters=len(parameters))
    sizes = {}
    for name, p in parameters.items():
        size = float(np.abs(p.data).max(initial=0))
        sizes[name] = math.inf if math.isnan(size) else size
    name = max(sizes, key=lambda name: sizes[name])
    return f"the largest parameter is {sizes[name]:.2g}, in {name}"
