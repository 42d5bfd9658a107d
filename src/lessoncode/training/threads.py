"""Threads that share the work of one step of training.

Checked against: one thread.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Self

import numpy as np

from lessoncode.model.layers import cross_entropy
from lessoncode.model.transformer import Transformer
from lessoncode.training.batches import Batch


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
