"""Speculative decoding: a small model guesses, the large one checks.

    >>> from lessoncode.model.every_outcome import chooser
    >>> from lessoncode.model.speculative import look_up, speculate
    >>> uniform = lambda ids, n: np.full((n + 1, 4), 0.25)  # a target that knows nothing
    >>> draft, choose = look_up(n_same=1, n_vocab=4), chooser(np.random.default_rng(0))
    >>> [step.tokens for step in speculate(uniform, draft, [1, 2, 1], 4, 2, choose)]
    [[0], [3], [3], [2]]

The draft's guesses are kept or replaced one after the other:

    the draft     draws x1, x2, ... one after the other, from q1, q2, ...
    the target    computes p1, p2, ... for all of them in one pass
    keep x_i      with probability min(1, p_i(x_i) / q_i(x_i))
    at the first that is not kept, draw from max(0, p_i - q_i) instead,
    divided by its sum; if all are kept, draw one more from p

A pass of the target thus gives at least one token, and at most one more than were guessed. Each has
the target's probability: x appears as a guess with probability min(p(x), q(x)), and as a
replacement with the rest of p(x). A better draft saves time and changes nothing else.

Source: Leviathan, Kalman and Matias 2023, "Fast Inference from Transformers via Speculative
Decoding", arXiv 2211.17192, algorithm 1; Chen et al. 2023, "Accelerating Large Language Model
Decoding with Speculative Sampling", arXiv 2302.01318. The draft that looks up: Saxena 2023,
https://github.com/apoorvumang/prompt-lookup-decoding

Differs in:
1. A draft may stop guessing before it has made all its guesses.
2. Near the end of a text, the draft guesses at most one token fewer than are still wanted.

Checked against: all outcomes of small models, enumerated.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

import numpy as np

from lessoncode.model.checks import count, distribution
from lessoncode.model.every_outcome import Choose
from lessoncode.model.layers import check_ids
from lessoncode.model.sampling import AS_PREDICTED, Sampling, next_token_probabilities
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Transformer

# The probabilities of the next token; or None, to stop guessing.
Draft = Callable[[list[int]], Array | None]
# Those after each of the n + 1 longest beginnings of a text, up to the whole: [n + 1, n_vocab].
Target = Callable[[list[int], int], Array]


class Pass(NamedTuple):
    """The tokens that one pass of the target gave: the guesses that were kept, and one more."""

    tokens: list[int]
    n_guessed: int

    @property
    def n_kept(self) -> int:
        """How many guesses were kept; one more token follows them."""
        return len(self.tokens) - 1


class Reader:
    """Predicts the next tokens of a text that changes; its cache keeps what is still the same.

    Raises TypeError if the model is not a Transformer.
    """

    def __init__(
        self, model: Transformer, n_context: int, sampling: Sampling = AS_PREDICTED
    ) -> None:
        if not isinstance(model, Transformer):
            raise TypeError(f"give a Transformer, whose cache can go back, not {model!r}")
        self.model, self.sampling = model.frozen(), sampling
        self.cache = model.cache(1, n_context)
        self.seen: list[int] = []

    def __call__(self, ids: list[int], n: int = 0) -> Array:
        """The probabilities after the n + 1 longest beginnings of a text, up to the whole.

        Returns [n + 1, n_vocab], as a `Target` does. Raises ValueError if the text is too short.
        """
        count(0, n=n)
        if len(ids) <= n:
            raise ValueError(f"a text of {len(ids)} tokens has no {n + 1} beginnings")
        pairs = zip(self.seen, ids, strict=False)
        same = sum(1 for _ in takewhile(lambda ab: ab[0] == ab[1], pairs))
        known = min(same, len(ids) - n - 1)
        for past in self.cache:
            past.length = known
        logits = self.model([ids[known:]], self.cache).data[0, -n - 1 :]
        self.seen = list(ids)
        return next_token_probabilities(logits, self.sampling)

    def last(self, ids: list[int]) -> Array:
        """The probabilities after the whole text, as a `Draft` gives them: [n_vocab]."""
        p: Array = self(ids)[0]
        return p


def speculate(
    target: Target, draft: Draft, ids: Sequence[int], n_tokens: int, n_draft: int, choose: Choose
) -> Iterator[Pass]:
    """Continue a text by `n_tokens`; yield each pass, with up to `n_draft` guesses."""
    count(0, n_tokens=n_tokens, n_draft=n_draft)
    text, end = list(ids), len(ids) + n_tokens
    while len(text) < end:
        room = min(n_draft, end - len(text) - 1)
        step = one_pass(target, draft, text, room, choose)
        text += step.tokens
        yield step


def one_pass(
    target: Target,
    draft: Draft,
    ids: list[int],
    n_draft: int,
    choose: Choose,
) -> Pass:
    """Guess up to `n_draft` tokens and check them all at once."""
    count(0, n_draft=n_draft)
    guesses: list[int] = []
    qs: list[Array] = []
    while len(guesses) < n_draft:
        q = draft([*ids, *guesses])
        if q is None:
            break
        qs.append(distribution(q))
        guesses.append(choose(qs[-1]))
    n = len(guesses)
    ps = checked(target([*ids, *guesses], n), qs)
    for i, (token, q) in enumerate(zip(guesses, qs, strict=True)):
        p = ps[i]
        keep = min(1.0, p[token] / q[token])
        if not choose(np.array([1 - keep, keep])):
            return Pass([*guesses[:i], choose(missing(p, q))], n)
    return Pass([*guesses, choose(ps[n])], n)


def checked(p: Array, qs: list[Array]) -> Array:
    """The target's probabilities. Raises ValueError unless they fit those of the draft."""
    ps = distribution(p)
    if ps.ndim != 2 or len(ps) != len(qs) + 1:
        raise ValueError(f"the target gives {ps.shape} numbers, not [{len(qs) + 1}, n_vocab]")
    for q in qs:
        if q.shape != ps.shape[1:]:
            raise ValueError(f"the draft is for {q.shape} tokens, the target for {ps.shape[1:]}")
    return ps


def missing(p: Array, q: Array) -> Array:
    """What to draw from if a guess from q is not kept: [n_vocab]."""
    rest = np.maximum(p - q, 0)
    if not rest.sum() > 0:
        raise ValueError("p and q are alike, or hold NaN")
    scaled: Array = rest / rest.sum()
    return scaled


def look_up(n_same: int, n_vocab: int) -> Draft:
    """A draft without a model: it guesses what followed the last time.

    It searches the text backwards for an earlier copy of the last `n_same` tokens, and guesses with
    certainty the token that follows it. If there is none, it stops guessing. The draft raises
    IndexError for a guess beyond the vocabulary.
    """
    count(n_same=n_same, n_vocab=n_vocab)

    def draft(ids: list[int]) -> Array | None:
        end = ids[-n_same:]
        for i in reversed(range(len(ids) - n_same)):
            if ids[i : i + n_same] == end:
                sure = np.zeros(n_vocab)
                guess = ids[i + n_same]
                check_ids("guesses", np.array(guess), n_vocab)
                sure[guess] = 1
                return sure
        return None

    return draft
