"""From logits to the next token: temperature, top k, top p, and a draw.

    p = softmax(logits / temperature)
    top k:  keep the k largest
    top p:  keep the smallest set of tokens whose sum reaches top_p
    divide what was kept by its sum, and draw from that

A temperature of 0 stands for its limit: the likeliest token, always.
A token is drawn by one random number u between 0 and 1: it is the
first token at which the sum of p so far exceeds u.

Source: Holtzman et al. 2020, "The Curious Case of Neural Text
Degeneration", arXiv 1904.09751, for top p and for temperature; Fan,
Lewis and Dauphin 2018, "Hierarchical Neural Story Generation", arXiv
1805.04833, for top k.

Differs in:
1. Of tied tokens the lowest ids are the larger. So top k keeps k
   tokens always; transformers keeps all that tie with the last.
2. Probabilities are in float64, whatever the model computes in.

Checked against: transformers' `TemperatureLogitsWarper`,
`TopKLogitsWarper` and `TopPLogitsWarper`.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lessoncode.model.layers import Ids
from lessoncode.model.tensor import Array


class Sampling(NamedTuple):
    """How the next token is drawn."""

    temperature: float
    top_k: int | None
    top_p: float | None

    def check(self) -> None:
        """Refuse what means nothing."""
        temperature, top_k, top_p = self
        if not temperature >= 0:
            message = f"temperature {temperature} is not 0 or more"
            raise ValueError(f"{message}; 0 takes the likeliest token")
        if top_k is not None and top_k < 1:
            message = f"top_k {top_k} keeps no token"
            raise ValueError(f"{message}; take 1 or more, or None")
        if top_p is not None and not 0 < top_p <= 1:
            message = f"top_p {top_p} is not above 0 and at most 1"
            raise ValueError(message)


def next_token_probabilities(
    logits: npt.ArrayLike,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Array:
    """The probabilities to draw from: [..., n_vocab] -> the same.

    First the temperature, then top k, then top p. Raises ValueError
    for a negative temperature, k < 1, or p outside (0, 1].
    """
    Sampling(temperature, top_k, top_p).check()
    x: Array = np.asarray(logits, np.float64)
    if temperature == 0:
        only = np.zeros(x.shape)
        best = x.argmax(-1, keepdims=True)
        np.put_along_axis(only, best, 1.0, -1)
        return only
    below = x - x.max(-1, keepdims=True)
    p: Array = np.exp(below / temperature)
    p /= p.sum(-1, keepdims=True)
    if top_k is None and top_p is None:
        return p
    # The largest first, and of the tied the lowest id.
    order = np.argsort(-x, axis=-1, kind="stable")
    ranked: Array = np.take_along_axis(p, order, -1)
    if top_k is not None:
        ranked[..., top_k:] = 0
        ranked /= ranked.sum(-1, keepdims=True)
    if top_p is not None and top_p < 1:
        before = ranked.cumsum(-1) - ranked  # those larger
        ranked[before >= top_p] = 0
        ranked /= ranked.sum(-1, keepdims=True)
    np.put_along_axis(p, order, ranked, -1)
    return p


def draw(p: Array, rng: np.random.Generator | None) -> Ids:
    """Draw an id from every row: [batch, n_vocab] -> [batch].

    Without an rng, the id of the largest.
    """
    if rng is None:
        best: Ids = p.argmax(-1)
        return best
    sums = p.cumsum(-1)
    # Rounding leaves a last sum near 1, and u must stay below it.
    u = rng.random((len(p), 1)) * sums[:, -1:]
    ids: Ids = (sums <= u).sum(-1)
    return ids
