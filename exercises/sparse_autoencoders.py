"""Exercises of the page on sparse autoencoders."""

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array

Labels = npt.NDArray[np.bool_]


def toys(rng: np.random.Generator) -> Iterator[tuple[Array, Array, float]]:
    """Two layouts on a line, then directions of any kind."""
    yield np.array([[1.0], [-1.0]]), np.zeros(2), 0.1
    yield np.array([[1.0], [0.0]]), np.array([0.0, 0.25]), 0.25
    yield np.array([[1.0], [1.0]]), np.array([-0.5, 0.0]), 0.5
    for n, d in ((2, 1), (3, 2), (5, 2), (6, 3)):
        for p in (0.05, 0.4):
            yield rng.normal(size=(n, d)), rng.normal(0, 0.3, n), p


@exercise(
    "sparse-autoencoders-1",
    toys,
    hints=(
        "`itertools.product((0, 1), repeat=n)` gives all combinations of features.",
        "An outcome with k features present has the probability `p**k * (1 - p)**(n - k)`.",
        "`h = x @ directions` has d numbers, and `h @ directions.T + bias` has n again. What is "
        "below 0 becomes 0.",
    ),
)
def exact_loss(directions: Array, bias: Array, p: float) -> float:
    """Compute the loss of a toy exactly, without drawing samples.

    - `directions`: array [n, d], one for each feature.
    - `bias`: array [n].
    - `p`: each feature is present (1) with this probability and absent (0)
      otherwise, independently of the others.

    The toy recovers y = max(0, h Wᵀ + bias) from h = x W, where the
    rows of W are the directions. The loss of one x is the sum of
    (y - x)² over the features. Returns its mean over all 2ⁿ
    combinations, each weighted by its probability. With directions
    `[[1], [-1]]`, no bias and p = 0.1, the result is 0.02, because the toy
    is wrong only if both features are present.
    """
    n, w, total = len(bias), directions.tolist(), []
    for x in product((0, 1), repeat=n):
        here = math.prod(p if one else 1 - p for one in x)
        h = [
            math.fsum(one * row[j] for one, row in zip(x, w, strict=True)) for j in range(len(w[0]))
        ]
        for i in range(n):
            told = math.fsum(a * b for a, b in zip(h, w[i], strict=True)) + float(bias[i])
            total.append(here * (max(0.0, told) - x[i]) ** 2)
    return math.fsum(total)


@exact_loss.right
def exact_in_arrays(directions: Any, bias: Any, p: float) -> Any:
    n = len(bias)
    x = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    p_x = p ** x.sum(1) * (1 - p) ** (n - x.sum(1))
    told = np.maximum(0, x @ directions @ directions.T + bias)
    return p_x @ ((told - x) ** 2).sum(1)


@exact_loss.mistake
def exact_all_alike(directions: Any, bias: Any, p: float) -> Any:
    """Takes all outcomes for equally likely."""
    return exact_in_arrays(directions, bias, 0.5)


@exact_loss.mistake
def exact_mean_of_features(directions: Any, bias: Any, p: float) -> Any:
    return exact_in_arrays(directions, bias, p) / len(bias)


@exact_loss.mistake
def exact_one_at_a_time(directions: Any, bias: Any, p: float) -> Any:
    """Forgets that several features may be present together."""
    x = np.eye(len(bias))
    told = np.maximum(0, x @ directions @ directions.T + bias)
    return p * ((told - x) ** 2).sum()


@exact_loss.mistake
def exact_without_cut(directions: Any, bias: Any, p: float) -> Any:
    n = len(bias)
    x = np.array(list(product((0, 1), repeat=n)))
    p_x = np.where(x > 0, p, 1 - p).prod(1)
    return p_x @ ((x @ directions @ directions.T + bias - x) ** 2).sum(1)


Pieces = tuple[Array, Array, Array, Array, Array, float]


def pieces(rng: np.random.Generator) -> Iterator[Pieces]:
    """One vector and two units, then many."""
    x, axes = np.array([[3.0, 4.0]]), np.eye(2)
    yield x, axes, np.zeros(2), axes, np.zeros(2), 0.0
    yield x, axes, np.array([0.0, -1.0]), axes, np.array([1.0, 0.0]), 0.5
    yield -x, axes, np.zeros(2), axes, np.zeros(2), 1.0
    for n, d, m in ((1, 2, 3), (5, 3, 7), (40, 8, 20)):
        decoder = rng.normal(size=(m, d))
        decoder /= np.linalg.norm(decoder, axis=1, keepdims=True)
        vectors, encoder = rng.normal(size=(n, d)), rng.normal(size=(m, d))
        yield vectors, encoder, rng.normal(size=m), decoder, rng.normal(size=d), 0.3


@exercise(
    "sparse-autoencoders-2",
    pieces,
    hints=(
        "How active the units are: `f = np.maximum(0, (x - centre) @ encoder.T + bias)`.",
        "What they rebuild together: `f @ decoder + centre`.",
        "Add up the squares and the activity of each vector. Then take the mean over vectors.",
    ),
)
def dictionary_loss(
    x: Array, encoder: Array, bias: Array, decoder: Array, centre: Array, penalty: float
) -> float:
    """Compute the loss of a sparse autoencoder.

    - `x`: array [n, d], a vector in each row.
    - `encoder`: array [m, d], what each unit reads.
    - `bias`: array [m].
    - `decoder`: array [m, d], a direction of length 1 for each unit.
    - `centre`: array [d], subtracted from x first and added at the end.
    - `penalty`: the price of being active.

    A unit's activity is f = max(0, e + its bias), where e is the dot
    product of its encoder row with x - centre. The rebuilt vector is the
    sum of the directions, each times its f, plus the centre. The loss of
    a vector is the squared length of what is left over, plus penalty
    times the sum of its activities f. Returns the mean. For
    `x = [[3, 4]]`, encoder and decoder `[[1, 0], [0, 1]]`, bias `[0, -1]`,
    centre `[1, 0]` and a penalty of 0.5, it is 3.5.
    """
    total = []
    for row in (x - centre).tolist():
        rest = list(row)
        for reads, b, says in zip(encoder.tolist(), bias.tolist(), decoder.tolist(), strict=True):
            f = max(0.0, math.fsum(a * c for a, c in zip(reads, row, strict=True)) + b)
            rest = [a - f * c for a, c in zip(rest, says, strict=True)]
            total.append(penalty * f)
        total.extend(a * a for a in rest)
    return math.fsum(total) / len(x)


@dictionary_loss.right
def loss_in_arrays(x: Any, encoder: Any, bias: Any, decoder: Any, centre: Any, penalty: Any) -> Any:
    f = np.maximum(0, (x - centre) @ encoder.T + bias)
    rest = x - f @ decoder - centre
    return ((rest**2).sum() + penalty * f.sum()) / len(x)


@dictionary_loss.mistake
def loss_of_counts(x: Any, encoder: Any, bias: Any, decoder: Any, centre: Any, penalty: Any) -> Any:
    """Pays for each active unit, however active it is."""
    f = np.maximum(0, (x - centre) @ encoder.T + bias)
    rest = x - f @ decoder - centre
    return ((rest**2).sum() + penalty * (f > 0).sum()) / len(x)


@dictionary_loss.mistake
def loss_before_cut(
    x: Any, encoder: Any, bias: Any, decoder: Any, centre: Any, penalty: Any
) -> Any:
    """Lets units be active by less than nothing."""
    f = (x - centre) @ encoder.T + bias
    rest = x - f @ decoder - centre
    return ((rest**2).sum() + penalty * f.sum()) / len(x)


@dictionary_loss.mistake
def loss_off_centre(
    x: Any, encoder: Any, bias: Any, decoder: Any, centre: Any, penalty: Any
) -> Any:
    f = np.maximum(0, x @ encoder.T + bias)
    rest = x - f @ decoder - centre
    return ((rest**2).sum() + penalty * f.sum()) / len(x)


@dictionary_loss.mistake
def loss_by_means(x: Any, encoder: Any, bias: Any, decoder: Any, centre: Any, penalty: Any) -> Any:
    f = np.maximum(0, (x - centre) @ encoder.T + bias)
    return ((x - f @ decoder - centre) ** 2).mean() + penalty * f.mean()


def readings(rng: np.random.Generator) -> Iterator[tuple[Array, Labels]]:
    """A unit that marks it, one that does so in part, one that does not."""
    there = np.array([True, False, True, False])
    yield np.array([2.0, 0.0, 3.0, 1.0]), there
    yield np.array([2.0, 0.0, 1.0, 3.0]), there
    yield np.array([0.5, 0.5, 0.5, 0.5]), there
    yield np.array([-1.0, -3.0, -2.0, -4.0]), np.array([True, True, False, False])
    for n, rare, signal in ((10, 0.3, 1.0), (200, 0.1, 2.0), (200, 0.5, 0.0), (300, 0.05, 4.0)):
        labels = rng.random(n) < rare
        labels[0] = True
        yield np.round(rng.normal(size=n) + signal * labels, 1), labels


@exercise(
    "sparse-autoencoders-3",
    readings,
    hints=(
        "Only the values themselves matter as thresholds. The unit counts as on if it is at "
        "least that value.",
        "For a threshold, `on = values >= threshold`, and `both = (on & there).sum()`.",
        "The score is `2 * both / (on.sum() + there.sum())`. Take the highest.",
    ),
)
def best_score(values: Array, there: Labels) -> float:
    """Measure how well a unit marks a thing, at its best threshold.

    - `values`: array [n], how active the unit is in n cases.
    - `there`: array [n] of True and False, whether the thing is there.

    The unit counts as on if its value is at least a threshold. The score
    is 2 both / (on + there): twice the number of cases where it is on
    and the thing is there, divided by the number of those where it is
    on plus the number of those where the thing is there. It is 1 if the
    unit is on exactly where the thing is. Returns one number, the
    highest score for any threshold. For values `[2, 0, 1, 3]` and the thing
    in the first and the third case, it is 0.8.
    """
    best = Fraction(0)
    for threshold in values.tolist():
        on = [value >= threshold for value in values.tolist()]
        both = sum(a and b for a, b in zip(on, there.tolist(), strict=True))
        best = max(best, Fraction(2 * both, sum(on) + int(there.sum())))
    return float(best)


@best_score.right
def best_by_sorting(values: Any, there: Any) -> Any:
    order = np.argsort(-values)
    both, n_on = there[order].cumsum(), np.arange(1, len(values) + 1)
    last = np.append(values[order][:-1] != values[order][1:], True)
    return (2 * both / (n_on + there.sum()))[last].max()


@best_score.mistake
def best_share_right(values: Any, there: Any) -> Any:
    """The share of cases in which it is right: high for any rare thing."""
    return max(((values >= t) == there).mean() for t in values)


@best_score.mistake
def best_at_zero(values: Any, there: Any) -> Any:
    on = values > 0
    return 2 * (on & there).sum() / max(1, on.sum() + there.sum())


@best_score.mistake
def best_through_ties(values: Any, there: Any) -> Any:
    """Cuts between equal values."""
    order = np.lexsort((~there, -values))
    return (2 * there[order].cumsum() / (np.arange(1, len(values) + 1) + there.sum())).max()


@best_score.mistake
def best_precision(values: Any, there: Any) -> Any:
    """Asks how often the thing is there when the unit is on, and not the other way round."""
    return max(there[values >= t].mean() for t in values)
