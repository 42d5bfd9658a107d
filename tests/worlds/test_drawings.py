"""Small drawings: answers counted by hand, and the best guess over every drawing."""

from collections import Counter
from itertools import product
from typing import Any

import numpy as np
import pytest

from lessoncode.worlds import drawings
from lessoncode.worlds.drawings import WORDS

DRAWING = """
#..#.##.....
.##.#..#....
.##.#..#....
#..#.##.....
####.##.#..#
####.##..##.
####.##..##.
####.##.#..#
.....##.....
....#..#....
....#..#....
.....##.....
"""
GRID = np.array([[1, 2, 0, 3, 4, 1, 0, 2, 0]])


def test_a_drawing_of_signs_is_read() -> None:
    assert np.array_equal(drawings.read(DRAWING), drawings.PIXELS[GRID[0]])
    assert np.array_equal(
        drawings.patches(GRID, 0, np.random.default_rng(0)), drawings.read(DRAWING)
    )
    with pytest.raises(ValueError, match="twelve lines"):
        drawings.read(DRAWING[:-14])


def test_answers_by_hand() -> None:
    for kind, left in ((4, "square"), (2, "cross")):
        answer = drawings.left_answers(GRID, np.array([kind]))
        assert WORDS.decode(answer) == left
    for kind, many in enumerate(["two", "two", "one", "one"], 1):
        assert WORDS.decode(drawings.many_answers(GRID, np.array([kind]))) == many
    assert WORDS.decode(drawings.many_questions(np.array([2]))[0]) == "how many rings ?"


def test_drawings_are_as_described() -> None:
    rng = np.random.default_rng(0)
    grids, asked = drawings.draw(4000, rng, crowd=0.25)
    own = grids == asked[:, None]
    assert (own.sum(1) == 1).all() and (own.argmax(1) % 3 > 0).all()
    assert (grids == 2).sum(1).max() <= drawings.MOST_RINGS
    assert (grids == 1).sum(1).max() > 6  # crowds of other kinds
    plain, kinds = drawings.draw(4000, rng)
    shares = np.bincount(plain[kinds == 1].ravel(), minlength=5)[[0, 2, 3, 4]] / (kinds == 1).sum()
    assert np.allclose(shares, 2, atol=0.15)  # eight cells, four contents


def test_a_prompt_names_the_patches_of_its_drawing() -> None:
    first = WORDS.n_vocab + 9
    ids = drawings.seen(np.array([1]))
    assert ids.tolist() == [[WORDS.end_id, *range(first, first + 9)]]
    mixed = drawings.seen(np.array([1]), np.random.default_rng(0))
    assert sorted(mixed[0, 1:]) == list(range(first, first + 9)) and (mixed != ids).any()


def test_only_answers_are_learned() -> None:
    rng = np.random.default_rng(0)
    grids, asked = drawings.draw(200, rng)
    batch = next(drawings.batches(grids, asked, False, rng))
    assert batch.weights is not None and batch.ids.shape == (128, 14)
    assert (batch.weights == ([0] * 13 + [1])).all()
    for ids, targets in zip(batch.ids, batch.targets, strict=True):
        cells = grids[(ids[1] - WORDS.n_vocab) // 9]
        *_, asked_for, _ = question = WORDS.decode(ids[10:]).split()
        if question[0] == "left":
            kind = drawings.NAMES.index(asked_for)
            answer = drawings.NAMES[cells[list(cells).index(kind) - 1]]
        else:
            kind = drawings.PLURALS.index(asked_for) + 1
            answer = drawings.NUMBERS[list(cells).count(kind)]
        assert WORDS.decode(targets[-1:]) == answer


def test_the_best_guess_without_order_over_every_drawing() -> None:
    total = sum(max(Counter(cells).values()) for cells in product(range(4), repeat=8))
    assert drawings.best_without_order() == pytest.approx(total / 8 / 4**8)


def test_what_is_no_drawing_or_no_kind_is_refused() -> None:
    """NumPy would read -1 as the last kind, a bar."""
    rng = np.random.default_rng(0)
    bad: Any
    for bad in (-GRID, GRID + 1, GRID > 0, GRID * 1.0):
        with pytest.raises(IndexError, match="grids"):
            drawings.patches(bad, 0, rng)
    for noise in (-1.0, np.nan):
        with pytest.raises(ValueError, match="noise is"):
            drawings.patches(GRID, noise, rng)
    for kind in (-1, 0, 5, 1.5, True):
        for ask in (drawings.left_questions, drawings.many_questions):
            with pytest.raises(IndexError, match="kinds are whole numbers from 1 to 4"):
                ask(np.array([kind]))
    for answer in (drawings.left_answers, drawings.many_answers):
        with pytest.raises(ValueError, match="1 grids, 2 kinds"):
            answer(GRID, np.array([4, 4]))
        with pytest.raises(ValueError, match=r"shape \(9,\), not \[n, 9\]"):
            answer(GRID[0], np.array([4]))
    with pytest.raises(ValueError, match="1 grids, 2 kinds"):
        next(drawings.batches(GRID, np.array([4, 4]), False, rng))
    for n in (-1, 0):
        with pytest.raises(ValueError, match="n is"):
            drawings.draw(n, rng)
    with pytest.raises(ValueError, match="crowd is 2"):
        drawings.draw(3, rng, crowd=2)


def test_nothing_is_left_of_the_left_column() -> None:
    for kind in (1, 3):  # cells 0 and 3
        with pytest.raises(ValueError, match="left column"):
            drawings.left_answers(GRID, np.array([kind]))
    with pytest.raises(ValueError, match="nowhere"):
        drawings.left_answers(np.where(GRID == 4, 0, GRID), np.array([4]))


def test_a_row_or_an_answer_that_is_not_there_is_refused() -> None:
    for row in (-1, 0.5, True):
        with pytest.raises(IndexError, match="rows are whole numbers"):
            drawings.seen(np.array([row]))
    with pytest.raises(ValueError, match=r"rows has the shape \(\)"):
        drawings.seen(np.array(0))
    prompts = drawings.many_questions(np.array([4]))
    for answer in (-1, WORDS.n_vocab, 1.5):
        with pytest.raises(IndexError, match="answers"):
            drawings.answered(prompts, np.array([answer]))
    with pytest.raises(ValueError, match=r"answers has the shape \(2,\), not \[1\]"):
        drawings.answered(prompts, np.array([1, 2]))
