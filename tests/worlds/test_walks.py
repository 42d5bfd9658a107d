"""Walks on the board, against a drawing by hand and all walks there are."""

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from lessoncode.measures.information import kl_divergence
from lessoncode.worlds import walks

AROUND = {"n": (-1, 0), "e": (0, 1), "s": (1, 0), "w": (0, -1)}


def every_walk(n_moves: int) -> dict[str, tuple[tuple[int, int], Fraction]]:
    """Each walk as a string, with the cell it ends in and its probability, from the drawing."""
    done = {"": ((2, 2), Fraction(1))}
    for _ in range(n_moves):
        longer = {}
        for text, ((row, column), p) in done.items():
            there = {m: (row + down, column + right) for m, (down, right) in AROUND.items()}
            free = {
                m: (r, c)
                for m, (r, c) in there.items()
                if 0 <= r < 4 and 0 <= c < 5 and walks.BOARD[r][c] == "."
            }
            for move, cell in free.items():
                longer[text + move] = (cell, p / len(free))
        done = longer
    return done


def test_legal_moves_by_hand() -> None:
    legal = {
        cell: "".join(walks.MOVES.words[i] for i in row.nonzero()[0])
        for cell, row in zip(walks.CELLS, walks.LEGAL, strict=True)
    }
    assert len(legal) == 16
    assert legal[0, 0] == "es"
    assert legal[2, 2] == "nsw"
    assert legal[1, 4] == "sw"
    assert legal[3, 0] == "n"
    assert (1, 1) not in legal


def test_drawn_walks_follow_the_board() -> None:
    ids, cells = walks.walk(500, 8, np.random.default_rng(0))
    known = every_walk(8)
    for row, path in zip(ids, cells, strict=True):
        text = "".join(walks.MOVES.words[i] for i in row[1:])
        assert known[text][0] == walks.CELLS[path[-1]]
        for (a, b), move in zip(pairwise(path), row[1:], strict=True):
            assert walks.LEADS[a, move] == b


def test_draws_have_the_probabilities_of_the_walks() -> None:
    ids, _ = walks.walk(40_000, 3, np.random.default_rng(1))
    drawn: dict[str, int] = defaultdict(int)
    for row in ids:
        drawn["".join(walks.MOVES.words[i] for i in row[1:])] += 1
    for text, (_, p) in every_walk(3).items():
        assert drawn[text] / 40_000 == pytest.approx(float(p), abs=0.01)


@pytest.mark.parametrize("n_last", [0, 1, 2, 3])
def test_the_best_from_the_last_moves_by_enumeration(n_last: int) -> None:
    n_moves = 8
    p, best = walks.from_last(n_last, n_moves)
    assert p.sum() == pytest.approx(1)
    reached: dict[str, Fraction] = defaultdict(Fraction)
    onward: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for text, (_, chance) in every_walk(n_moves + 1).items():
        seen = text[:-1][n_moves - n_last :]
        reached[seen] += chance
        onward[seen, text[-1]] += chance
    for seen, chance in reached.items():
        code = 0
        for id_ in walks.MOVES.encode(" ".join(seen)):
            code = code * walks.MOVES.n_vocab + id_
        assert p[:, code].sum() == pytest.approx(float(chance))
        for move in AROUND:
            expected = onward[seen, move] / chance
            (i,) = walks.MOVES.encode(move)
            assert best[code, i] == pytest.approx(float(expected))


def test_whoever_sees_all_moves_knows_the_cell() -> None:
    p, best = walks.from_last(5, 5)
    cell, code = p.nonzero()
    assert len(set(code)) == len(code)
    assert np.allclose(kl_divergence(walks.TRUTH[cell], best[code]), 0)


def test_too_many_last_moves() -> None:
    with pytest.raises(ValueError, match="n_last is 40: give a finite number, 0 to 9"):
        walks.from_last(40, 1)
