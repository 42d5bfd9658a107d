"""Exercises of the page on synthetic data."""

from collections.abc import Iterator
from math import comb, exp, log
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.measures.drift import lost
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.distillation import soft_cross_entropy


def lessons(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """A student that knows nothing, one that is wrong, then many."""
    yield np.array([[0.0, 0.0]]), np.array([[0.75, 0.25]])
    yield np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([[1.0, 0.0], [0.5, 0.5]])
    yield np.array([[2.0, 0.0, 0.0]]), np.array([[0.2, 0.5, 0.3]])
    for size in range(2, 20):
        n = int(rng.integers(1, 6))
        yield rng.normal(size=(n, size)) * 2, rng.dirichlet(np.ones(size), n)


@exercise(
    "synthetic-data-1",
    lessons,
    hints=(
        "Take the softmax of each row: `p = np.exp(logits)`, divided by its sum over the row.",
        "The loss of a row is the sum of `-t log p`, with the teacher's t. Average over rows.",
        "The slope of a row's loss for a logit is `p - t`. Because the loss is a mean, divide by "
        "the number of rows.",
    ),
)
def soft_targets(logits: Array, teacher: Array) -> tuple[float, Array]:
    """Compute the loss on a teacher's probabilities, and its slopes.

    - `logits`: an array [n, n_vocab]. Row i holds the student's scores
      for all tokens that could follow at position i.
    - `teacher`: an array [n, n_vocab] with the teacher's probabilities.
      None is negative, and each row adds up to 1.

    At each position, the loss is the sum of -t log p over all tokens. Here
    t is the teacher's probability of a token, and p the student's.
    Return two things: the mean loss over all positions, in nats, and its
    slope for each logit, an array [n, n_vocab]. For logits `[[0, 0]]` and
    teacher `[[0.75, 0.25]]`, they are 0.693147 and `[[-0.25, 0.25]]`.
    """
    scores = Tensor(np.asarray(logits, float))
    n = len(scores.data)
    loss = soft_cross_entropy(scores, np.asarray(teacher), np.full(n, 1 / n))
    loss.backward()
    assert scores.grad is not None
    return float(loss.data), scores.grad


@soft_targets.right
def soft_by_hand(logits: Any, teacher: Any) -> Any:
    """In plain Python, place by place."""
    loss, slopes = 0.0, []
    for row, t in zip(logits, teacher, strict=True):
        total = sum(exp(x) for x in row)
        p = [exp(x) / total for x in row]
        loss -= sum(b * log(a) for a, b in zip(p, t, strict=True)) / len(logits)
        slopes.append([(a - b) / len(logits) for a, b in zip(p, t, strict=True)])
    return loss, slopes


@soft_targets.right
def soft_by_entropy(logits: Any, teacher: Any) -> Any:
    """The loss as the logarithm of the sum, less the mean logit."""
    top = logits.max(1, keepdims=True)
    log_sum = top + np.log(np.exp(logits - top).sum(1, keepdims=True))
    losses = log_sum[:, 0] - (teacher * logits).sum(1)
    return losses.mean(), (np.exp(logits - log_sum) - teacher) / len(logits)


@soft_targets.mistake
def soft_uphill(logits: Any, teacher: Any) -> Any:
    """The slope with the wrong sign: it leads away from the teacher."""
    loss, slopes = soft_by_entropy(logits, teacher)
    return loss, -slopes


@soft_targets.mistake
def soft_likeliest(logits: Any, teacher: Any) -> Any:
    """Learns only the teacher's most likely token."""
    only = np.eye(teacher.shape[1])[teacher.argmax(1)]
    return soft_by_entropy(logits, only)


@soft_targets.mistake
def soft_summed(logits: Any, teacher: Any) -> Any:
    """The slopes of the sum, not of the mean."""
    loss, slopes = soft_by_entropy(logits, teacher)
    return loss, slopes * len(logits)


@soft_targets.mistake
def soft_divergence(logits: Any, teacher: Any) -> Any:
    """Subtracts the teacher's own entropy: the KL divergence, not this loss."""
    loss, slopes = soft_by_entropy(logits, teacher)
    own = -(teacher * np.log(np.maximum(teacher, 1e-300))).sum(1).mean()
    return loss - own, slopes


def statements(rng: np.random.Generator) -> Iterator[tuple[int, int, int]]:
    """Texts of one and two statements, then longer ones."""
    yield 1, 2, 1
    yield 1, 2, 2
    yield 2, 2, 3
    yield 1, 4, 1
    for _ in range(20):
        n = int(rng.integers(2, 60))
        yield int(rng.integers(1, n + 1)), n, int(rng.integers(1, 8))


@exercise(
    "synthetic-data-2",
    statements,
    hints=(
        "How often the statement appears in the next text is like the number of heads in n tosses "
        "of a coin. With `q = x / n`, it appears y times with probability "
        "`comb(n, y) * q**y * (1 - q)**(n - y)`.",
        "Keep a list with the probability of each number from 0 to n. In each generation, make a "
        "new list: divide the probability of every number x among all numbers y.",
        "Once the number is 0, it stays 0. At the end, return 1 minus the probability of 0.",
    ),
)
def still_told(x: int, n: int, t: int) -> float:
    """How likely is it that a statement is still there?

    - `x`: how often it appears in the first text.
    - `n`: how many statements each text has.
    - `t`: how many texts follow. Each of their n statements is drawn
      independently, in proportion to the counts in the text before.

    Return the probability that the statement appears in the last text.
    For x = 1 and n = 2, it is 0.75 after one text and 0.625 after two.
    """
    return float(1 - lost(n, t)[t, x])


@still_told.right
def told_forwards(x: Any, n: Any, t: Any) -> Any:
    """Passes probabilities on from text to text, in plain Python."""
    p = [0.0] * (n + 1)
    p[x] = 1.0
    for _ in range(t):
        new = [0.0] * (n + 1)
        for times, share in enumerate(p):
            q = times / n
            for y in range(n + 1):
                new[y] += share * comb(n, y) * q**y * (1 - q) ** (n - y)
        p = new
    return 1 - p[0]


@still_told.right
def told_backwards(x: Any, n: Any, t: Any) -> Any:
    """Computes for each number how likely it is to be gone."""
    q = np.arange(n + 1)[:, None] / n
    y = np.arange(n + 1)
    ways = np.array([comb(n, int(k)) for k in y], float)
    step = ways * q**y * (1 - q) ** (n - y)
    gone = np.eye(n + 1)[0]
    for _ in range(t):
        gone = step @ gone
    return 1 - gone[x]


@still_told.mistake
def told_each_time(x: Any, n: Any, t: Any) -> Any:
    """Treats its share as the same before each text."""
    return (1 - (1 - x / n) ** n) ** t


@still_told.mistake
def told_at_once(x: Any, n: Any, t: Any) -> Any:
    """Treats all texts as drawn from the first."""
    return 1 - (1 - x / n) ** (n * t)


@still_told.mistake
def told_by_variety(x: Any, n: Any, t: Any) -> Any:
    """Confuses the loss of variety with that of a statement."""
    return (1 - 1 / n) ** t


@still_told.mistake
def told_from_first(x: Any, n: Any, t: Any) -> Any:
    """Counts only the first of the draws."""
    return 1 - (1 - x / n) ** n
