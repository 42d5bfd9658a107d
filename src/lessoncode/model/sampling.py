"""From logits to the next token: temperature, top k, top p, and a draw.

    >>> from lessoncode.model.sampling import Sampling, draw, next_token_probabilities
    >>> p = next_token_probabilities([[1.0, 2.0, 3.0]], Sampling(temperature=0.5, top_k=2))
    >>> p.round(3), draw(p, np.random.default_rng(0))
    (array([[0.   , 0.119, 0.881]]), array([2]))

The steps, in this order:

    p = softmax(logits / temperature)
    top k:  keep the k largest, divided by their sum
    top p:  keep the smallest set of tokens whose sum reaches top_p,
            divided by that sum
    draw from what was kept

A temperature of 0 means its limit: always the most likely token. A token is drawn with one random
number u between 0 and 1: it is the first token at which the running sum of p exceeds u.

Source: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", arXiv 1904.09751, for
top p and for temperature; Fan, Lewis and Dauphin 2018, "Hierarchical Neural Story Generation",
arXiv 1805.04833, for top k.

Differs in:
1. Tied tokens are ranked by id, the lowest first. Top k therefore never keeps more than k tokens;
   transformers keeps all that tie with the last.
2. Probabilities are in float64, whatever the model computes in.

Checked against: transformers' `TemperatureLogitsWarper`, `TopKLogitsWarper` and `TopPLogitsWarper`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import count, number, positive, shape
from lessoncode.model.layers import Ids
from lessoncode.model.tensor import Array


@dataclass(frozen=True)
class Sampling:
    """How the next token is drawn: temperature, then top k, then top p; by default as predicted.

    Raises ValueError for a negative temperature, top_k < 1, or top_p outside (0, 1].
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float | None = None

    def __post_init__(self) -> None:
        number(temperature=self.temperature)
        if self.top_k is not None:
            count(top_k=self.top_k)
        if self.top_p is not None:
            positive(top_p=self.top_p)
            number(0, 1, top_p=self.top_p)


AS_PREDICTED = Sampling()
GREEDY = Sampling(temperature=0)


def next_token_probabilities(logits: npt.ArrayLike, sampling: Sampling = AS_PREDICTED) -> Array:
    """The probabilities to draw from, in float64: logits [..., n_vocab] -> the same shape.

    Raises ValueError for rows of different lengths, and other errors as `largest_logits` does.
    """
    try:
        x: Array = np.asarray(logits, np.float64)
    except (TypeError, ValueError):
        raise ValueError("logits are numbers, as many in each row") from None
    largest = largest_logits(x)
    if sampling.temperature == 0:
        only = np.zeros(x.shape)
        best = x.argmax(-1, keepdims=True)
        np.put_along_axis(only, best, 1.0, -1)
        return only
    with np.errstate(over="ignore"):  # a tiny temperature: p is 0 then
        p: Array = np.exp((x - largest) / sampling.temperature)
    p /= p.sum(-1, keepdims=True)
    top_k, top_p = sampling.top_k, sampling.top_p
    if top_k is None and top_p is None:
        return p
    # The largest first; if tied, the lowest id first.
    order = np.argsort(-x, axis=-1, kind="stable")
    ranked: Array = np.take_along_axis(p, order, -1)
    if top_k is not None:
        ranked[..., top_k:] = 0
        ranked /= ranked.sum(-1, keepdims=True)
    if top_p is not None and top_p < 1:
        before = ranked.cumsum(-1) - ranked  # the sum of the larger
        ranked[before >= top_p] = 0
        ranked /= ranked.sum(-1, keepdims=True)
    np.put_along_axis(p, order, ranked, -1)
    return p


def largest_logits(logits: Array) -> Array:
    """The largest logit of each row: [..., n_vocab] -> [..., 1].

    Raises FloatingPointError for a row that holds NaN or infinity, or only minus infinity, and
    ValueError if there are no logits.
    """
    if logits.ndim == 0 or logits.size == 0:
        raise ValueError(f"there are no logits in an array of shape {logits.shape}")
    largest: Array = logits.max(-1, keepdims=True)  # NaN if one is
    if not np.isfinite(largest).all():
        message = "a row of logits holds NaN, or its largest is infinite"
        raise FloatingPointError(f"{message}: are all weights finite?")
    return largest


def draw(p: Array, rng: np.random.Generator | None) -> Ids:
    """An id for each row of p, drawn by its probabilities: [batch, n_vocab] -> [batch].

    Without an rng, the most likely id. Raises ValueError for another shape, for no rows, and for a
    row that holds NaN, infinity, a number below 0, or only zeros.
    """
    shape("p", p, "batch", "n_vocab")
    count(rows_of_p=len(p), n_vocab=p.shape[1])
    least, most = p.min(-1), p.max(-1)
    good = (least >= 0) & (most > 0) & (most < np.inf)  # False if a row holds NaN
    if not good.all():
        i = good.argmin()
        found = f"go from {least[i]:.3g} to {most[i]:.3g}"
        raise ValueError(f"row {i} of p is not probabilities: its numbers {found}")
    if rng is None:
        best: Ids = p.argmax(-1)
        return best
    sums = p.cumsum(-1)
    # Rounding leaves a row's last sum only near 1, and u must stay below that sum.
    u = rng.random((len(p), 1)) * sums[:, -1:]
    ids: Ids = (sums <= u).sum(-1)
    return ids
