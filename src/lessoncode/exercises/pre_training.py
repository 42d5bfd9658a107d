"""Exercises of the page on pre-training."""

from collections.abc import Iterator
from itertools import chain

import numpy as np

from lessoncode.exercises.grading import exercise
from lessoncode.model.layers import cross_entropy, embedding
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.optimizer import AdamW


def pairs(rng: np.random.Generator) -> Iterator[tuple[Array, Array, Array]]:
    """Tables of logits, and pairs of words, of which some come twice."""
    yield np.zeros((2, 2)), np.array([0]), np.array([1])
    yield np.zeros((2, 2)), np.array([0, 1]), np.array([1, 1])
    yield np.zeros((2, 2)), np.array([0, 0, 0]), np.array([0, 0, 1])
    yield np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([1]), np.array([0])
    yield np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([1, 0]), np.array([0, 0])
    for size in range(2, 12):
        table = rng.normal(size=(size, size))
        before, after = rng.integers(size, size=(2, 3 * size))
        yield table, before, after


@exercise(
    "pre-training-1",
    pairs,
    hints=(
        "Take one pair alone. Its loss is -log p, with p from softmax over the row of the word "
        "before. The other rows have no part in it.",
        "Of one pair, the slope of -log p by a logit of that row is the probability in that "
        "place. In the place of the word that came it is the probability minus 1.",
        "Add up the slopes of all pairs, each into the row of its word before, and divide by "
        "their number. Mind that  table[rows] += ...  adds only once where a row is named twice; "
        " np.add.at  or a loop adds each time.",
    ),
)
def gradient(table: Array, before: Array, after: Array) -> Array:
    """Find the slope of the loss for every parameter of a table.

    table: an array [n_vocab, n_vocab] of logits, a row for each word
        before and a column for each word that can come next.
    before, after: arrays [n] of ids: after[i] came after before[i].
    Returns an array like table: how fast the loss rises with each
    logit. The loss is the mean surprise over all pairs, in nats.
    Compute the slopes, do not try small changes: six digits count.
    A table of zeros for two words, with before [0, 0, 0] and after
    [0, 0, 1], gives [[-0.1667, 0.1667], [0, 0]].
    """
    weight = Tensor(table)
    cross_entropy(embedding(weight, before), after).backward()
    assert weight.grad is not None
    return weight.grad


def runs(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, float, float]]:
    """One step, then several, with decay and without."""
    yield np.array([1.0]), np.array([[0.5]]), 0.1, 0.0
    yield np.array([1.0]), np.array([[0.5], [0.1]]), 0.1, 0.0
    yield np.array([1.0]), np.array([[0.5], [0.1]]), 0.1, 0.5
    yield np.array([1.0]), np.array([[1e-4]]), 0.1, 0.0
    yield np.array([1.0, -2.0]), np.array([[0.0, 4.0]]), 0.1, 0.5
    for n in range(2, 12):
        grads = rng.normal(size=(2 * n, n))
        yield rng.normal(size=n), grads, float(rng.uniform(0.001, 0.1)), 0.1


@exercise(
    "pre-training-2",
    runs,
    hints=(
        "Keep m and v from one step to the next, both zeros at the start, and count the steps: t "
        "is 1 in the first.",
        "What the corrections give is for use in this step only. The m and v that you keep stay as "
        "they are.",
        "The decay does not go through m and v: the slope g stays what it was. It takes a share "
        "from w itself, and that is  rate * decay.",
    ),
)
def adamw(w: Array, grads: Array, rate: float, decay: float) -> Array:
    """Take steps of AdamW.

    w: an array [n], the parameters before the first step.
    grads: an array [n_steps, n], the gradient g of each step.
    rate, decay: the learning rate, and the strength of the decay.
    Returns an array [n_steps, n], the parameters after each step.

    In each step m becomes 0.9 times m plus 0.1 times g, and v 0.95
    times v plus 0.05 times g * g. Both start at 0, and so are too
    small at first: in step t, the first being step 1, use
    m / (1 - 0.9**t) and v / (1 - 0.95**t) in their place. The move is
    their quotient, the first over the square root of the second plus
    1e-8 (outside the root), and decay * w, with w before the step.
    Both together, times the rate, are taken from w.
    One step from [1.0] with [[0.5]], rate 0.1 and decay 0.5 gives
    [[0.85]]: 0.1 less for the slope, whatever its size, and 0.05 less
    for the decay.
    """
    matrix = Tensor(w[None].copy())  # only a matrix decays
    optimizer = AdamW({"w": matrix}, weight_decay=decay, max_norm=np.inf)
    rows = []
    for g in grads:
        matrix.grad = g[None]
        optimizer.step(rate)
        rows.append(matrix.data[0].copy())
    return np.array(rows)


def corpora(
    rng: np.random.Generator,
) -> Iterator[tuple[list[list[int]], int, int]]:
    """Documents that fill their rows, or leave something over."""
    yield [[1, 2, 3]], 0, 4
    yield [[1, 2], [3, 4]], 0, 3
    yield [[1, 2], [3]], 0, 5
    yield [[1, 2, 3]], 0, 2
    yield [[1, 2, 3], [4]], 0, 4
    yield [[], [1]], 0, 3
    yield [[1]], 0, 3
    for size in range(1, 20):
        lengths = rng.integers(0, 8, size=size + 4)
        documents = [rng.integers(1, 99, size=n).tolist() for n in lengths]
        yield documents, 0, int(rng.integers(1, 5))


@exercise(
    "pre-training-3",
    corpora,
    hints=(
        "First make one long list of all documents, with end before each and one more end after "
        "the last.",
        "The target of a place is the next id of the long list, also at the end of a row, where "
        "the next id stands at the beginning of the row below.",
        "So cut twice: the long list without its last id, and the long list without its first. "
        "Both have the same length; drop what fills no row.",
    ),
)
def pack(
    documents: list[list[int]], end: int, n_seq: int
) -> tuple[list[list[int]], list[list[int]]]:
    """Pack documents into rows for training, with their targets.

    documents: lists of ids, in the order in which to take them. Some
        may be empty.
    end: the id of the token that stands before every document, and
        after the last one too.
    n_seq: how many ids a row has.
    Returns two lists of rows, the ids and the targets. All documents
    are put end to end and cut into rows. The target of an id is the
    one that comes next. Ids at the end that fill no whole row, or
    have no target, are left out. pack([[1, 2], [3]], 0, 2) is
    ([[0, 1], [2, 0]], [[1, 2], [0, 3]]).
    """
    stream = [*chain.from_iterable([end, *ids] for ids in documents), end]
    starts = range(0, len(stream) - n_seq, n_seq)
    rows = [stream[start : start + n_seq + 1] for start in starts]
    return [row[:-1] for row in rows], [row[1:] for row in rows]
