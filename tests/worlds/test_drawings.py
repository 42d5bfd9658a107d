"""Small drawings: answers counted by hand, and the best guess over every drawing."""

from collections import Counter
from itertools import product

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
