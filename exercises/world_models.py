"""Exercises of the page on a map inside."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array

Labels = npt.NDArray[np.bool_]
MOVES = {"n": (-1, 0), "e": (0, 1), "s": (1, 0), "w": (0, -1)}


def states(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Labels, int]]:
    """States far from 0 that hold a label, hold it in part, or not."""
    x = np.array([[11.0], [12.0], [14.0], [15.0], [10.0], [16.0]])
    yield x, x[:, 0] > 13, 4
    yield x, np.array([False, True, False, True, True, True]), 4
    for d, signal in [(2, 3), (2, 1), (5, 1), (5, 0), (20, 1), (20, 0)]:
        labels = rng.random(200) < 0.5
        direction = rng.normal(size=d)
        noise = rng.normal(size=(200, d))
        yield noise + 5 + signal * np.outer(labels, direction), labels, 100


@exercise(
    "world-models-1",
    states,
    hints=(
        "Put a column of ones beside the states, or the probe has no threshold of its own.",
        "`np.linalg.lstsq(design, labels)[0]` gives the weights. The probe reports True where "
        "`design @ weights` is above a half.",
        "Use only the first n_train rows for the weights. What counts is the share that is right "
        "among the rest. The first share shows what a probe learns by heart.",
    ),
)
def probe(x: Array, labels: Labels, n_train: int) -> tuple[float, float]:
    """Train a linear probe, and score it on states that it never saw.

    - `x`: array [n, d], a hidden state in each row.
    - `labels`: array [n] of True and False, a property of the states.
    - `n_train`: the probe is fitted to the first n_train rows.

    The probe is a least-squares fit with a bias: the weights w and the
    number b that make the sum of (x w + b - label)² as low as
    possible, where a label is 1 or 0. It reports True where x w + b is
    above 0.5.
    Returns the share of labels that it gets right among the first
    n_train rows, and among the rest. For
    `x = [[11], [12], [14], [15], [10], [16]]`, labels that are True where x
    is above 13, and n_train 4, both shares are 1.
    """
    design = np.column_stack([np.ones(len(x)), x])
    weights = np.linalg.pinv(design[:n_train]) @ labels[:n_train]
    right = (design @ weights > 0.5) == labels
    return float(right[:n_train].mean()), float(right[n_train:].mean())


@probe.right
def probe_from_means(x: Array, labels: Array, n_train: int) -> list[Any]:
    """Least squares from covariances, about the means."""
    y = labels * 1.0
    means, middle = x[:n_train].mean(0), y[:n_train].mean()
    a, b = x[:n_train] - means, y[:n_train] - middle
    said = (x - means) @ np.linalg.solve(a.T @ a, a.T @ b) + middle > 0.5
    return [np.mean(said[part] == labels[part]) for part in (slice(n_train), slice(n_train, None))]


@probe.mistake
def probe_without_bias(x: Array, labels: Array, n_train: int) -> tuple[Any, Any]:
    weights = np.linalg.lstsq(x[:n_train], labels[:n_train])[0]
    right = (x @ weights > 0.5) == labels
    return right[:n_train].mean(), right[n_train:].mean()


@probe.mistake
def probe_that_saw_all(x: Array, labels: Array, n_train: int) -> tuple[Any, Any]:
    design = np.column_stack([x, np.ones(len(x))])
    right = (design @ np.linalg.lstsq(design, labels)[0] > 0.5) == labels
    return right[:n_train].mean(), right[n_train:].mean()


def exchanges(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, float, float]]:
    """States, a probe, and what it should report."""
    yield np.array([[1.0, 5.0]]), np.array([2.0, 0.0]), 0.0, 4.0
    yield np.array([[3.0, 1.0]]), np.array([3.0, 4.0]), 2.0, -10.0
    for d in (2, 3, 10, 64):
        x, w = rng.normal(size=(5, d)), rng.normal(size=d)
        yield x, w, rng.normal(), 3 * rng.normal()


@exercise(
    "world-models-2",
    exchanges,
    hints=(
        "The smallest change is along w. Only a step in that direction changes the report.",
        "A step of t w changes the report by t times the squared length of w, `w @ w`.",
        "Each state needs a step of its own: `t = (value - (x @ w + b)) / (w @ w)`.",
    ),
)
def exchange(x: Array, w: Array, b: float, value: float) -> Array:
    """Make a probe report a new value, with the smallest change.

    - `x`: array [n, d], a hidden state in each row.
    - `w, b`: the probe, array [d] and a number. It reports x w + b.
    - `value`: what it should report for every row.

    Returns array [n, d]: for each state, the nearest one (by the sum of
    squared differences) for which the probe reports value.
    For `x = [[1, 5]]`, `w = [2, 0]`, b = 0 and value 4, the result is
    `[[2, 5]]`.
    """
    missing = value - b - x @ w
    steps = [np.linalg.lstsq(w[None], np.array([m]))[0] for m in missing]
    moved: Array = x + np.array(steps)
    return moved


@exchange.right
def exchange_by_rows(x: Array, w: Array, b: float, value: float) -> Any:
    unit = w / np.linalg.norm(w)
    for row in x:
        row -= (row @ unit) * unit
        row += (value - b) / np.linalg.norm(w) * unit
    return x


@exchange.mistake
def exchange_adds(x: Array, w: Array, b: float, value: float) -> Any:
    """Adds to what the probe reported and doesn't replace it."""
    return x + value * w / (w @ w)


@exchange.mistake
def exchange_by_length(x: Array, w: Array, b: float, value: float) -> Any:
    return x + np.outer((value - (x @ w + b)) / np.linalg.norm(w), w)


def walks(rng: np.random.Generator) -> Iterator[tuple[str, int]]:
    """Moves of a walker on a board with a wall around it."""
    yield "", 2
    yield "e", 2
    yield "ee", 3
    yield "en", 2
    for size in (3, 4):
        for length in (1, 2, 4, 8, 12):
            row, column = rng.integers(size, size=2).tolist()
            moves = ""
            while len(moves) < length:
                move = rng.choice(list(MOVES))
                down, right = MOVES[move]
                if 0 <= row + down < size and 0 <= column + right < size:
                    row, column, moves = row + down, column + right, moves + move
            yield moves, size


@exercise(
    "world-models-3",
    walks,
    hints=(
        "Try every cell as the start, and follow the moves. If a move leads off the board, that "
        "start is ruled out.",
        "In a corner, two moves are legal, at a wall three, and elsewhere four. So a move is more "
        "likely near a wall: at each step, divide by the number of legal moves.",
        "Add each start's product to the cell where its walk ends, and divide all by their sum.",
    ),
)
def where(moves: str, size: int) -> Array:
    """Find where a walker is if you know only the moves.

    - `moves`: a text of `n`, `e`, `s` and `w`. `n` is one row up, to a
      lower index, `s` one row down, `e` one column right, `w` one column
      left.
    - `size`: the board has size times size cells, and a wall around it. The
      walker began in a random cell, and at each step took one of the
      moves that lead to a cell. All of these moves were equally likely.

    Returns array [size, size]: the probability of each cell after the
    moves. For `"e"` and size 2, it is `[[0, 0.5], [0, 0.5]]`.
    """
    found = [[Fraction(0)] * size for _ in range(size)]
    for start in range(size**2):
        row, column = divmod(start, size)
        chance = Fraction(1)
        for move in moves:
            steps = [(row + down, column + right) for down, right in MOVES.values()]
            legal = [(r, c) for r, c in steps if 0 <= r < size and 0 <= c < size]
            row, column = row + MOVES[move][0], column + MOVES[move][1]
            if (row, column) not in legal:
                chance = Fraction(0)
                break
            chance /= len(legal)
        if chance:
            found[row][column] += chance
    total = sum(map(sum, found), Fraction(0))
    return np.array([[float(chance / total) for chance in row] for row in found])


@where.right
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


@where.mistake
def where_all_alike(moves: str, size: int) -> Any:
    """Counts the starts and forgets that a wall makes the other moves more likely."""
    found = np.zeros((size, size))
    for row, column in np.ndindex(size, size):
        for move in moves:
            row, column = row + MOVES[move][0], column + MOVES[move][1]
            if not (0 <= row < size and 0 <= column < size):
                break
        else:
            found[row, column] += 1
    return found / found.sum()


@where.mistake
def where_on_a_torus(moves: str, size: int) -> Any:
    return np.full((size, size), 1 / size**2)
