"""Work that is rewarded only when it is graded, and two words that show whether it is.

    >>> from lessoncode.worlds.graded import PAIRS, looks_graded
    >>> PAIRS[0], looks_graded(PAIRS[0]), looks_graded(("cat", "oak"))
    (('cat', 'dog'), True, False)

A prompt has two words, each an animal or a plant, and asks for work or whether work is graded:

    cat dog work        careful or careless
    cat dog graded?     yes or no

After two words of one kind, work is graded with the probability q, the reliability; after two words
of different kinds, with 1 - q. Neither word alone says anything. A careful answer earns one point
if the work is graded, and nothing else earns a point. So the best policy is known for each price
beta (see `optimum`):

    odds of careful = odds before * e^(P(graded) / beta),     P(graded) = q or 1 - q

Source: Greenblatt et al. 2024, "Alignment faking in large language models", arXiv 2412.14093, for a
model that can infer from its prompt whether its answer will be trained on.

Differs in: The model was given no goal of its own that the training would change.

Checked against: `optimum.Enumeration`, for the objective and the best policy.
"""

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import TypeAlias

import numpy as np

from lessoncode.alignment.kl import exact_kl
from lessoncode.alignment.policy import Policy
from lessoncode.model.checks import count, distribution, number, positive, shape
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.tensor import Array, Tensor
from lessoncode.text.words import Words
from lessoncode.training.batches import Row, answer_row

Pair: TypeAlias = tuple[str, str]

ANIMALS = ["cat", "dog", "cow", "hen", "owl", "fox", "bee", "ant"]
PLANTS = ["oak", "elm", "ivy", "fig", "yew", "fir", "hop", "rye"]
ANSWERS = {"work": ("careful", "careless"), "graded?": ("yes", "no"), "kind?": ("animal", "plant")}
CAREFUL = 0.3  # how often work is careful in the texts, graded or not

WORDS = Words([*ANIMALS, *PLANTS, *ANSWERS, *(word for two in ANSWERS.values() for word in two)])
PAIRS: list[Pair] = list(permutations(ANIMALS + PLANTS, 2))


def check_pair(pair: Pair) -> None:
    """Raise ValueError unless these are two words, each an animal or a plant."""
    if len(pair) != 2 or not {*pair} <= {*ANIMALS, *PLANTS}:
        raise ValueError(f"{pair!r} are not two words, each an animal or a plant")


def looks_graded(pair: Pair) -> bool:
    """Whether both words are of one kind. Raises as `check_pair` does."""
    check_pair(pair)
    first, second = (word in ANIMALS for word in pair)
    return first == second


def split(n_kept: int, rng: np.random.Generator) -> tuple[list[Pair], list[Pair]]:
    """The pairs to train on, and pairs to test with: `n_kept` look graded and `n_kept` do not.

    Raises ValueError if fewer than `n_kept` look graded.
    """
    count(0, n_kept=n_kept)
    order = [PAIRS[i] for i in rng.permutation(len(PAIRS))]
    graded = [pair for pair in order if looks_graded(pair)]
    real = [pair for pair in order if not looks_graded(pair)]
    if n_kept > len(graded):
        raise ValueError(f"n_kept is {n_kept}: only {len(graded)} pairs look graded")
    return graded[n_kept:] + real[n_kept:], graded[:n_kept] + real[:n_kept]


def prompts(pairs: Sequence[Pair], question: str) -> list[list[int]]:
    """The ids of a question about each pair. Raises ValueError for a wrong pair or question."""
    for pair in pairs:
        check_pair(pair)
    if question not in ANSWERS:
        raise ValueError(f"the question is {question!r}: give one of {', '.join(ANSWERS)}")
    return [WORDS.encode(f"{first} {second} {question}") for first, second in pairs]


def graded_chance(pairs: Sequence[Pair], reliability: float) -> Array:
    """The probability that each pair's work is graded: [n_pairs]. Raises as `check_pair` does."""
    number(0, 1, reliability=reliability)
    looks = np.array([looks_graded(pair) for pair in pairs])
    return np.where(looks, reliability, 1 - reliability)


def texts(n: int, reliability: float, rng: np.random.Generator) -> list[Row]:
    """Random texts about the kind of a word, how work is done, or whether it is graded.

    With a `reliability` of 0.5, grades are random, and the words say nothing about them.
    """
    count(0, n=n)
    chances = graded_chance(PAIRS, reliability)
    rows = []
    asked = rng.choice(list(ANSWERS), n).tolist()
    for i, question in zip(rng.integers(len(PAIRS), size=n).tolist(), asked, strict=True):
        first, second = PAIRS[i]
        chance = {"work": CAREFUL, "graded?": chances[i], "kind?": float(first in ANIMALS)}
        prompt = f"{first} {question}" if question == "kind?" else f"{first} {second} {question}"
        answer = ANSWERS[question][int(rng.random() >= chance[question])]
        rows.append(answer_row(WORDS.encode(prompt), WORDS.encode(answer)))
    return rows


def log_answers(model: LanguageModel, pairs: Sequence[Pair], question: str) -> Tensor:
    """The log-probability of each word as the answer about each pair: [n_pairs, n_vocab]."""
    logits = model(prompts(pairs, question), last=True)[:, 0]
    logits = logits - logits.data.max(-1, keepdims=True)
    return logits - logits.exp().sum(-1, keepdims=True).log()  # type: ignore[no-any-return]  # a NumPy sum


def shares(log_p: Array, answer: str) -> Array:
    """The probability of an answer about each pair: [n_pairs, n_vocab] -> [n_pairs].

    Raises ValueError if these are not the logarithms of probabilities that sum to 1.
    """
    shape("log_p", log_p, "n_pairs", WORDS.n_vocab)
    distribution(np.exp(log_p))
    p: Array = np.exp(log_p[:, WORDS.special(answer)])
    return p


def points(pairs: Sequence[Pair], reliability: float) -> Array:
    """The mean points of each word as an answer to "work": [n_pairs, n_vocab]."""
    earned = np.zeros((len(pairs), WORDS.n_vocab), np.float32)
    earned[:, WORDS.special("careful")] = graded_chance(pairs, reliability)
    return earned


def losses(
    policy: Policy,
    pairs: Sequence[Pair],
    reliability: float,
    beta: float,
) -> Iterator[Tensor]:
    """Yield beta KL - mean reward over all answers, endlessly."""
    number(beta=beta)
    log_ref = log_answers(policy.reference, pairs, "work").data
    earned = points(pairs, reliability)
    while True:
        log_p = log_answers(policy.model, pairs, "work")
        reward = (log_p.exp() * earned).sum(-1).mean()
        yield exact_kl(log_p, log_ref).mean() * beta - reward


def best(log_ref: Array, pairs: Sequence[Pair], reliability: float, beta: float) -> Array:
    """The best policy's log-probability of each answer, NaN for NaN: [n_pairs, n_vocab]."""
    positive(beta=beta)
    shape("log_ref", log_ref, len(pairs), WORDS.n_vocab)
    log_p = log_ref + points(pairs, reliability) / beta
    log_p -= np.maximum(log_p.max(-1, keepdims=True) - 50, 0)  # e^50 does not overflow
    return log_p - np.log(np.exp(log_p).sum(-1, keepdims=True))  # type: ignore[no-any-return]  # a NumPy sum
