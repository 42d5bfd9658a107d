"""Comparisons of answers, and how probable each is if raters judge by worth.

    >>> from lessoncode.alignment.preferences import accuracy, preference, ranked
    >>> preference([0.0, 1.0, 3.0]).round(2)
    array([0.5 , 0.73, 0.95])
    >>> comparisons = ranked([[1]], [[[2, 0], [3, 0], [4, 0]]])  # one prompt, 3 answers, best first
    >>> accuracy(np.array([0.9, 0.1, 0.5]), comparisons)  # of scores for these answers
    0.6666666666666666

According to Bradley and Terry, a rater's preference depends only on the difference in worth:

    P(i before j) = sigmoid(u_i - u_j)

A model of that worth, s, is fitted by maximum likelihood:

    loss = -mean over comparisons of  log sigmoid(s_better - s_worse)

A label can be soft, the probability p that the first is better:

    -p log sigmoid(m) - (1 - p) log sigmoid(-m),   m = s_1 - s_2

A ranking of K answers yields K (K - 1) / 2 comparisons.

Source: Bradley and Terry 1952, "Rank Analysis of Incomplete Block Designs", doi 10.2307/2334029;
Ouyang et al. 2022, arXiv 2203.02155; soft labels: Bai et al. 2022, arXiv 2212.08073.

Differs in: Ouyang et al. put all comparisons of a ranking into one step. Here they are ordinary
comparisons, and each answer of a batch is scored once, however often it is compared.

Checked against: torch in float64; a known worth that is recovered; and hand counts.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lessoncode.alignment.policy import Prompts, answered, some_rows
from lessoncode.model.checks import as_many, count, finite, number, probabilities, shape
from lessoncode.model.layers import Ids, check_ids, log_sigmoid, masked
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch, shuffled


class Comparisons(NamedTuple):
    """Answers, and pairs of their rows, a better and a worse one.

    `better`, `worse` and `p` are [n]. Soft labels `p` are probabilities that `better` is better.
    """

    answers: Batch
    better: Ids
    worse: Ids
    p: Array | None = None


def bradley_terry(margin: Tensor, p: Array | None = None) -> Tensor:
    """-log of the probability of each comparison: [...] -> [...].

    `margin` is the worth of the better minus that of the worse. With
    labels p, the result is the mean over both outcomes; one whose
    probability is 0 adds 0. Raises ValueError for labels of another
    shape or outside 0 to 1.
    """
    if p is None:
        return -log_sigmoid(margin)
    shape("p", p, *margin.shape)
    probabilities("p", p)
    won = masked(log_sigmoid(margin), p != 0)
    lost = masked(log_sigmoid(-margin), p != 1)
    return -(won * p + lost * (1.0 - p))


def rows_of(comparisons: Comparisons) -> tuple[Ids, Ids, Array | None]:
    """The better and worse rows, and the labels.

    Raises IndexError for a row that does not exist, and ValueError if there are no pairs, if
    `better`, `worse` and labels differ in length, or if labels are not probabilities.
    """
    answers, better, worse, p = comparisons
    n = better.size
    if n == 0:
        raise ValueError("there are no comparisons")
    check_rows(answers, n, better=better, worse=worse)
    if p is not None:
        shape("p", p, n)
        probabilities("p", p)
    return better, worse, p


def check_rows(answers: Batch, n: int, **rows: Ids) -> None:
    """Raise ValueError unless each has n rows, and IndexError for a row the answers lack."""
    for name, which in rows.items():
        shape(name, which, n)
        check_ids(name, which, len(answers.ids))


def comparison_batches(
    comparisons: Comparisons, n_batch: int, rng: np.random.Generator
) -> Iterator[Comparisons]:
    """Yield `n_batch` comparisons at a time, endlessly, each once an epoch.

    A batch holds only the answers that it compares. Raises as `rows_of` does.
    """
    answers, (better, worse, p) = comparisons.answers, rows_of(comparisons)
    for some in shuffled(len(better), n_batch, rng):
        pairs = np.stack([better[some], worse[some]])
        used, places = np.unique(pairs, return_inverse=True)
        b, w = places.reshape(2, -1)
        labels = None if p is None else p[some]
        yield Comparisons(some_rows(answers, used), b, w, labels)


def ranked(prompts: Prompts, rankings: Sequence[Sequence[Sequence[int]]]) -> Comparisons:
    """All pairs in each ranking of K answers to a prompt, best first: K (K - 1) / 2 comparisons.

    Raises ValueError unless each prompt has a ranking, and if there is nothing to compare.
    """
    as_many(prompts=prompts, rankings=rankings)
    repeated: list[Sequence[int]] = []
    answers: list[Sequence[int]] = []
    pairs: list[tuple[int, int]] = []
    for prompt, ranking in zip(prompts, rankings, strict=True):
        start = len(answers)
        repeated += [prompt] * len(ranking)
        answers += ranking
        pairs += combinations(range(start, len(answers)), 2)
    if not pairs:
        raise ValueError("no ranking has two answers to compare")
    better, worse = np.array(pairs).T
    return Comparisons(answered(repeated, answers), better, worse)


def preference(margin: npt.ArrayLike, sharpness: float = 1.0) -> Array:
    """P(first before second) for worths that differ by `margin`, NaN for NaN: [...] -> [...].

    The margin is multiplied by `sharpness`. Raises ValueError if that is negative or not finite.
    """
    number(sharpness=sharpness)
    return 0.5 * np.tanh(0.5 * sharpness * np.asarray(margin)) + 0.5


def judged(
    answers: Batch, first: Ids, second: Ids, p: Array, rng: np.random.Generator
) -> Comparisons:
    """Draw the choices of a rater who prefers row `first` to `second` with probability p [n].

    Raises ValueError if p are not probabilities, and as `rows_of` does.
    """
    shape("p", p, "n")
    prefers = probabilities("p", p)
    check_rows(answers, len(p), first=first, second=second)
    wins = rng.random(len(p)) < prefers
    better = np.where(wins, first, second)
    return Comparisons(answers, better, np.where(wins, second, first))


def rater_agreement(p: Array) -> float:
    """How often two raters, asked separately, prefer the same answer: p [n] -> one number.

    p is the probability that a rater prefers the first. Raises ValueError for one outside 0 to 1.
    """
    p = probabilities("p", p)
    return float((p * p + (1 - p) * (1 - p)).mean())


def sharpness_for(margins: Array, wanted: float) -> float:
    """The `sharpness` at which two raters agree as often as wanted (see `preference`).

    The worths of the pairs differ by `margins` [n]. Raises ValueError for margins that are not
    finite, or none; for an agreement below one half, which coin tosses reach; and for one that
    perfect raters would not exceed.
    """
    count(margins=np.size(margins))
    finite(margins=margins)
    most = rater_agreement(0.5 * np.sign(margins) + 0.5)
    if not 0.5 <= wanted < most:
        message = f"on these pairs raters agree from 0.5 to {most:.3g}"
        raise ValueError(f"{message}, not {wanted}")
    low, high = 0.0, 1.0
    while rater_agreement(preference(margins, high)) < wanted:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        if rater_agreement(preference(margins, middle)) < wanted:
            low = middle
        else:
            high = middle
    return high


def accuracy(scores: Array, comparisons: Comparisons) -> float:
    """The share of pairs whose better answer has the higher score; a tie counts as half.

    `scores` are [n_answers]; soft labels are ignored. Because raters err, no model can expect more
    than the true worths get. Raises as `rows_of` does, and ValueError unless scores are finite.
    """
    better, worse, _ = rows_of(comparisons)
    shape("scores", scores, len(comparisons.answers.ids))
    finite(scores=scores)
    margin = scores[better] - scores[worse]
    return float((0.5 * np.sign(margin) + 0.5).mean())
