"""All outcomes of a program that draws at random, each with its probability.

    >>> from lessoncode.model.every_outcome import outcomes
    >>> coin = np.array([0.25, 0.75])
    >>> outcomes(lambda choose: choose(coin) + choose(coin))
    {0: 0.0625, 1: 0.375, 2: 0.5625}

A program draws by calling `choose(p)`, which returns an index. The program is run once for each
way in which its draws can turn out. The probability of a way is the product of those of its draws;
all ways together sum to 1.

Checked against: dice.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

import numpy as np

from lessoncode.model.checks import distribution, shape
from lessoncode.model.sampling import draw
from lessoncode.model.tensor import Array

Choose = Callable[[Array], int]
Result = TypeVar("Result", bound=Hashable)


def chooser(rng: np.random.Generator | None) -> Choose:
    """A `choose` that draws one index; without an rng, it takes the most likely one."""
    return lambda p: int(draw(np.asarray(p)[None], rng)[0])


def outcomes(program: Callable[[Choose], Result]) -> dict[Result, float]:
    """The probability of each result of a program.

    The program must draw with `choose` only, from probabilities [n], and end whatever is chosen.
    """
    total: dict[Result, float] = defaultdict(float)
    for probability, result in ways(program):
        total[result] += probability
    return dict(total)


def ways(program: Callable[[Choose], Result]) -> Iterator[tuple[float, Result]]:
    """The probability and the result of each way in which the draws can turn out, in order."""
    # For each draw of a run: the indices still to try, the present one first.
    path: list[list[int]] = []
    while True:
        depth, probability = 0, 1.0

        def choose(p: Array) -> int:
            nonlocal depth, probability
            if depth == len(path):  # a draw that no earlier run reached
                p = distribution(p)
                shape("p", p, "outcomes")
                path.append(np.flatnonzero(p).tolist())
            chosen = path[depth][0]
            depth += 1
            probability *= float(p[chosen])
            return chosen

        result = program(choose)
        yield probability, result
        while path and len(path[-1]) == 1:
            path.pop()
        if not path:
            return
        del path[-1][0]
