"""Answers to the exercises on scale."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array


def law_by_normal_equations(sizes: Array, losses: Array, floor: float) -> list[float]:
    design = np.stack([np.ones(len(sizes)), np.log10(sizes)], axis=1)
    height, slope = np.linalg.lstsq(design, np.log10(losses - floor))[0]
    return [10**height, -slope]


def law_without_floor(sizes: Array, losses: Array, floor: float) -> tuple[float, float]:
    slope, height = np.polyfit(np.log(sizes), np.log(losses), 1)
    return float(np.exp(height)), float(-slope)


def law_with_its_logarithm(sizes: Array, losses: Array, floor: float) -> tuple[float, float]:
    slope, height = np.polyfit(np.log(sizes), np.log(losses - floor), 1)
    return float(height), float(-slope)


def size_by_search(compute: float, law: dict[str, float]) -> float:
    low, high = 0.0, 30.0  # powers of ten
    for _ in range(20):
        sizes = 10 ** np.linspace(low, high, 101)
        tokens = compute / (6 * sizes)
        losses = law["A"] * sizes ** -law["alpha"] + law["B"] * tokens ** -law["beta"]
        best, step = np.log10(sizes[losses.argmin()]), (high - low) / 100
        low, high = best - step, best + step
    return float(10**best)


def size_that_ties_the_terms(compute: float, law: dict[str, float]) -> float:
    """Where both terms are equal: right only if the exponents are."""
    ratio = law["A"] / law["B"] * (compute / 6) ** law["beta"]
    return float(ratio ** (1 / (law["alpha"] + law["beta"])))


def size_with_twenty_tokens_each(compute: float, law: dict[str, float]) -> float:
    return float((compute / 120) ** 0.5)


def loss_by_counting(frequency: Array, capacity: int, n_values: int) -> float:
    left = list(frequency)
    for _ in range(min(capacity, len(left))):
        left.remove(max(left))
    return float(sum(left) * np.log2(n_values))


def loss_in_given_order(frequency: Array, capacity: int, n_values: int) -> float:
    return float(frequency[capacity:].sum() * np.log2(n_values))


def loss_in_nats(frequency: Array, capacity: int, n_values: int) -> float:
    falling = np.sort(frequency)[::-1]
    return float(falling[capacity:].sum() * np.log(n_values))


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("scale-1", law_by_normal_equations),
    ("scale-2", size_by_search),
    ("scale-3", loss_by_counting),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("scale-1", law_without_floor),
    ("scale-1", law_with_its_logarithm),
    ("scale-2", size_that_ties_the_terms),
    ("scale-2", size_with_twenty_tokens_each),
    ("scale-3", loss_in_given_order),
    ("scale-3", loss_in_nats),
]
