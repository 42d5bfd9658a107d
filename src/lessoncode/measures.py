"""Numbers that say how good a model is.

    perplexity     exp(-mean log p(token))
    entropy        -sum p log2 p
    KL divergence  sum p log2(p / q)
    calibration    |accuracy - confidence|, the mean over all answers

Perplexity is how many equally likely tokens the model might as well
be choosing from. Entropy and divergence are in bits; 0 log 0 is 0.
For calibration, answers of similar confidence share a bin, and each
answer counts with the accuracy and confidence of its bin.

Source: Jelinek et al. 1977, "Perplexity", doi 10.1121/1.2016299;
Shannon 1948, "A Mathematical Theory of Communication", Bell System
Technical Journal 27, 379-423; Kullback and Leibler 1951, "On
Information and Sufficiency", Annals of Mathematical Statistics 22,
79-86; Guo et al. 2017, "On Calibration of Modern Neural Networks",
arXiv 1706.04599.

Checked against: fractions, and the sum over all documents.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from lessoncode.layers import Ids, log_prob
from lessoncode.tensor import Array, Tensor

# ids [batch, n_seq] -> logits [batch, n_seq, n_vocab]
Model: TypeAlias = Callable[[Ids], Tensor]
Documents: TypeAlias = Sequence[Sequence[int]]

BATCH = 64  # documents at a time


def token_log_probs(
    model: Model,
    documents: Documents,
    end_id: int,
) -> list[Array]:
    """The log-probability of each token and of the end, in nats.

    A document begins after an end token, which has no probability,
    and ends with one: the array is [len(document) + 1]. Give it
    `model.frozen()`, so that it keeps no tape.
    """
    framed = [[end_id, *document, end_id] for document in documents]
    found = [np.empty(0)] * len(framed)
    for rows, ids in batches(framed):
        log_p = log_prob(model(ids[:, :-1]), ids[:, 1:]).data
        for i, row in zip(rows, log_p, strict=True):
            found[i] = row[: len(framed[i]) - 1]
    return found


def greedy_matches(
    model: Model,
    prompts: Documents,
    answers: Documents,
) -> Array:
    """Which greedy continuations are the answers: booleans [n].

    To be so, each token of an answer must be the likeliest after the
    prompt and the answer's tokens before it. One pass tells, without
    generating. Put the end token into an answer that must end there.
    Raises ValueError for an empty prompt.
    """
    pairs = list(zip(prompts, answers, strict=True))
    if not all(len(prompt) for prompt, _ in pairs):
        message = "a prompt is empty: begin with the end-of-text token"
        raise ValueError(message)
    matches = np.zeros(len(pairs), bool)
    for rows, ids in batches([[*p, *answer] for p, answer in pairs]):
        hits = model(ids[:, :-1]).data.argmax(-1) == ids[:, 1:]
        for i, row in zip(rows, hits, strict=True):
            first = len(pairs[i][0]) - 1
            matches[i] = row[first : first + len(pairs[i][1])].all()
    return matches


def exact_match(
    model: Model,
    prompts: Documents,
    answers: Documents,
) -> float:
    """The share of greedy continuations that are the answers."""
    return float(greedy_matches(model, prompts, answers).mean())


def batches(sequences: Documents) -> Iterator[tuple[list[int], Ids]]:
    """Sequences of about one length: their places, and an array.

    Shorter ones are filled up with id 0 at the right. A causal model
    does not see it from the tokens before.
    """
    lengths = [len(ids) for ids in sequences]
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        ids = np.zeros((len(rows), lengths[rows[-1]]), int)
        for row, i in zip(ids, rows, strict=True):
            row[: lengths[i]] = sequences[i]
        yield rows, ids


def perplexity(log_probs: npt.ArrayLike) -> float:
    """e to the mean surprise; log-probabilities [n] in nats."""
    return math.exp(-np.asarray(log_probs, np.float64).mean())


def bits(nats: float) -> float:
    """The same amount of information in bits."""
    return nats / math.log(2)


def entropy(p: npt.ArrayLike) -> Array:
    """The entropy in bits: probabilities [..., n] -> [...].

    Raises ValueError for what does not sum to 1.
    """
    p = distribution(p)
    h: Array = 0 - times_log2(p, p).sum(-1)  # -0 would print as -0
    return h


def kl_divergence(p: npt.ArrayLike, q: npt.ArrayLike) -> Array:
    """The bits it costs to expect q where p is true: [..., n] -> [...].

    Infinite where q is 0 and p is not. Raises ValueError for what
    does not sum to 1.
    """
    p, q = distribution(p), distribution(q)
    d: Array = (times_log2(p, p) - times_log2(p, q)).sum(-1)
    return d


def times_log2(p: Array, q: Array) -> Array:
    """Return p log2 q, and 0 where p is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(p > 0, p * np.log2(q), 0.0)


def distribution(p: npt.ArrayLike) -> Array:
    """In float64, or refused."""
    p = np.asarray(p, np.float64)
    least, off = p.min(), np.abs(p.sum(-1) - 1).max()
    if not (least >= 0 and off < 1e-3):
        message = f"the least is {least:.3g}, a sum is off by {off:.3g}"
        raise ValueError(f"not probabilities: {message}")
    return p


class Bin(NamedTuple):
    """Answers of similar confidence."""

    confidence: float
    accuracy: float
    n: int


def calibration(
    confidence: npt.ArrayLike,
    correct: npt.ArrayLike,
    n_bins: int = 10,
) -> list[Bin]:
    """Mean confidence, accuracy and number of the answers of each bin.

    `confidence` [n] lies in [0, 1], `correct` [n] is true or false.
    Bin m holds (m / n_bins, (m + 1) / n_bins], the first one 0 too.
    Bins that hold nothing are left out. Raises ValueError for other
    shapes or confidences.
    """
    confidence = np.asarray(confidence, np.float64)
    correct = np.asarray(correct, bool)
    if confidence.shape != correct.shape:
        message = f"{confidence.shape} confidences, {correct.shape}"
        raise ValueError(f"{message} answers: one each is needed")
    if not ((confidence >= 0) & (confidence <= 1)).all():
        raise ValueError("a confidence is not between 0 and 1")
    upper = np.arange(1, n_bins) / n_bins
    which = np.searchsorted(upper, confidence)
    masks = [which == m for m in range(n_bins)]
    return [
        Bin(
            float(confidence[mask].mean()),
            float(correct[mask].mean()),
            int(mask.sum()),
        )
        for mask in masks
        if mask.any()
    ]


def expected_calibration_error(
    confidence: npt.ArrayLike,
    correct: npt.ArrayLike,
    n_bins: int = 10,
) -> float:
    """How far confidence is from accuracy, on average over answers."""
    bins = calibration(confidence, correct, n_bins)
    gaps = [b.n * abs(b.accuracy - b.confidence) for b in bins]
    return sum(gaps) / sum(b.n for b in bins)
