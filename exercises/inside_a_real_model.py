"""Exercises of the page inside a real model, with small arrays in its place."""

from collections.abc import Callable, Iterator

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array

Layer = Callable[[Array], Array]


def fetch(to: int, start: int) -> Layer:
    """A layer that adds one place's vector to another's."""

    def layer(x: Array) -> Array:
        y = x.copy()
        y[to] += x[start]
        return y

    layer.__doc__ = f"adds row {start} to row {to}"
    return layer


def mixed(places: Array, numbers: Array) -> Layer:
    """A layer that moves and works on everything."""

    def layer(x: Array) -> Array:
        """adds something to all rows"""
        y: Array = x + places @ np.tanh(x @ numbers)
        return y

    return layer


Exchange = tuple[list[Layer], Array, Array, int]


def exchanges(rng: np.random.Generator) -> Iterator[Exchange]:
    """A layer that fetches, and others before and after."""
    x, other = np.array([[1.0], [0.0]]), np.array([[5.0], [0.0]])
    yield [fetch(1, 0)], x, other, 0
    yield [fetch(1, 0)], x, other, 1
    yield [], x, other, 0
    yield [fetch(0, 0), fetch(1, 0)], x, other, 0
    x, other = np.array([[1.0], [2.0], [0.0]]), np.array([[5.0], [7.0], [0.0]])
    yield [fetch(1, 0), fetch(2, 1), fetch(2, 2)], x, other, 1
    yield [fetch(1, 0), fetch(2, 1), fetch(2, 2)], x, other, 0
    for n_layer in range(1, 7):
        n_seq, n = rng.integers(2, 5, size=2).tolist()
        x, other = rng.normal(0, 1, (2, n_seq, n))
        layers = [
            mixed(np.tril(rng.normal(0, 1, (n_seq, n_seq))), rng.normal(0, 1, (n, n)))
            for _ in range(n_layer)
        ]
        yield layers, x, other, int(rng.integers(n_seq))


@exercise(
    "inside-a-real-model-1",
    exchanges,
    hints=(
        "For row i, run both texts through `layers[:i]`, replace the vector, and run the first "
        "text through `layers[i:]`.",
        "Work on a copy: `moved = x.copy()`; `moved[place] = other[place]`. Otherwise the vector "
        "stays replaced in all later rows.",
        "From row to row, x and other advance by one layer. Only `moved` runs to the end. Keep "
        "its last vector, `moved[-1]`. There is one more row than there are layers.",
    ),
)
def exchanged(layers: list[Layer], x: Array, other: Array, place: int) -> Array:
    """Replace one vector between two layers, and see what comes out.

    - `layers`: a list of functions. Each takes an array [n_seq, n] and
      returns a new one of the same shape.
    - `x, other`: arrays [n_seq, n], two texts of equal length as they
      enter the first layer.
    - `place`: the index of the vector to replace.

    Returns an array [len(layers) + 1, n]. For row i, both texts go
    through the first i layers. Then the vector of x at place is
    replaced by that of other at the same place, and x goes through
    the remaining layers. The row is the last vector that comes out.
    If the only layer adds row 0 to row 1, x is `[[1], [0]]`, other is
    `[[5], [0]]` and place is 0, the result is `[[5], [1]]`.
    """
    rows = []
    for i in range(len(layers) + 1):
        runs = [x, other]
        for layer in layers[:i]:
            runs = [layer(run) for run in runs]
        at_place = np.arange(len(x))[:, None] == place
        moved = np.where(at_place, runs[1], runs[0])
        for layer in layers[i:]:
            moved = layer(moved)
        rows.append(moved[-1])
    return np.stack(rows)


def runs_exchanged(layers: list[Layer], x: Array, other: Array, place: int) -> list[Array]:
    """All runs go on together, one begins before each layer and one behind the last."""
    runs: list[Array] = []
    for i in range(len(layers) + 1):
        if i:
            runs = [layers[i - 1](run) for run in runs]
            x, other = layers[i - 1](x), layers[i - 1](other)
        moved = x.copy()
        moved[place] = other[place]
        runs.append(moved)
    return runs


@exchanged.right
def exchanged_by_steps(layers: list[Layer], x: Array, other: Array, place: int) -> Array:
    return np.array([run[-1] for run in runs_exchanged(layers, x, other, place)])


@exchanged.mistake
def exchanged_for_good(layers: list[Layer], x: Array, other: Array, place: int) -> Array:
    """Exchanges in x itself, so that all later rows have it, too."""
    rows = []
    for i in range(len(layers) + 1):
        x[place] = other[place]
        moved = x
        for layer in layers[i:]:
            moved = layer(moved)
        rows.append(moved[-1])
        if i < len(layers):
            x, other = layers[i](x), layers[i](other)
    return np.array(rows)


@exchanged.mistake
def exchanged_as_it_came(layers: list[Layer], x: Array, other: Array, place: int) -> Array:
    """Takes the vector of other as it was before any layer."""
    rows = []
    for i in range(len(layers) + 1):
        moved = x.copy()
        moved[place] = other[place]
        for layer in layers[i:]:
            moved = layer(moved)
        rows.append(moved[-1])
        if i < len(layers):
            x = layers[i](x)
    return np.array(rows)


@exchanged.mistake
def exchanged_whole(layers: list[Layer], x: Array, other: Array, place: int) -> Array:
    """Goes on from other, where only one vector should be its."""
    return exchanged_by_steps(layers, other, x, place)


@exchanged.mistake
def exchanged_but_once(layers: list[Layer], x: Array, other: Array, place: int) -> Array:
    """Without the row for the end."""
    return exchanged_by_steps(layers, x, other, place)[:-1]


@exchanged.mistake
def exchanged_at_place(layers: list[Layer], x: Array, other: Array, place: int) -> Array:
    """Looks at the vector that was exchanged, not at the last."""
    return np.array([run[place] for run in runs_exchanged(layers, x, other, place)])


Reading = tuple[Array, Array, list[int], int]


def readings(rng: np.random.Generator) -> Iterator[Reading]:
    """A few layers and tokens; the answer wins early, late, twice or never."""
    head = np.eye(3)
    yield np.array([[2.0, 1, 0], [0, 1, 0], [0, 3, 0]]), head, [0, 1], 1
    yield np.array([[0.0, 1, 0], [2, 1, 0], [0, 3, 0]]), head, [0, 1], 1
    yield np.array([[0.0, 1, 2], [1, 2, 5]]), head, [0, 1], 1
    yield np.array([[0.0, 1, 2], [1, 2, 5]]), head, [0, 1], 0
    yield np.array([[0.0, 1, 2], [3, 2, 1]]), head, [2, 0], 0
    yield np.array([[1.0, 2, 0], [1, 1.1, 1.2]]), head, [0, 1, 2], 2
    for n_layer in range(1, 13):
        n_embd, n_vocab = rng.integers(2, 6, size=2).tolist()
        head = rng.normal(0, 1, (n_vocab, n_embd))
        stream = rng.normal(0, 1, (n_layer + 1, n_embd)).cumsum(0)
        ids = rng.permutation(n_vocab)[: int(rng.integers(2, n_vocab + 1))].tolist()
        yield stream, head, ids, ids[int(rng.integers(len(ids)))]


@exercise(
    "inside-a-real-model-2",
    readings,
    hints=(
        "Row i of `stream @ head.T` holds the logits that the lens reads after layer i. Use only "
        "the columns in ids.",
        "In a row, the answer is ahead if its logit is the largest of these. A softmax wouldn't "
        "change the order.",
        "Start at the last row and go back as long as the answer is ahead. If it isn't ahead "
        "even in the last row, return the number of rows.",
    ),
)
def settled(stream: Array, head: Array, ids: list[int], answer: int) -> int:
    """After which layer does the lens keep choosing the answer?

    - `stream`: an array [n_layer + 1, n_embd], the vector of the last
      word before the first layer and after each layer.
    - `head`: an array [n_vocab, n_embd]. The logits of a vector are its
      dot products with these rows. (There is no norm here.)
    - `ids`: a list of two or more tokens. The lens chooses among these.
    - `answer`: one of them.

    Returns the index of the first row after which the answer stays
    ahead: in this row and in all later ones, it has the largest
    logit of all ids. If it isn't ahead in the last row, returns the
    number of rows. Logits never tie.
    If head is `[[1, 0], [0, 1]]`, ids is `[0, 1]`, answer is 1 and stream
    is `[[0, 1], [2, 1], [0, 3]]`, the result is 2.
    """
    ahead = [max(ids, key=lambda i: float(row @ head[i])) == answer for row in stream]
    rows = range(len(stream))
    return next((i for i in rows if all(ahead[i:])), len(stream))


def ahead_of(stream: Array, head: Array, ids: list[int], answer: int) -> Array:
    """In which rows the answer is ahead."""
    best: Array = np.array(ids)[(stream @ head[ids].T).argmax(1)] == answer
    return best


@settled.right
def settled_backwards(stream: Array, head: Array, ids: list[int], answer: int) -> int:
    first = len(stream)
    for is_ahead in ahead_of(stream, head, ids, answer)[::-1]:
        if not is_ahead:
            break
        first -= 1
    return first


@settled.right
def settled_behind(stream: Array, head: Array, ids: list[int], answer: int) -> int:
    """One behind the last row in which another is ahead."""
    return int(max(np.flatnonzero(~ahead_of(stream, head, ids, answer)), default=-1)) + 1


@settled.mistake
def settled_once(stream: Array, head: Array, ids: list[int], answer: int) -> int:
    """The first row with the answer ahead, though it may fall behind again."""
    return int(min(np.flatnonzero(ahead_of(stream, head, ids, answer)), default=len(stream)))


@settled.mistake
def settled_among_all(stream: Array, head: Array, ids: list[int], answer: int) -> int:
    return settled_backwards(stream, head, list(range(len(head))), answer)


@settled.mistake
def settled_before(stream: Array, head: Array, ids: list[int], answer: int) -> int:
    """The last row in which another is ahead."""
    return settled_behind(stream, head, ids, answer) - 1


@settled.mistake
def settled_by_half(stream: Array, head: Array, ids: list[int], answer: int) -> int:
    """Asks for more than a half, where the largest is enough."""
    exp = np.exp(stream @ head[ids].T)
    ahead = exp[:, ids.index(answer)] > exp.sum(1) / 2
    return int(max(np.flatnonzero(~ahead), default=-1)) + 1
