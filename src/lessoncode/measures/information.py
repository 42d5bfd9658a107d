"""Entropy and divergence, in bits.

    >>> from lessoncode.measures.information import entropy, kl_divergence
    >>> entropy([0.5, 0.25, 0.25]), kl_divergence([0.5, 0.5], [0.25, 0.75]).round(3)
    (np.float64(1.5), np.float64(0.208))

The formulas, in which 0 log 0 is 0:

    entropy        -sum p log2 p
    KL divergence  sum p log2(p / q)

Source: Shannon 1948, "A Mathematical Theory of Communication", Bell System Technical Journal 27,
379-423; Kullback and Leibler 1951, "On Information and Sufficiency", Annals of Mathematical
Statistics 22, 79-86.

Checked against: fractions.
"""

import math

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import distribution
from lessoncode.model.tensor import Array


def bits(nats: float) -> float:
    """An amount of information in nats, converted to bits; NaN stays NaN."""
    return nats / math.log(2)


def entropy(p: npt.ArrayLike) -> Array:
    """The entropy of distributions in bits: probabilities [..., n] -> [...]."""
    p = distribution(p)
    h: Array = 0 - times_log2(p, p).sum(-1)  # -0 would print as -0
    return h


def kl_divergence(p: npt.ArrayLike, q: npt.ArrayLike) -> Array:
    """The extra bits a token costs if q is expected and p is true: [..., n] -> [...].

    Infinite where q is 0 and p is not. A single distribution is compared with all of the other
    side. Raises ValueError for what is not a distribution, and for shapes that do not fit.
    """
    p, q = distribution(p), distribution(q)
    if p.shape[-1] != q.shape[-1]:
        raise ValueError(f"p is for {p.shape[-1]} outcomes and q for {q.shape[-1]}")
    for n, m in zip(p.shape[::-1], q.shape[::-1], strict=False):
        if n != m and 1 not in (n, m):
            raise ValueError(f"p {p.shape} and q {q.shape} are not as many distributions")
    d: Array = (times_log2(p, p) - times_log2(p, q)).sum(-1)
    return d


def times_log2(p: Array, q: Array) -> Array:
    """p log2 q, and 0 where p is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(p > 0, p * np.log2(q), 0.0)
