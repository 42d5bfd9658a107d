"""Training: show the model text, step by step, and adjust it.

For every batch: the loss is the mean of -log p(the token that came
next); its gradient says which way each parameter would raise it;
AdamW moves them the other way. That is all of pre-training.

Source: Bengio et al. 2003, "A Neural Probabilistic Language Model",
JMLR 3, 1137-1155, for the objective; packing documents end to end:
Brown et al. 2020, arXiv 2005.14165, appendix B.

Differs in:
1. As there, a token also sees the documents in front of its own, and
   must learn that they do not matter.
2. Every token of every document is a target once an epoch, the one
   that ends it included.

Checked against: torch, by the tests of the parts; two threads
against one.
"""

import math
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple, Self

import numpy as np
from tqdm import tqdm

from lessoncode.layers import Ids, cross_entropy
from lessoncode.memory import keep_freed_memory
from lessoncode.optimizer import AdamW, warmup_cosine
from lessoncode.tensor import Array, Tensor
from lessoncode.transformer import Transformer


class Batch(NamedTuple):
    """Ids [batch, n_seq], and what came after each of them.

    The loss is the mean over the targets, by their weights if there
    are any: one of weight 0 has no part in it.
    """

    ids: Ids
    targets: Ids
    weights: Array | None = None


class Step(NamedTuple):
    """What one step did: the loss is in nats a token."""

    number: int  # 1 is the first
    loss: float
    rate: float
    norm: float  # the gradient's length before it was clipped


def batches(
    documents: Sequence[Sequence[int]],
    end_id: int,
    n_batch: int,
    n_seq: int,
    rng: np.random.Generator,
) -> Iterator[Batch]:
    """Pack documents end to end and cut them into rows, for ever.

    Each epoch shuffles the documents anew; `end_id` stands before
    each of them and so ends the one before. Raises ValueError if
    there is nothing to pack.
    """
    if not documents:
        raise ValueError("there are no documents to train on")
    stream: list[int] = []
    while True:
        while len(stream) <= n_batch * n_seq:
            for i in rng.permutation(len(documents)):
                stream.append(end_id)
                stream.extend(documents[i])
        taken = np.array(stream[: n_batch * n_seq + 1])
        del stream[: n_batch * n_seq]
        ids = taken[:-1].reshape(n_batch, n_seq)
        targets = taken[1:].reshape(n_batch, n_seq)
        yield Batch(ids, targets)


def shuffled(
    n: int,
    n_batch: int,
    rng: np.random.Generator,
) -> Iterator[Ids]:
    """The numbers 0 to n - 1 in batches, for ever.

    Each of them comes once an epoch, every epoch in a new order.
    Raises ValueError if there are none.
    """
    if n == 0:
        raise ValueError("there is nothing to train on")
    order: list[int] = []
    while True:
        while len(order) < n_batch:
            order.extend(rng.permutation(n))
        yield np.array(order[:n_batch])
        del order[:n_batch]


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


class Threads:
    """Threads that share a batch: each takes some of its rows.

    NumPy lets go of Python's lock in a matrix product, so that two
    threads use two cores. BLAS must then use one thread for itself:
    set OPENBLAS_NUM_THREADS=1 before NumPy is imported.
    """

    def __init__(self, model: Transformer, n_threads: int) -> None:
        # They share the numbers of the model, not its gradients.
        w = {name: p.data for name, p in model.parameters.items()}
        self.models = [model]
        for _ in range(n_threads - 1):
            self.models.append(type(model)(model.config, w))
        self.pool = ThreadPoolExecutor(n_threads)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown()

    def backward(self, batch: Batch) -> float:
        """Set the model's gradients; returns the mean loss in nats."""
        n = len(self.models)
        ids = np.array_split(batch.ids, n)
        targets = np.array_split(batch.targets, n)
        weights = batch.weights
        if weights is None:
            weights = np.ones(batch.ids.shape)
        shares = np.array_split(weights / weights.sum(), n)

        def part(i: int) -> float:
            logits = self.models[i](ids[i])
            loss = cross_entropy(logits, targets[i], shares[i])
            loss.backward()
            return float(loss.data)

        # One thread needs no pool, and shows a plain traceback.
        run = self.pool.map if n > 1 else map
        losses = list(run(part, range(n)))
        model, *others = (m.parameters.values() for m in self.models)
        for other in others:
            for p, q in zip(model, other, strict=True):
                assert p.grad is not None and q.grad is not None
                p.grad += q.grad
        return sum(losses)


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
