"""Answers to the exercises on emergence."""

from collections.abc import Callable
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array


def measures_in_fractions(p: Array) -> list[float]:
    rows = [[Fraction(float(x)) for x in row] for row in p]
    smooth = sum(map(sum, rows), Fraction(0)) / p.size
    whole = sum(map(prod, rows), Fraction(0)) / len(rows)
    return [float(smooth), float(whole), float(smooth) ** p.shape[1]]


def measures_by_columns(p: Array) -> tuple[float, float, float]:
    """As if the tokens of an answer had nothing to do with each other."""
    return float(p.mean()), float(p.mean(axis=0).prod()), float(p.mean() ** p.shape[1])


def measures_by_majority(p: Array) -> tuple[float, float, float]:
    return float(p.mean()), float((p > 0.5).all(axis=1).mean()), float(p.mean() ** p.shape[1])


def fall_by_roots(steps: Array, losses: Array) -> Any:
    """Crossings of each piece of line, all at once."""

    def reached(share: float) -> Any:
        level = (1 - share) * losses[0] + share * losses[-1]
        above, below = losses[:-1] - level, losses[1:] - level
        part = above / np.where(above == below, 1, above - below)
        crossed = (above > 0) & (below <= 0)
        return (steps[:-1] + part * np.diff(steps))[crossed].min()

    return reached(0.9) - reached(0.1)


def fall_at_measured_steps(steps: Array, losses: Array) -> Any:
    fallen = (losses[0] - losses) / (losses[0] - losses[-1])
    return steps[np.argmax(fallen >= 0.9)] - steps[np.argmax(fallen >= 0.1)]


def fall_from_the_highest(steps: Array, losses: Array) -> Any:
    """Takes the whole fall from the highest to the lowest point."""

    def reached(share: float) -> Any:
        level = losses.max() - share * (losses.max() - losses.min())
        i = max(int(np.argmax(losses <= level)), 1)
        part = (losses[i - 1] - level) / (losses[i - 1] - losses[i])
        return steps[i - 1] + part * (steps[i] - steps[i - 1])

    return reached(0.9) - reached(0.1)


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("emergence-1", measures_in_fractions),
    ("emergence-2", fall_by_roots),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("emergence-1", measures_by_columns),
    ("emergence-1", measures_by_majority),
    ("emergence-2", fall_at_measured_steps),
    ("emergence-2", fall_from_the_highest),
]
