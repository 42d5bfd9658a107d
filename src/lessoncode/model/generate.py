"""From a prompt to text: draw a token, append it, ask again.

How a token is drawn is the business of `sampling`.

Checked against: transformers' `generate`; and the exact probability
of every sequence of a tiny model.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from lessoncode.model.attention import Past
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.layers import Ids
from lessoncode.model.sampling import (
    Sampling,
    draw,
    next_token_probabilities,
)


def generate(
    model: LanguageModel,
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
    model: LanguageModel,
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
    model: LanguageModel,
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
