"""How well a model predicts documents and answers.

    >>> from lessoncode.measures.prediction import perplexity, token_log_probs
    >>> from lessoncode.model.table import Table
    >>> model = Table(np.zeros((84, 4)))  # 4 tokens, always equally likely
    >>> (log_probs,) = token_log_probs(model, [[1, 2]], end_id=0)
    >>> round(perplexity(log_probs), 3)
    4.0

Perplexity is the number of equally likely tokens that would be equally hard to choose among:

    perplexity  exp(-mean log p(token))

Source: Jelinek et al. 1977, "Perplexity", doi 10.1121/1.2016299.

Checked against: fractions, and the sum over all documents.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import as_many
from lessoncode.model.layers import Ids, id_rows, log_prob
from lessoncode.model.sampling import largest_logits
from lessoncode.model.tensor import Array, Tensor

# ids [batch, n_seq] -> logits [batch, n_seq, n_vocab]
Predictor: TypeAlias = Callable[[Ids], Tensor]
Documents: TypeAlias = Sequence[Sequence[int]]

CHUNK = 64  # documents at a time


def token_log_probs(model: Predictor, documents: Documents, end_id: int) -> list[Array]:
    """The log-probability of each token of each document and of its end, in nats.

    A document begins after an end token, which has no probability, and ends with one: its array is
    [len(document) + 1]. Pass `model.frozen()`, which keeps no tape. Raises IndexError for ids that
    are not integers.
    """
    framed = [[end_id, *document, end_id] for document in documents]
    found = [np.empty(0)] * len(framed)
    for rows, ids in grouped_by_length(framed):
        log_p = log_prob(model(ids[:, :-1]), ids[:, 1:]).data
        for i, row in zip(rows, log_p, strict=True):
            found[i] = row[: len(framed[i]) - 1]
    return found


def greedy_matches(
    model: Predictor,
    prompts: Documents,
    answers: Documents,
) -> Array:
    """Whether greedy generation would give each answer: booleans [n].

    It does if each token of the answer is the most likely after the
    prompt and the answer's tokens before. One pass is enough to see
    that, without generating. Put the end token into an answer that must
    end there. Raises ValueError for an empty prompt or answer, and
    unless there is an answer for each prompt, IndexError for ids that
    are not integers, FloatingPointError for logits that are not finite.
    """
    as_many(prompts=prompts, answers=answers)
    pairs = list(zip(prompts, answers, strict=True))
    if not all(len(prompt) for prompt, _ in pairs):
        message = "a prompt is empty: begin with the end-of-text token"
        raise ValueError(message)
    if not all(len(answer) for _, answer in pairs):
        raise ValueError("an answer is empty: give one token or more")
    matches = np.zeros(len(pairs), bool)
    whole = [[*prompt, *answer] for prompt, answer in pairs]
    for rows, ids in grouped_by_length(whole):
        logits = model(ids[:, :-1]).data
        largest_logits(logits)  # raises an error if one is not finite
        hits = logits.argmax(-1) == ids[:, 1:]
        for i, row in zip(rows, hits, strict=True):
            first = len(pairs[i][0]) - 1
            matches[i] = row[first : first + len(pairs[i][1])].all()
    return matches


def grouped_by_length(sequences: Documents) -> Iterator[tuple[list[int], Ids]]:
    """Yield the places and ids of up to `CHUNK` sequences of similar length at a time.

    Shorter ones are padded at the right; a causal model's tokens cannot see the padding after them.
    Raises IndexError for ids that are not integers, which would be truncated.
    """
    lengths = [len(ids) for ids in sequences]
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for start in range(0, len(order), CHUNK):
        rows = order[start : start + CHUNK]
        ids = np.zeros((len(rows), lengths[rows[-1]]), int)
        for row, i in zip(ids, rows, strict=True):
            (text,) = id_rows([sequences[i]])
            if text.dtype.kind not in "iu":
                raise IndexError(f"ids are integers, not {text.dtype}")
            row[: lengths[i]] = text
        yield rows, ids


def perplexity(log_probs: npt.ArrayLike) -> float:
    """e to the mean surprise: log-probabilities [n], 0 or less, in nats -> one number.

    Infinite if a token is impossible. Raises ValueError if there are none, if one is NaN or above
    0, and if float64 cannot hold the result.
    """
    log_probs = np.asarray(log_probs, np.float64)
    if not (log_probs.size and log_probs.max() <= 1e-6):
        found = f"the largest is {log_probs.max():.3g}" if log_probs.size else "there are none"
        raise ValueError(f"log-probabilities are 0 or less: {found}")
    surprise = -log_probs.mean()
    try:
        return math.exp(surprise)
    except OverflowError:
        raise ValueError(f"e to {surprise:.3g} is too large for float64") from None
