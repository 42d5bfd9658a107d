"""Small drawings of crosses, rings, squares and bars, and questions about them.

    >>> from lessoncode.worlds import drawings
    >>> grid, asked = drawings.draw(1, np.random.default_rng(0))
    >>> drawings.WORDS.decode(drawings.left_questions(asked)[0])
    'left of bar ?'
    >>> drawings.patches(grid, 0.3, np.random.default_rng(0)).shape
    (9, 16)

A drawing has three by three cells, each a patch of 4 x 4 pixels. A cell is empty or holds a shape.
A pixel is 1 where the shape is and 0 elsewhere, plus normal noise. One kind of shape appears once,
in the middle or right column. Questions ask what is to its left, or how many of a kind there are.

Each other cell is empty or holds one of the three other kinds, with equal probability. In a crowded
drawing, one kind fills 70% of these cells on average. `draw` makes none with more than five rings.

If the order of the patches is unknown, each of the eight other cells is equally likely to be the
one on the left. The best answer is their most common content. In drawings that are not crowded, and
may have any number of rings, it is right with probability

    E max(n_empty, n_1, n_2, n_3) / 8

Checked against: counts by hand, and every filling of eight cells.
"""

from collections.abc import Iterator
from math import factorial

import numpy as np

from lessoncode.model.checks import as_many, count, number, shape
from lessoncode.model.layers import Ids, check_ids, id_rows
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config
from lessoncode.model.vision import VisionTransformer
from lessoncode.text.words import Words
from lessoncode.training.batches import Batch, shuffled
from lessoncode.training.loop import train

SHAPES = {
    "nothing": ".... .... .... ....",
    "cross": "#..# .##. .##. #..#",
    "ring": ".##. #..# #..# .##.",
    "square": "#### #### #### ####",
    "bar": ".##. .##. .##. .##.",
}
PIXELS = np.array([[sign == "#" for sign in s if sign != " "] for s in SHAPES.values()], np.float32)
NAMES = list(SHAPES)
PLURALS = ["crosses", "rings", "squares", "bars"]
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
WORDS = Words([*NAMES, *PLURALS, *NUMBERS, "left of ? how many is there a no yes"])
RING, MOST_RINGS = 2, 5
LEFT = np.array([WORDS.encode(f"left of {name} ?") for name in NAMES[1:]])
MANY = np.array([WORDS.encode(f"how many {name} ?") for name in PLURALS])
NAME_IDS = np.array([WORDS.special(name) for name in NAMES])
NUMBER_IDS = np.array([WORDS.special(name) for name in NUMBERS])
SHAPE = Config(WORDS.n_vocab, n_embd=32, n_layer=2, n_head=4, n_kv_head=4, n_hidden=64)


def draw(n: int, rng: np.random.Generator, crowd: float = 0.0) -> tuple[Ids, Ids]:
    """Up to n drawings as the contents of their cells, and the kinds that appear once in them.

    [m, 9] with 0 for an empty cell and 1 to 4 for a kind, and [m]: of n drawings, those with more
    than five rings are left out. `crowd` is the share of crowded drawings.
    """
    count(n=n)
    number(0, 1, crowd=crowd)
    asked = rng.integers(1, 5, n)
    others = np.array([[k for k in range(5) if k != a] for a in asked])
    which = rng.integers(4, size=(n, 9))
    dominant = rng.integers(1, 4, n)[:, None]
    crowded = (rng.random((n, 1)) < crowd) & (rng.random((n, 9)) < 0.6)
    which = np.where(crowded, dominant, which)  # 0.6 + 0.4 / 4 = 0.7
    grids = np.take_along_axis(others, which, 1)
    places = rng.choice([1, 2, 4, 5, 7, 8], n)
    grids[np.arange(n), places] = asked
    few = (grids == RING).sum(1) <= MOST_RINGS
    return grids[few], asked[few]


def check_grids(grids: Ids) -> None:
    """Raise ValueError unless these are [n, 9], and IndexError unless all are from 0 to 4."""
    shape("grids", grids, "n", 9)
    check_ids("grids", grids, len(NAMES))


def check_kinds(kinds: Ids) -> None:
    """Raise ValueError unless these are [n], and IndexError unless all are from 1 to 4."""
    shape("kinds", kinds, "n")
    if kinds.dtype.kind not in "iu" or not ((kinds >= 1) & (kinds <= 4)).all():
        raise IndexError(f"kinds are whole numbers from 1 to 4, not {kinds}")


def check_asked(grids: Ids, kinds: Ids) -> None:
    """Raise as `check_grids` and `check_kinds` do, or ValueError unless they are equally many."""
    check_grids(grids)
    check_kinds(kinds)
    as_many(grids=grids, kinds=kinds)


def patches(grids: Ids, noise: float, rng: np.random.Generator) -> Array:
    """The noisy pixels of all cells in order: [n, 9] -> [9 n, 16]. Raises as `check_grids` does."""
    check_grids(grids)
    number(noise=noise)
    clean = PIXELS[grids].reshape(-1, 16)
    return clean + (noise * rng.normal(size=clean.shape)).astype(np.float32)


def read(text: str) -> Array:
    """The patches of a drawing of twelve lines of twelve signs, # for 1: [9, 16].

    Raises ValueError for another size.
    """
    lines = text.split()
    if len(lines) != 12 or {len(line) for line in lines} != {12}:
        raise ValueError("a drawing has twelve lines of twelve signs each")
    pixels = np.array([[sign == "#" for sign in line] for line in lines], np.float32)
    return pixels.reshape(3, 4, 3, 4).swapaxes(1, 2).reshape(9, 16)


def left_questions(kinds: Ids) -> Ids:
    """The ids of "left of KIND ?": [n] -> [n, 4]. Raises as `check_kinds` does."""
    check_kinds(kinds)
    found: Ids = LEFT[kinds - 1]
    return found


def many_questions(kinds: Ids) -> Ids:
    """The ids of "how many KINDS ?": [n] -> [n, 4]. Raises as `check_kinds` does."""
    check_kinds(kinds)
    found: Ids = MANY[kinds - 1]
    return found


def left_answers(grids: Ids, kinds: Ids) -> Ids:
    """The ids of what is to the left of the first cell of a kind: [n, 9], [n] -> [n].

    Raises as `check_asked` does, and ValueError if that cell is in the left column, or nowhere.
    """
    check_asked(grids, kinds)
    places = (grids == kinds[:, None]).argmax(1)
    if not (places % 3).all():
        raise ValueError("a kind is in the left column, or nowhere: nothing is left of it")
    found: Ids = NAME_IDS[grids[np.arange(len(grids)), places - 1]]
    return found


def many_answers(grids: Ids, kinds: Ids) -> Ids:
    """The ids of how many cells hold a kind: [n, 9], [n] -> [n]. Raises as `check_asked` does."""
    check_asked(grids, kinds)
    found: Ids = NUMBER_IDS[(grids == kinds[:, None]).sum(1)]
    return found


def seen(rows: Ids, rng: np.random.Generator | None = None) -> Ids:
    """The ids that begin each prompt, the end token and a drawing's nine patches: [n] -> [n, 10].

    `rows` are the numbers of the drawings among those that the model is shown. With an rng, each
    drawing's patches are shuffled. Raises IndexError for a number below 0.
    """
    shape("rows", rows, "n")
    if rows.dtype.kind not in "iu" or rows.min(initial=0) < 0:
        raise IndexError(f"rows are whole numbers from 0, not {rows}")
    order = np.tile(np.arange(9), (len(rows), 1))
    if rng is not None:
        order = rng.permuted(order, axis=1)
    pixels = WORDS.n_vocab + 9 * rows[:, None] + order
    return np.hstack([np.full((len(rows), 1), WORDS.end_id), pixels])


def trained(
    seed: int,
    shuffle: bool,
    n_steps: int,
    n_drawings: int = 20_000,
) -> VisionTransformer:
    """A model that has learned to answer about drawings.

    With `shuffle`, it sees the patches in a new order each time.
    """
    rng = np.random.default_rng(seed)
    grids, asked = draw(n_drawings, rng, crowd=0.25)
    model = VisionTransformer.looking(SHAPE, 16, rng).shown(
        patches(grids, 0.3, rng),
    )
    for _ in train(
        model,
        batches(grids, asked, shuffle, rng),
        n_steps,
        1e-2,
        100,
    ):
        pass
    return model


def batches(grids: Ids, asked: Ids, shuffle: bool, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield batches of 128 drawings, endlessly, each with a question about place or number.

    Raises as `left_answers` does.
    """
    check_asked(grids, asked)
    for rows in shuffled(len(grids), 128, rng):
        place = rng.random(len(rows)) < 0.5
        kinds = np.where(place, asked[rows], rng.integers(1, 5, len(rows)))
        questions = np.where(place[:, None], LEFT[kinds - 1], MANY[kinds - 1])
        places = left_answers(grids[rows], asked[rows])
        yield answered(
            np.hstack([seen(rows, rng if shuffle else None), questions]),
            np.where(place, places, many_answers(grids[rows], kinds)),
        )


def answered(prompts: Ids, answers: Ids) -> Batch:
    """A batch of prompts of one length, after each of which one word is learned.

    Raises ValueError for an empty prompt or another number of answers, IndexError for an unknown
    word.
    """
    shape("answers", answers, len(id_rows(prompts)))
    check_ids("answers", answers, WORDS.n_vocab)
    targets, weights = np.zeros_like(prompts), np.zeros(prompts.shape)
    targets[:, -1], weights[:, -1] = answers, 1
    return Batch(prompts, targets, weights)


def answers(model: VisionTransformer, prompts: Ids) -> Array:
    """The probability of each word after each prompt: [n, n_seq] -> [n, n_vocab]."""
    logits = model.frozen()(prompts, last=True).data[:, -1]
    p: Array = next_token_probabilities(logits)
    return p


def best_without_order() -> float:
    """How often the best answer about the left cell is right without the order of the patches."""
    expected = 0.0
    for a in range(9):
        for b in range(9 - a):
            for c in range(9 - a - b):
                counts = a, b, c, 8 - a - b - c
                ways = factorial(8)
                for n in counts:
                    ways //= factorial(n)
                expected += ways / 4**8 * max(counts) / 8
    return expected
