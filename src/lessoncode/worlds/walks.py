"""Walks on a small board; a text contains only their moves.

    >>> from lessoncode.worlds.walks import CELLS, MOVES, walk
    >>> ids, cells = walk(n_walks=1, n_moves=5, rng=np.random.default_rng(0))
    >>> MOVES.decode(ids[0, 1:]), CELLS[cells[0, -1]]
    ('s e e n s', (3, 4))

The board never changes. A dot is a cell, and a # is a wall:

    ....#
    .#...
    ...#.
    .#...

Every walk begins in the same cell, which no text names. A move, n, e, s or w, leads to the next
cell in that direction; only moves that lead to a cell are legal, and each legal move is equally
likely. So the next move depends only on the cell that the moves so far have led to:

    P(move | moves so far) = 1 / number of legal moves there, or 0

Source: Li et al. 2022, "Emergent World Representations", arXiv 2210.13382, for the idea: a model
reads the moves of a game and never sees the board.

Differs in: These are walks on a board that never changes, not a game. The state is one cell.

Checked against: hand counts, and the enumeration of all walks.
"""

import numpy as np

from lessoncode.model.checks import count, number
from lessoncode.model.layers import Ids
from lessoncode.model.tensor import Array
from lessoncode.text.words import Words

BOARD = "....#", ".#...", "...#.", ".#..."
STEPS = {"n": (-1, 0), "e": (0, 1), "s": (1, 0), "w": (0, -1)}
MOVES = Words(STEPS)  # ids 1 to 4; 0 begins a walk

CELLS = [
    (row, column)
    for row, line in enumerate(BOARD)
    for column, sign in enumerate(line)
    if sign == "."
]
START = CELLS.index((2, 2))


def neighbours() -> Ids:
    """The cell that each move leads to from each cell: [cell, id], -1 if there is none.

    Cells are numbered as in `CELLS`. Id 0 is not a move.
    """
    numbers = {cell: i for i, cell in enumerate(CELLS)}
    leads = np.full((len(CELLS), MOVES.n_vocab), -1)
    for i, (row, column) in enumerate(CELLS):
        for name, (down, right) in STEPS.items():
            (move,) = MOVES.encode(name)
            there = row + down, column + right
            leads[i, move] = numbers.get(there, -1)
    return leads


LEADS = neighbours()
LEGAL = LEADS >= 0  # [cell, id]
TRUTH: Array = LEGAL / LEGAL.sum(1, keepdims=True)  # P(id | cell)


def walk(n_walks: int, n_moves: int, rng: np.random.Generator) -> tuple[Ids, Ids]:
    """Draw walks, as ids, and the cell after each id: both [n_walks, 1 + n_moves]."""
    count(n_walks=n_walks)
    count(0, n_moves=n_moves)
    ids = np.zeros((n_walks, 1 + n_moves), np.int64)
    cells = np.full((n_walks, 1 + n_moves), START)
    sums = TRUTH.cumsum(1)
    for t in range(n_moves):
        here = cells[:, t]
        u = rng.random((n_walks, 1))
        ids[:, t + 1] = (sums[here] <= u).sum(1)
        cells[:, t + 1] = LEADS[here, ids[:, t + 1]]
    return ids, cells


def from_last(n_last: int, n_moves: int) -> tuple[Array, Array]:
    """The best prediction from the last `n_last` moves alone.

    Returns, after `n_moves` moves, P(cell, last moves) as [cell, code] and P(next id | last moves)
    as [code, id]. A code is a number whose digits, in base 5, are the ids of the last moves. Raises
    ValueError if `n_last` is above 9, because the tables would take gigabytes.
    """
    count(0, n_last=n_last, n_moves=n_moves)
    number(0, 9, n_last=n_last)
    n_ids = MOVES.n_vocab
    p = np.zeros((len(CELLS), n_ids**n_last))
    p[START, 0] = 1
    codes = np.arange(n_ids**n_last)
    for _ in range(n_moves):
        new = np.zeros_like(p)
        for cell, move in zip(*LEGAL.nonzero(), strict=True):
            after = (codes * n_ids + move) % n_ids**n_last
            flow = p[cell] * TRUTH[cell, move]
            np.add.at(new[LEADS[cell, move]], after, flow)
        p = new
    total = p.sum(0)[:, None]
    return p, p.T @ TRUTH / np.where(total > 0, total, 1)
