"""Drawings in which a ring usually comes with a cross, and how probable a ring is in each.

    >>> from lessoncode.worlds import company
    >>> rng = np.random.default_rng(0)
    >>> grids = company.draw(3, 0.9, rng)
    >>> pixels = company.noisy(grids, np.full(3, 0.3), rng)
    >>> company.p_ring(pixels, 0.9).round(3), (grids == company.RING).any(1)
    (array([1., 1., 0.]), array([ True,  True, False]))

Half of the drawings have a cross. Of those, a share `together` has a ring; of the others, a share
1 - together. No drawing has two crosses or two rings, and each may be in any cell, with equal
probability. The other cells are empty or hold a square or a bar, with equal probability. A
drawing's noise has one of four standard deviations s, also with equal probability.

Bayes' rule gives the exact probability of a ring. Let l_k(i) be the likelihood of the pixels of
cell i if it holds k, and m(i) its mean over nothing, square and bar. With c(i) = l_cross(i) / m(i)
and r(i) = l_ring(i) / m(i), drawings with a cross and a ring have the likelihood

    product m(i)  sum over i != j of  c(i) r(j) / 72

With a cross or a ring alone, the sum is over i of c(i) / 9 or r(i) / 9; with neither, it is 1.

Checked against: a sum over all drawings of three cells, one by one.
"""

from collections.abc import Iterator

import numpy as np

from lessoncode.model.checks import count, finite, not_negative, number, shape
from lessoncode.model.layers import Ids, check_ids
from lessoncode.model.tensor import Array
from lessoncode.model.vision import VisionTransformer
from lessoncode.training.batches import Batch, shuffled
from lessoncode.training.loop import train
from lessoncode.worlds.drawings import PIXELS, RING, SHAPE, WORDS, answered, seen

CROSS = 1
OTHERS = np.array([0, 3, 4])
LEVELS = np.array([0.3, 0.6, 1.0, 1.5])
QUESTIONS = np.array([WORDS.encode(f"is there a {name} ?") for name in ("cross", "ring")])
NO_YES = np.array([WORDS.special("no"), WORDS.special("yes")])


def draw(n: int, together: float, rng: np.random.Generator) -> Ids:
    """Random drawings as the contents of their nine cells, numbered as in `drawings`: [n, 9]."""
    count(n=n)
    number(0, 1, together=together)
    cross = rng.random(n) < 0.5
    ring = rng.random(n) < np.where(cross, together, 1 - together)
    grids = OTHERS[rng.integers(3, size=(n, 9))]
    places = np.argsort(rng.random((n, 9)), 1)
    grids[cross, places[cross, 0]] = CROSS
    grids[ring, places[ring, 1]] = RING
    return grids


def noisy(grids: Ids, levels: Array, rng: np.random.Generator) -> Array:
    """The pixels of each cell, with its drawing's level of noise: [n, 9], [n] -> [n, 9, 16].

    Raises ValueError for other shapes or a level below 0, IndexError for an unknown content.
    """
    shape("grids", grids, "n", 9)
    check_ids("grids", grids, len(PIXELS))
    shape("levels", levels, len(grids))
    not_negative(levels=levels)
    clean = PIXELS[grids]
    noise = levels[:, None, None] * rng.normal(size=clean.shape)
    return clean + noise.astype(np.float32)


def p_ring(pixels: Array, together: float) -> Array:
    """The probability that a drawing has a ring: [n, n_cells, 16] -> [n].

    Raises ValueError for pixels that are not finite, or for fewer than two cells.
    """
    number(0, 1, together=together)
    shape("pixels", pixels, "n", "n_cells", 16)
    finite(pixels=pixels)
    n_cells = pixels.shape[1]
    count(2, n_cells=n_cells)
    apart = np.where(np.eye(n_cells, dtype=bool), -np.inf, 0)
    n_pairs = n_cells * (n_cells - 1)
    with np.errstate(divide="ignore"):  # one of the two may be 0
        yes, no = np.log(together), np.log(1 - together)
    with_ring, without = [], []
    for s in LEVELS:
        distance = ((pixels[:, :, None].astype(float) - PIXELS) ** 2).sum(-1)
        log_p = -distance / (2 * s**2)  # [n, n_cells, kinds]
        m = np.logaddexp.reduce(log_p[..., OTHERS], -1) - np.log(len(OTHERS))
        c, r = log_p[..., CROSS] - m, log_p[..., RING] - m
        both = np.logaddexp.reduce(c[:, :, None] + r[:, None] + apart, (1, 2)) - np.log(n_pairs)
        one = [np.logaddexp.reduce(cell, 1) - np.log(n_cells) for cell in (c, r)]
        whole = m.sum(1) - 16 * n_cells * np.log(s)
        with_ring.append(whole + np.logaddexp(yes + both, no + one[1]))
        without.append(whole + np.logaddexp(no + one[0], np.full(len(c), yes)))
    difference = np.logaddexp.reduce(without, 0) - np.logaddexp.reduce(with_ring, 0)
    p: Array = np.exp(-np.logaddexp(0, difference))
    return p


def asked(n: int) -> Ids:
    """Prompts that ask whether each of n drawings has a ring: [n, 15]."""
    count(n=n)
    return np.hstack([seen(np.arange(n)), np.tile(QUESTIONS[1], (n, 1))])


def trained(
    seed: int, together: float, n_steps: int, n_drawings: int = 40_000
) -> VisionTransformer:
    """A model that has learned to say whether a drawing has a cross, and whether it has a ring."""
    count(0, seed=seed)
    rng = np.random.default_rng(seed)
    grids = draw(n_drawings, together, rng)
    pixels = noisy(grids, rng.choice(LEVELS, n_drawings), rng)
    model = VisionTransformer.looking(SHAPE, 16, rng).shown(pixels.reshape(-1, 16))
    for _ in train(model, batches(grids, rng), n_steps, 1e-2, 100):
        pass
    return model


def batches(grids: Ids, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield batches of 128 drawings with one question each, endlessly; the answer is learned.

    Raises ValueError unless the drawings are [n, 9].
    """
    shape("grids", grids, "n", 9)
    there = np.stack([(grids == k).any(1) for k in (CROSS, RING)], 1).astype(int)
    for rows in shuffled(len(grids), 128, rng):
        which = rng.integers(2, size=len(rows))
        prompts = np.hstack([seen(rows), QUESTIONS[which]])
        yield answered(prompts, NO_YES[there[rows, which]])
