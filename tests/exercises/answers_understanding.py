"""Answers to the exercises on understanding."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array

MOVES = {"n": (-1, 0), "e": (0, 1), "s": (1, 0), "w": (0, -1)}


def probe_from_means(x: Array, labels: Array, n_train: int) -> list[Any]:
    """Least squares from covariances, about the means."""
    y = labels * 1.0
    means, middle = x[:n_train].mean(0), y[:n_train].mean()
    a, b = x[:n_train] - means, y[:n_train] - middle
    said = (x - means) @ np.linalg.solve(a.T @ a, a.T @ b) + middle > 0.5
    return [np.mean(said[part] == labels[part]) for part in (slice(n_train), slice(n_train, None))]


def probe_without_bias(x: Array, labels: Array, n_train: int) -> tuple[Any, Any]:
    weights = np.linalg.lstsq(x[:n_train], labels[:n_train])[0]
    right = (x @ weights > 0.5) == labels
    return right[:n_train].mean(), right[n_train:].mean()


def probe_that_saw_all(x: Array, labels: Array, n_train: int) -> tuple[Any, Any]:
    design = np.column_stack([x, np.ones(len(x))])
    right = (design @ np.linalg.lstsq(design, labels)[0] > 0.5) == labels
    return right[:n_train].mean(), right[n_train:].mean()


def exchange_by_rows(x: Array, w: Array, b: float, value: float) -> Any:
    unit = w / np.linalg.norm(w)
    for row in x:
        row -= (row @ unit) * unit
        row += (value - b) / np.linalg.norm(w) * unit
    return x


def exchange_adds(x: Array, w: Array, b: float, value: float) -> Any:
    """Adds to what the probe said and does not replace it."""
    return x + value * w / (w @ w)


def exchange_by_length(x: Array, w: Array, b: float, value: float) -> Any:
    return x + np.outer((value - (x @ w + b)) / np.linalg.norm(w), w)


def where_by_matrices(moves: str, size: int) -> Any:
    """Each move as a matrix over cells."""
    n = size * size
    legal = {name: np.zeros((n, n)) for name in MOVES}
    for cell in range(n):
        for name, (down, right) in MOVES.items():
            row, column = cell // size + down, cell % size + right
            if 0 <= row < size and 0 <= column < size:
                legal[name][cell, row * size + column] = 1
    total = np.sum(list(legal.values()), axis=0).sum(1, keepdims=True)
    p = np.ones(n)
    for move in moves:
        p = p @ (legal[move] / total)
    return (p / p.sum()).reshape(size, size)


def where_all_alike(moves: str, size: int) -> Any:
    """Counts the starts and forgets that a wall makes the other moves likelier."""
    found = np.zeros((size, size))
    for row, column in np.ndindex(size, size):
        for move in moves:
            row, column = row + MOVES[move][0], column + MOVES[move][1]
            if not (0 <= row < size and 0 <= column < size):
                break
        else:
            found[row, column] += 1
    return found / found.sum()


def where_on_a_torus(moves: str, size: int) -> Any:
    return np.full((size, size), 1 / size**2)


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("understanding-1", probe_from_means),
    ("understanding-2", exchange_by_rows),
    ("understanding-3", where_by_matrices),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("understanding-1", probe_without_bias),
    ("understanding-1", probe_that_saw_all),
    ("understanding-2", exchange_adds),
    ("understanding-2", exchange_by_length),
    ("understanding-3", where_all_alike),
    ("understanding-3", where_on_a_torus),
]
