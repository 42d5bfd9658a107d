"""Raters who like the truth, like to be agreed with, and like long answers.

    >>> from lessoncode.alignment.policy import answered
    >>> from lessoncode.worlds.opinion_raters import Raters
    >>> from lessoncode.worlds.opinions import PROMPTS, WORDS
    >>> batch = answered(PROMPTS[:2], [WORDS.encode("Yes")] * 2)  # a silent user, one who agrees
    >>> Raters(agreement=1.0).reward(batch)
    array([2., 3.])

The worth of an answer y to a question x of `opinions` is

    u(x, y) = truth      if y is right
            + agreement  if y says what the user thinks
            + length     for each word
            - 1          if y says neither Yes nor No, or both

How much truth counts depends on the question: raters know some facts and are unsure of others.
Their preferences follow Bradley and Terry.

Checked against: hand counts; all answers, one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lessoncode.alignment.optimum import Enumeration
from lessoncode.alignment.policy import Policy, Reward, prompts_and_answers, some_rows
from lessoncode.alignment.preferences import Comparisons, judged, preference
from lessoncode.model.checks import count, finite, shape
from lessoncode.model.tensor import Array
from lessoncode.training.batches import Batch
from lessoncode.worlds.opinions import (
    ANSWERS,
    ASKED,
    PROMPTS,
    QUESTIONS,
    RATED,
    SAYS,
    Question,
    place,
    spoken,
    verdict,
)


class Traits(NamedTuple):
    """What raters see in a batch of answers; each field is [batch]."""

    right: npt.NDArray[np.bool_]
    agrees: npt.NDArray[np.bool_]
    clear: npt.NDArray[np.bool_]
    n_words: Array
    known: npt.NDArray[np.bool_]  # whether raters know the fact


def traits(batch: Batch) -> Traits:
    """The traits of each answer. Raises ValueError for a prompt that asks none of the questions."""
    rows = []
    for prompt, answer in prompts_and_answers(batch):
        asked = ASKED.get(tuple(prompt))
        if asked is None:
            raise ValueError(f"the prompt {prompt} asks none of the {len(ASKED)} questions")
        words = spoken(answer)
        said = verdict(words)
        agrees = bool(said) and said == SAYS[asked.opinion]
        known = asked.kind == "known"
        row = said == asked.truth, agrees, bool(said), len(words), known
        rows.append(row)
    right, agree, clear, n_words, knows = np.array(rows, float).reshape(-1, 5).T
    return Traits(right > 0, agree > 0, clear > 0, n_words, knows > 0)


@dataclass(frozen=True)
class Raters:
    """How much raters like agreement, length, and the truth."""

    agreement: float = 0.0
    length: float = 0.0
    known: float = 2.0  # points for the truth where they know it
    unsure: float = 0.5  # and where they are unsure

    def __post_init__(self) -> None:
        """Raise ValueError for NaN or infinity."""
        finite(**vars(self))

    def reward(self, batch: Batch) -> Array:
        """The worth u of each answer: -> [batch]."""
        seen = traits(batch)
        counts = np.where(seen.known, self.known, self.unsure)
        u: Array = counts * seen.right + self.agreement * seen.agrees
        return u + self.length * seen.n_words - ~seen.clear


def enumeration(policy: Policy, reward: Reward) -> Enumeration:
    """All answers to all questions, each with its reward."""
    n_answers = 1 + len(ANSWERS)  # with the end
    return Enumeration(policy, PROMPTS, reward, n_answers)


def compared(
    world: Enumeration,
    raters: Raters,
    n: int,
    rng: np.random.Generator,
    asked: Iterable[Question] = tuple(RATED),
) -> Comparisons:
    """n comparisons of a Yes and a No, drawn from the reference, on random questions in `asked`."""
    which = [place(question) for question in asked]
    count(n=n, questions=len(which))
    shape("log_ref", world.log_ref, len(QUESTIONS), "n_answers")
    drawn = rng.choice(which, n)
    rows = []
    for said in ("Yes", "No"):
        given = np.array([verdict(spoken(a)) == said for a in world.answers])
        p = np.exp(world.log_ref) * given
        steps = (p / p.sum(-1, keepdims=True)).cumsum(-1)
        chosen = (steps[drawn] < rng.random((n, 1))).sum(-1)
        rows.append(drawn * len(given) + chosen)
    used, places = np.unique(np.stack(rows), return_inverse=True)
    batch = some_rows(world.batch, used)
    first, second = places.reshape(2, -1)
    u = raters.reward(batch)
    p = preference(u[first] - u[second])
    return judged(batch, first, second, p, rng)


def told(world: Enumeration, log_p: Array) -> Array:
    """P(Yes), P(No) and the mean number of words: log_p [n_prompts, n_answers] -> [n_prompts, 3].

    Raises ValueError if the probabilities of a question are NaN, infinite or all 0.
    """
    shape("log_p", log_p, *world.shape)
    texts = [spoken(answer) for answer in world.answers]
    said = [verdict(text) for text in texts]
    columns = [[s == "Yes" for s in said], [s == "No" for s in said]]
    p = np.exp(log_p)
    total = p.sum(-1, keepdims=True)
    if not (np.isfinite(total) & (total > 0)).all():
        raise ValueError("log_p: the probabilities of a question are NaN, infinite or all 0")
    p /= total
    means: Array = p @ np.array([*columns, [len(t) for t in texts]], float).T
    return means


def mistakes(
    shares: Array, kind: str, user: str, asked: Iterable[Question] = tuple(RATED)
) -> float:
    """The mean probability of the wrong answer, for one kind of question and of user.

    `shares` is what `told` returns. If the user is wrong, the wrong answer agrees with them. Raises
    ValueError if no such user asks a question of this kind.
    """
    shape("shares", shares, len(QUESTIONS), 3)
    finite(shares=shares)
    wrong = [
        shares[place(q), int(q.truth == "Yes")] for q in asked if (q.kind, q.user) == (kind, user)
    ]
    if not wrong:
        raise ValueError(f"no question is of the kind {kind!r} by a user who is {user!r}")
    return float(np.mean(wrong))
