"""From a prompt to text: draw a token, append it, ask again.

    >>> from lessoncode.model.generate import generate
    >>> from lessoncode.model.table import Table
    >>> model = Table.initial(n_vocab=5, n_context=6, rng=np.random.default_rng(0))
    >>> list(generate(model, [1, 2], n_tokens=4, rng=np.random.default_rng(0)))
    [2, 1, 0, 0]

`sampling` decides how a token is drawn.

Checked against: transformers' `generate`; the probability of each sequence of a tiny model.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from lessoncode.model.attention import Past
from lessoncode.model.checks import count
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.layers import Ids, id_rows
from lessoncode.model.sampling import AS_PREDICTED, Sampling, draw, next_token_probabilities


def generate(
    model: LanguageModel,
    ids: Sequence[int],
    n_tokens: int,
    rng: np.random.Generator | None = None,
    sampling: Sampling = AS_PREDICTED,
    *,
    stop: int | None = None,
    cache: list[Past] | None = None,
) -> Iterator[int]:
    """Continue one prompt; each id is yielded as soon as it is drawn.

    Ends after `n_tokens` ids, or when `stop` is drawn, which is not yielded. Uses one
    `rng.random()` per token, and none at temperature 0. With a cache, `ids` follow those that it
    holds; they are added to it, and so are the ids drawn, except the last. Raises ValueError at
    once, as `generate_batch` does.
    """
    check_stop(stop)
    steps = draw_steps(model, [ids], n_tokens, rng, sampling, cache)
    drawn = (int(column[0]) for column in steps)
    return takewhile(lambda token: token != stop, drawn)


def generate_batch(
    model: LanguageModel,
    ids: npt.ArrayLike,
    n_tokens: int,
    rng: np.random.Generator | None = None,
    sampling: Sampling = AS_PREDICTED,
    *,
    stop: int | None = None,
) -> Ids:
    """Continue prompts of one length together: ids [batch, n_seq] -> [batch, n_tokens].

    After `stop` is drawn in a row, the rest of that row is `stop`. Every step uses
    `rng.random(batch)`; a batch of one draws the same ids as `generate`. Raises ValueError for an
    empty prompt, and for a temperature other than 0 without an rng.
    """
    check_stop(stop)
    steps = draw_steps(model, ids, n_tokens, rng, sampling)
    batch = len(np.asarray(ids))
    drawn = np.full((batch, n_tokens), -1 if stop is None else stop)
    running = np.ones(batch, bool)
    for i, column in enumerate(steps):
        drawn[running, i] = column[running]
        running &= column != stop
        if not running.any():
            break
    return drawn


def generate_answers(
    model: LanguageModel,
    prompts: Sequence[Sequence[int]],
    n_tokens: int,
    rng: np.random.Generator | None = None,
    sampling: Sampling = AS_PREDICTED,
    *,
    stop: int,
) -> list[list[int]]:
    """Continue prompts of any lengths, each up to and including `stop`, or for `n_tokens`.

    Prompts of one length are continued together, the shortest first.
    """
    answers: list[list[int]] = [[]] * len(prompts)
    how = n_tokens, rng, sampling
    lengths = [len(prompt) for prompt in prompts]
    for length in sorted(set(lengths)):
        some = [i for i, n in enumerate(lengths) if n == length]
        ids = [prompts[i] for i in some]
        drawn = generate_batch(model, ids, *how, stop=stop)
        for i, row in zip(some, drawn.tolist(), strict=True):
            # After a stop, a row has only stops.
            answers[i] = row[: (*row, stop).index(stop) + 1]
    return answers


def check_stop(stop: int | None) -> None:
    """Raise ValueError unless `stop` is None or could be an id."""
    if stop is not None:
        count(0, stop=stop)


def draw_steps(
    model: LanguageModel,
    prompts: npt.ArrayLike,
    n_tokens: int,
    rng: np.random.Generator | None,
    sampling: Sampling,
    cache: list[Past] | None = None,
) -> Iterator[Ids]:
    """Draw `n_tokens` tokens for each prompt [batch, n_seq]: each step yields one, [batch]."""
    if sampling.temperature == 0:
        rng = None
    elif not hasattr(rng, "random"):  # None, or a seed
        message = "drawing needs an rng: np.random.default_rng(seed)"
        raise ValueError(f"{message}; only sampling=GREEDY does without")
    count(0, n_tokens=n_tokens)
    ids = id_rows(prompts)
    batch, n_seq = ids.shape
    frozen = model.frozen()
    past = cache or frozen.cache(batch, n_seq + n_tokens)

    def steps() -> Iterator[Ids]:
        new = ids
        for _ in range(n_tokens):
            logits = frozen(new, past, last=True).data[:, -1]
            drawn = draw(next_token_probabilities(logits, sampling), rng)
            yield drawn
            new = drawn[:, None]

    return steps()
