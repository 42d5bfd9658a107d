"""All outcomes of a program that draws, each with its probability.

A program makes its draws by calling `choose(p)`, which returns an index. It is run once for each
way in which its draws can come out; the probability of that way is the product of those of its
draws. No run is left out, so that the probabilities sum to 1.

Checked against: dice.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

import numpy as np

from lessoncode.model.sampling import draw
from lessoncode.model.tensor import Array

Choose = Callable[[Array], int]
Result = TypeVar("Result", bound=Hashable)


def chooser(rng: np.random.Generator | None) -> Choose:
    """Choose by drawing; without an rng, take the likeliest."""
    return lambda p: int(draw(p[None], rng)[0])


def outcomes(program: Callable[[Choose], Result]) -> dict[Result, float]:
    """The probability of each result.

    The program must have no other randomness than `choose`, and come to an end whatever is chosen.
    """
    total: dict[Result, float] = defaultdict(float)
    for probability, result in ways(program):
        total[result] += probability
    return dict(total)


def ways(program: Callable[[Choose], Result]) -> Iterator[tuple[float, Result]]:
    """Each way in which the draws can come out, in order."""
    # Of each draw of a run: what can still come, and what came.
    path: list[tuple[list[int], Array]] = []
    while True:
        depth, probability = 0, 1.0

        def choose(p: Array) -> int:
            nonlocal depth, probability
            if depth == len(path):  # a draw that no run had before
                path.append((np.flatnonzero(p).tolist(), p))
            chosen = path[depth][0][0]
            depth += 1
            probability *= float(p[chosen])
            return chosen

        result = program(choose)
        yield probability, result
        while path and len(path[-1][0]) == 1:
            path.pop()
        if not path:
            return
        del path[-1][0][0]
