"""The best of n answers, as a distribution over all answers.

    >>> from lessoncode.alignment.best_of_n import best_of_n, kl_bound
    >>> best_of_n(np.array([0.5, 0.3, 0.2]), scores=np.array([0, 1, 2]), n=4).round(2)
    array([0.06, 0.35, 0.59])
    >>> round(kl_bound(4), 2)
    0.64

Of n answers drawn from p, the one with the highest score is given, or the first of those that share
it. F(s) is the probability that an answer scores at most s, and F-(s) that it scores less:

    best(y) = p(y) (F(s_y)^n - F-(s_y)^n) / (F(s_y) - F-(s_y))
    KL(best || p) <= log n - (n - 1) / n

Source: Beirami et al. 2024, "Theoretical guarantees on the best-of-n alignment policy", arXiv
2401.01879, which shows that the right side, long taken to be the divergence, is only a bound.

Checked against: every way in which n draws can turn out.
"""

import math

import numpy as np

from lessoncode.model.checks import count, distribution
from lessoncode.model.tensor import Array


def best_of_n(p: Array, scores: Array, n: int) -> Array:
    """The probability that each answer is the best of n: p, scores and result [..., n_answers].

    Raises ValueError for n < 1, if p is not a distribution, and unless each score is a number.
    """
    count(n=n)
    p, scores = distribution(p), np.asarray(scores)
    real = scores.dtype.kind in "biuf" and not np.isnan(scores).any()
    if p.shape != scores.shape or not real:
        message = f"scores {scores.shape} of answers {p.shape}"
        raise ValueError(f"{message}: give a number as the score of each answer")
    best = np.empty(p.shape)
    for place in np.ndindex(best.shape[:-1]):
        best[place] = _of_one_prompt(p[place], scores[place], n)
    return best


def _of_one_prompt(p: Array, scores: Array, n: int) -> Array:
    """The probability that each answer to one prompt is the best of n: [n_answers]."""
    _, level = np.unique(scores, return_inverse=True)
    mass = np.bincount(level, p)
    most = np.minimum(np.cumsum(mass), 1)
    best = np.diff(most**n, prepend=0)
    with np.errstate(invalid="ignore"):
        share = np.where(mass > 0, best / mass, 0)
    given: Array = p * share[level]
    return given


def kl_bound(n: int) -> float:
    """An upper bound on KL(best || p) for the best of n, in nats. Raises ValueError for n < 1."""
    count(n=n)
    return math.log(n) - (n - 1) / n
