"""What is lost when texts are drawn from texts, again and again.

    >>> from lessoncode.measures.drift import lost, survivors, variety
    >>> lost(n=10, n_generations=2)[:, 1].round(2)  # a statement that is there once
    array([0.  , 0.35, 0.51])
    >>> survivors([0.5, 0.3, 0.2], n=10, n_generations=2).round(2), variety([0.5, 0.3, 0.2])
    (array([2.86, 2.64, 2.43]), np.float64(0.62))

Each text is n draws from the text before it. A statement that occurs x times occurs in the next

    X' ~ Binomial(n, x / n)

times. With the probability (1 - x/n)^n it is lost, and never returns. Variants of a gene drift in
the same way in a population of constant size, in the model of Wright and Fisher. The chance that
two statements, drawn from the shares p, differ is

    V = 1 - sum of p^2

Each generation takes 1/n of V, on average. If all texts are kept, and text t is n statements drawn
from all texts before it, then text t takes only 1/(n t^2) of V, less and less.

Source: Wright 1931, "Evolution in Mendelian Populations", Genetics 16, 97-159, for the model.

Checked against: the enumeration of all texts, and draws.
"""

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import count, distribution, number, probabilities
from lessoncode.model.tensor import Array


def lost(n: int, n_generations: int) -> Array:
    """The probability that a statement is gone: [n_generations + 1, n + 1].

    Row t, column x: t generations after a text in which the statement occurs x times.
    """
    count(n=n)
    count(0, n_generations=n_generations)
    step = binomial(n, np.arange(n + 1) / n)
    gone = [np.eye(n + 1)[0]]
    for _ in range(n_generations):
        gone.append(step @ gone[-1])
    return np.array(gone)


def survivors(p: npt.ArrayLike, n: int, n_generations: int) -> Array:
    """How many different statements each text has, on average: [n_generations + 1].

    The first text is drawn with the probabilities p [n_statements], of all statements or of those
    that are to be counted.
    """
    count(n=n)
    p = probabilities("p", p)
    if p.ndim != 1 or p.sum() > 1.001:
        message = f"p {p.shape} has the sum {p.sum():.3g}"
        raise ValueError(f"{message}: give [n_statements], with a sum of 1 at most")
    first = binomial(n, p)
    left: Array = (1 - first @ lost(n, n_generations).T).sum(0)
    return left


def variety(p: npt.ArrayLike) -> Array:
    """The chance V that two statements differ: shares [..., kinds] -> [...]."""
    v: Array = 1 - np.square(distribution(p)).sum(-1)
    return v


def expected_variety(v: float, n: int, n_generations: int, kept: bool = False) -> Array:
    """The mean of V in each text, the first included: [n_generations + 1].

    `v` is V before the first text. With `kept`, the mean is of V in all texts so far together.
    """
    number(0, 1, v=v)
    count(n=n)
    count(0, n_generations=n_generations)
    t = np.arange(1.0, n_generations + 2)
    factors = 1 - 1 / (n * t**2 if kept else np.full(len(t), n, float))
    expected: Array = v * np.cumprod(factors)
    return expected


def binomial(n: int, p: Array) -> Array:
    """The probabilities of 0 to n successes in n draws of probability p: p [k] -> [k, n + 1]."""
    steps = np.log(np.arange(1, n + 1))
    factorials = np.concatenate([[0.0], np.cumsum(steps)])
    x = np.arange(n + 1)
    ways = factorials[-1] - factorials[x] - factorials[n - x]
    inner = np.clip(p, 1e-300, 1 - 1e-16)[:, None]  # 0 and 1 follow
    found: Array = np.exp(ways + x * np.log(inner) + (n - x) * np.log1p(-inner))
    found[p <= 0] = np.eye(n + 1)[0]
    found[p >= 1] = np.eye(n + 1)[-1]
    return found
