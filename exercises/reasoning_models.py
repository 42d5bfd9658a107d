"""Exercises of the page on thinking before answering."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.measures.votes import best_of
from lessoncode.model.tensor import Array


def answers(rng: np.random.Generator) -> Iterator[tuple[list[str]]]:
    """Scratchpads that differ and agree, ties, and answers cut short."""
    yield (["132.", "131.", "132."],)
    yield (["131.", "132."],)
    yield (["(12,13)132.", "(12,12)122.", "(11,13)132."],)
    yield (["(12,13)132", "131.", "(12,13"],)
    yield (["(12,13", "132"],)
    yield (["", "(132).", "()7."],)
    for n in range(2, 30):
        told = []
        for _ in range(n):
            pad = rng.choice(["", "(12,13)", "(11,13)", f"({rng.integers(20)},13)"])
            end = rng.choice([".", ".", ".", ".", ""])
            told.append(f"{pad}{rng.choice([131, 132, 132, 142])}{end}")
        yield (told,)


@exercise(
    "reasoning-models-1",
    answers,
    hints=(
        "First make a list of numbers, one for each text that has an answer. A text without a full "
        "stop at its end has no answer.",
        "Remove the full stop, and then everything up to the last bracket: "
        "`text[:-1].rpartition(')')[2]`. The rest is an answer if its `isdigit()` is true.",
        "`collections.Counter` counts, and its `most_common(1)` returns the one that came first "
        "if several are equally frequent. If nothing was counted, its list is empty.",
    ),
)
def vote(texts: list[str]) -> int | None:
    """Take a majority vote over a model's answers.

    - `texts`: what the model wrote, such as `"(12,13)132."` or `"132."`: a
      scratchpad in brackets or none, the answer, and a full stop. The
      answer consists of the digits between the last closing bracket (or the
      beginning, if there is no bracket) and the full stop at the end.
      Anything else there is not an answer.

    Returns the most frequent answer as a number, whatever the
    scratchpads say. If several are equally frequent, returns the one
    that came first. If no text has an answer, returns `None`. For
    `["(12,13)132.", "(11,13)132.", "(12,12)122."]` it is 132.
    """
    numbers = [number_in(text) for text in texts]
    counted = Counter(number for number in numbers if number is not None)
    return counted.most_common(1)[0][0] if counted else None


def number_in(text: str) -> int | None:
    number = text[:-1].rpartition(")")[2]
    return int(number) if text.endswith(".") and number.isdigit() else None


@vote.right
def vote_by_hand(texts: list[str]) -> int | None:
    """Compares counts itself, and only a larger one takes the place."""
    numbers = [n for n in map(number_in, texts) if n is not None]
    best = None
    for number in numbers:
        if best is None or numbers.count(number) > numbers.count(best):
            best = number
    return best


@vote.mistake
def vote_with_scratchpads(texts: list[str]) -> Any:
    """Counts whole texts: other ways to one answer are other votes."""
    whole = [text for text in texts if number_in(text) is not None]
    return number_in(Counter(whole).most_common(1)[0][0]) if whole else None


@vote.mistake
def vote_without_an_end(texts: list[str]) -> Any:
    """Also counts an answer that was cut off."""
    numbers = [text.rstrip(".").rpartition(")")[2] for text in texts]
    counted = Counter(int(n) for n in numbers if n.isdigit())
    return counted.most_common(1)[0][0] if counted else None


@vote.mistake
def vote_for_the_largest(texts: list[str]) -> Any:
    """Of several that came as often, the largest."""
    counted = Counter(n for n in map(number_in, texts) if n is not None)
    return max(counted, key=lambda n: (counted[n], n)) if counted else None


@vote.mistake
def vote_for_none(texts: list[str]) -> Any:
    """Lets what is no answer vote, too, as a 0."""
    return Counter(number_in(text) or 0 for text in texts).most_common(1)[0][0]


def judged(rng: np.random.Generator) -> Iterator[tuple[Array, Array, int]]:
    """The right answer liked best, least, or in between."""
    yield np.array([0.5, 0.5]), np.array([1.0, 0.0]), 2
    yield np.array([0.5, 0.5]), np.array([0.0, 1.0]), 2
    yield np.array([0.2, 0.3, 0.5]), np.array([0.0, 1.0, -1.0]), 3
    for n in range(1, 20):
        scores = rng.permutation(6).astype(float)
        yield rng.dirichlet(np.ones(6)), scores, n


@exercise(
    "reasoning-models-2",
    judged,
    hints=(
        "The judge chooses the right answer if it is among the n and has the highest score there. "
        "Which other answers may be drawn, then?",
        "Let `below` be the sum of p over the answers with a lower score than the right one. With "
        "probability `(below + p[0]) ** n`, each of the n is right or scores lower.",
        "In some of these cases, the right answer isn't among them at all. Subtract `below ** n`.",
    ),
)
def best(p: Array, scores: Array, n: int) -> float:
    """How often does a judge choose the right one of n answers?

    - `p`: an array [n_answers], the probability of each answer that the
      model may give. The first is the right one. They add up to 1.
    - `scores`: an array [n_answers], the judge's score of each answer. No
      two are equal.
    - `n`: how many answers are drawn, each independently.

    Returns the probability that the answer with the highest score
    among the n is the right one. If p is `[0.5, 0.5]` and n is 2, it is
    0.75 for scores `[1, 0]`, and 0.25 for scores `[0, 1]`.
    """
    return best_of(p, scores, n)


@best.right
def best_by_turns(p: Array, scores: Array, n: int) -> float:
    """Sums over how many of the n are the right one."""
    lower = p[scores < scores[0]].sum()
    total, ways = 0.0, 1.0
    for k in range(1, n + 1):
        ways *= (n - k + 1) / k
        total += ways * p[0] ** k * lower ** (n - k)
    return float(total)


@best.mistake
def best_by_a_perfect_judge(p: Array, scores: Array, n: int) -> Any:
    return 1 - (1 - p[0]) ** n


@best.mistake
def best_if_all_are_no_better(p: Array, scores: Array, n: int) -> Any:
    """Forgets that the right one has to come."""
    return p[scores <= scores[0]].sum() ** n


@best.mistake
def best_by_share(p: Array, scores: Array, n: int) -> Any:
    """The right one among those no better, whatever n is."""
    return p[0] / p[scores <= scores[0]].sum()


@best.mistake
def best_the_other_way(p: Array, scores: Array, n: int) -> Any:
    """The lowest score."""
    return best_of(p, -scores, n)
