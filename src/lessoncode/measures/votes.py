"""Many answers to one question, and three ways to choose one of them.

    >>> from lessoncode.measures.votes import best_of, one_of, vote
    >>> p = [0.4, 0.3, 0.3]  # the right answer's probability, then those of two wrong ones
    >>> float(round(vote(p, n=9), 3)), round(one_of(0.4, n=9), 3)
    (0.489, 0.99)

A model gives answer i with probability p_i, independently each time. Of n answers

    a vote       takes the most frequent one;
    a judge      takes the one with the highest score;
    a perfect judge takes the right one, if it is there.

How often is that the right one? This module computes it exactly. Answer 0 is the right one. Its k
votes win if no other answer has more; if t others have just as many, each of the 1 + t is equally
likely to be taken. The counts of n answers are those of independent Poisson variables C_i with the
means n p_i, given that their sum is n. So the probability of winning is

    sum over k of  P(C_0 = k) * integral over u from 0 to 1 of [x^(n-k)]
        product over i > 0 of  sum over m <= k of P(C_i = m) x^m u^[m=k]

divided by P(sum = n). There, [x^(n-k)] takes the coefficient of x^(n-k), and [m=k] is 1 if m is k,
else 0. The integral of u^t is 1 / (1 + t), and Gauss's rule computes it exactly.

Source: Wang et al. 2022, "Self-Consistency Improves Chain of Thought Reasoning in Language Models",
arXiv 2203.11171, for the vote; Cobbe et al. 2021, "Training Verifiers to Solve Math Word Problems",
arXiv 2110.14168, for the judge; Chen et al. 2021, "Evaluating Large Language Models Trained on
Code", arXiv 2107.03374, for one of n.

Differs in: Wang et al. draw their answers; here the chances are exact.

Checked against: all sequences of n answers, counted one by one; many draws.
"""

import math
from functools import cache

import numpy as np
import numpy.typing as npt
from numpy.polynomial.legendre import leggauss

from lessoncode.model.checks import count, distribution, number
from lessoncode.model.tensor import Array

gauss = cache(leggauss)


def vote(p: npt.ArrayLike, n: int) -> float:
    """The chance that a vote of n answers takes answer 0.

    p is [n_answers], and sums to 1; n is 1000 at most, because the
    time grows faster than n.
    """
    count(n=n)
    number(1, 1000, n=n)
    counts = poisson(n * of_answers(p), n)
    chance = 0.0
    for k in range(1, n + 1):
        rest = n - k  # votes for the others
        n_ties = rest // k  # at most
        nodes, weights = gauss(n_ties // 2 + 1)
        u = (nodes[:, None] + 1) / 2
        ways: Array = np.zeros((len(u), rest + 1))
        ways[:, 0] = 1
        for each in counts[1:]:
            ways = with_another(ways, each[: k + 1], u)
        chance += counts[0, k] * float(weights @ ways[:, rest]) / 2
    return chance / float(poisson(np.array([n]), n)[0, n])


def of_answers(p: npt.ArrayLike) -> Array:
    """Probabilities in float64. Raises ValueError unless they are [n_answers], and sum to 1."""
    array = distribution(p)
    if array.ndim != 1:
        raise ValueError(f"p has the shape {array.shape}, not [n_answers]")
    return array


def poisson(means: Array, n: int) -> Array:
    """P(C = 0), ..., P(C = n) for each mean: [n_means] -> [n_means, n + 1]."""
    m = np.arange(n + 1)
    log_factorial = np.array([math.lgamma(i + 1) for i in m])
    log_means: Array = np.log(np.maximum(means, 1e-300))[:, None]
    exponents: Array = m * log_means - means[:, None] - log_factorial
    found: Array = np.exp(exponents)
    return found


def with_another(ways: Array, p_votes: Array, u: Array) -> Array:
    """Add an answer to `ways`, the chances of 0 to n votes so far.

    The answer gets 0 to k votes, with the chances `p_votes` [k + 1].
    With k votes it ties, weighted by u: -> [n_nodes, n + 1].
    """
    votes: Array = np.tile(p_votes, (len(u), 1))
    votes[:, -1:] *= u
    n = ways.shape[1]
    rows = zip(ways, votes, strict=True)
    return np.array([np.convolve(*row)[:n] for row in rows])


def best_of(p: npt.ArrayLike, scores: npt.ArrayLike, n: int) -> float:
    """The chance that a judge of n answers takes answer 0.

    p, scores: [n_answers]. The judge takes the highest score; of
    several answers that have it, the first one drawn.
    """
    p, scores = of_answers(p), np.asarray(scores, np.float64)
    count(n=n)
    if p.shape != scores.shape or np.isnan(scores).any():
        raise ValueError("give a number as the score of each answer")
    below = float(p[scores < scores[0]].sum())
    alike = float(p[scores == scores[0]].sum())
    share = float(p[0]) / alike if alike else 0.0
    # The sum may be above 1 by rounding, and must not grow with n.
    return (min(below + alike, 1.0) ** n - min(below, 1.0) ** n) * share


def one_of(p: float, n: int) -> float:
    """The chance that at least one of n answers is the right one, which has the probability p."""
    number(0, 1, p=p)
    count(n=n)
    return 1 - (1 - p) ** n
