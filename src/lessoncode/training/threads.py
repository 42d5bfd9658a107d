"""Threads that share the work of one step of training.

    >>> from lessoncode.model.table import Table
    >>> from lessoncode.training.batches import Batch
    >>> from lessoncode.training.threads import Threads
    >>> with Threads(Table(np.zeros((3, 3))), n_threads=2) as threads:
    ...     loss = threads.backward(Batch(np.array([[1], [2]]), np.array([[2], [0]])))

Checked against: one thread.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Self

import numpy as np

from lessoncode.model.checks import count, shape
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.layers import cross_entropy
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch, normalized


class Threads:
    """Threads that share a batch: each takes some of its rows.

    NumPy releases Python's lock during a matrix product, so two threads can use two cores. BLAS
    itself must then use only one: set OPENBLAS_NUM_THREADS=1 before NumPy is imported. Raises
    ValueError for `n_threads` below 1.
    """

    def __init__(self, model: LanguageModel, n_threads: int) -> None:
        count(n_threads=n_threads)
        self.model, self.n_threads = model, n_threads
        self.pool = ThreadPoolExecutor(n_threads)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown()

    def backward(self, batch: Batch) -> float:
        """Set each parameter's gradient, None if it is not used; return the mean loss in nats.

        Raises ValueError if the batch has no tokens, if its arrays differ in shape, or for weights
        that are all 0, below 0 or not finite.
        """
        parts = shares(batch, self.n_threads)

        def run(part: Batch) -> tuple[float, dict[Tensor, Array]]:
            logits = self.model(part.ids)
            loss = cross_entropy(logits, part.targets, part.weights)
            return float(loss.data), loss.gradients()

        # One thread needs no pool, and shows a plain traceback.
        run_all = self.pool.map if len(parts) > 1 else map
        (mean, total), *others = run_all(run, parts)
        for loss, grads in others:
            mean += loss
            for leaf, grad in grads.items():
                if leaf in total:
                    total[leaf] += grad
                else:
                    total[leaf] = grad
        for p in self.model.parameters.values():
            p.grad = total.get(p)
        return mean


def shares(batch: Batch, n: int) -> list[Batch]:
    """Split a batch's rows into at most n parts; all their weights together sum to 1."""
    ids, targets, weights = batch
    if ids.ndim == 0 or ids.size == 0:
        raise ValueError(f"a batch of shape {ids.shape} has no tokens")
    if weights is None:
        weights = np.ones(ids.shape)
    shape("targets", targets, *ids.shape)
    shape("weights", weights, *ids.shape)
    arrays, n = (ids, targets, normalized(weights)), min(n, len(ids))
    parts = zip(*(np.array_split(a, n) for a in arrays), strict=True)
    return [Batch(*part) for part in parts]
