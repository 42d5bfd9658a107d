"""From logits to text: draw a token, append it, ask again.

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
`TopKLogitsWarper` and `TopPLogitsWarper`; and the exact probability
of every sequence of a tiny model.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
import numpy.typing as npt

from lessoncode.attention import Past
from lessoncode.layers import Ids
from lessoncode.tensor import Array, Tensor


class Model(Protocol):
    """What writes and learns: a `Transformer`, or one like it."""

    parameters: dict[str, Tensor]

    def __call__(
        self,
        ids: npt.ArrayLike,
        cache: Any = None,
        last: bool = False,
    ) -> Tensor:
        """[batch, n_seq] -> logits [batch, n_seq, n_vocab]."""

    def hidden(self, ids: npt.ArrayLike, cache: Any = None) -> Tensor:
        """[batch, n_seq] -> [batch, n_seq, n_embd]."""

    def frozen(self) -> Self:
        """The same arrays as constants."""

    def cache(self, batch: int, n_context: int) -> Any:
        """What generation keeps of the positions so far."""


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


def generate(
    model: Model,
    ids: Sequence[int],
    n_tokens: int,
    rng: np.random.Generator | None = None,
    *,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    stop: int | None = None,
    cache: list[Past] | None = None,
) -> Iterator[int]:
    """Continue one prompt; each id comes as soon as it is drawn.

    Ends after `n_tokens` ids, or when `stop` is drawn, which does not
    come. Uses one `rng.random()` a token, and none at temperature 0.
    With a cache, `ids` follow those it has seen, and it sees these
    and all that is drawn but the last. Raises ValueError at once, as
    `generate_batch` does.
    """
    how = Sampling(temperature, top_k, top_p)
    steps = draw_steps(model, [ids], n_tokens, rng, how, cache)
    drawn = (int(column[0]) for column in steps)
    return takewhile(lambda token: token != stop, drawn)


def generate_batch(
    model: Model,
    ids: npt.ArrayLike,
    n_tokens: int,
    rng: np.random.Generator | None = None,
    *,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    stop: int | None = None,
) -> Ids:
    """Continue many prompts: ids [batch, n_seq] -> [batch, n_tokens].

    A row is `stop` from the place on where `stop` was drawn. Every
    step uses `rng.random(batch)`; a batch of one draws the ids that
    `generate` does.

    Raises ValueError for what `next_token_probabilities` refuses, for
    an empty prompt, and without an rng if temperature is not 0.
    """
    how = Sampling(temperature, top_k, top_p)
    steps = draw_steps(model, ids, n_tokens, rng, how)
    batch = len(np.asarray(ids))
    drawn = np.full((batch, n_tokens), -1 if stop is None else stop)
    running = np.ones(batch, bool)
    for i, column in enumerate(steps):
        drawn[running, i] = column[running]
        running &= column != stop
        if not running.any():
            break
    return drawn


def draw_steps(
    model: Model,
    prompts: npt.ArrayLike,
    n_tokens: int,
    rng: np.random.Generator | None,
    how: Sampling,
    cache: list[Past] | None = None,
) -> Iterator[Ids]:
    """Draw a token for every prompt [batch, n_seq], again and again.

    Each step is [batch].
    """
    how.check()
    if how.temperature == 0:
        rng = None
    elif rng is None:
        message = "drawing needs an rng: np.random.default_rng(seed)"
        raise ValueError(f"{message}; only temperature=0 does without")
    ids = np.asarray(prompts)
    if ids.ndim != 2:
        message = f"ids have the shape {ids.shape}, not [batch, n_seq]"
        raise ValueError(message)
    batch, n_seq = ids.shape
    if n_seq == 0:
        message = "a prompt is empty: begin with the end-of-text token"
        raise ValueError(message)
    frozen = model.frozen()
    past = cache or frozen.cache(batch, n_seq + n_tokens)

    def steps() -> Iterator[Ids]:
        new = ids
        for _ in range(n_tokens):
            logits = frozen(new, past, last=True).data[:, -1]
            drawn = draw(next_token_probabilities(logits, *how), rng)
            yield drawn
            new = drawn[:, None]

    return steps()


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
