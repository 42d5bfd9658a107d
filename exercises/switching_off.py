"""Exercises of the page on switching off parts, with small ones in their place."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Array

Mlp = tuple[Array, Array, Array, Array, int, int]


def neurons(rng: np.random.Generator) -> Iterator[Mlp]:
    """Few neurons and none, one or more of them off."""
    hidden = np.log([3.0, 2.0])
    yield np.zeros(2), hidden, np.eye(2), np.eye(2), 0, 1
    yield np.zeros(2), hidden, np.eye(2), np.eye(2), 1, 1
    yield np.array([1.0, 0.0]), hidden, np.eye(2), np.eye(2), 0, 0
    for down in (np.array([[3.0, 1.0], [0.0, 0.0]]), np.array([[1.0, 3.0], [0.0, 0.0]])):
        yield np.zeros(2), np.array([1.0, 2.0]), down, np.eye(2), 0, 1
        yield np.zeros(2), np.array([4.0, 1.0]), down, np.eye(2), 0, 1
        yield np.zeros(2), np.array([1.0, -2.0]), down, np.eye(2), 0, 1
    for n_hidden in range(3, 15):
        n_embd, n_vocab = rng.integers(2, 6, size=2).tolist()
        x, down = rng.normal(0, 1, n_embd), rng.normal(0, 1, (n_embd, n_hidden))
        head, hidden = rng.normal(0, 1, (n_vocab, n_embd)), rng.normal(0, 1, n_hidden)
        token, k = int(rng.integers(n_vocab)), int(rng.integers(n_hidden + 1))
        yield x, hidden, down, head, token, k


@exercise(
    "switching-off-1",
    neurons,
    hints=(
        "Neuron j adds `hidden[j] * down[:, j]` to the stream. The row of the token is "
        "`head[token]`. How much does the neuron add to the token's logit?",
        "All pushes together are `hidden * (head[token] @ down)`. `np.argsort(-push)[:k]` are the "
        "indices of the k largest, because the minus sign puts the largest first.",
        "Set these to 0 in a copy of hidden. The logits are `head @ (x + down @ hidden)`.",
    ),
)
def switched_off(x: Array, hidden: Array, down: Array, head: Array, token: int, k: int) -> Array:
    """Switch off the neurons that push hardest for a token.

    - `x`: an array [n_embd], the residual stream before the last MLP.
    - `hidden`: an array [n_hidden], the activity of each neuron.
    - `down`: an array [n_embd, n_hidden]; `down @ hidden` is added to x.
    - `head`: an array [n_vocab, n_embd]. The logits are head @ the sum.
      (There is no norm here.)
    - `token, k`: a token, and how many neurons to switch off.

    The push of a neuron is what it adds to the logit of the token.
    Sets the k neurons with the largest pushes to 0. Pushes never tie.
    Returns an array [n_vocab], the resulting probabilities of all
    tokens. If x is `[0, 0]`, hidden is `[log(3), log(2)]`, down and head
    are `[[1, 0], [0, 1]]`, token is 0 and k is 1, it is `[1/3, 2/3]`.
    """
    parts = (head @ down) * hidden  # [n_vocab, n_hidden]
    order = sorted(range(len(hidden)), key=lambda j: parts[token, j])
    logits = head @ x + parts[:, order[: len(hidden) - k]].sum(1)
    return next_token_probabilities(logits)


@switched_off.right
def off_by_subtraction(
    x: Array, hidden: Array, down: Array, head: Array, token: int, k: int
) -> Array:
    """Takes what the neurons wrote out of the stream again."""
    written = down * hidden
    push = head[token] @ written
    stream = x + written.sum(1)
    for j in np.argsort(push)[len(push) - k :]:
        stream = stream - written[:, j]
    exp = np.exp(head @ stream)
    best: Array = exp / exp.sum()
    return best


def off(x: Array, hidden: Array, down: Array, head: Array, order: Array, k: int) -> Array:
    """The first k in this order are off."""
    left = hidden.copy()
    left[order[:k]] = 0
    exp = np.exp(head @ (x + down @ left))
    best: Array = exp / exp.sum()
    return best


@switched_off.mistake
def off_by_activity(x: Array, hidden: Array, down: Array, head: Array, token: int, k: int) -> Array:
    return off(x, hidden, down, head, np.argsort(-hidden), k)


@switched_off.mistake
def off_by_weights(x: Array, hidden: Array, down: Array, head: Array, token: int, k: int) -> Array:
    return off(x, hidden, down, head, np.argsort(-(head[token] @ down)), k)


@switched_off.mistake
def off_by_size(x: Array, hidden: Array, down: Array, head: Array, token: int, k: int) -> Array:
    """The push without its sign."""
    push = np.abs(hidden * (head[token] @ down))
    return off(x, hidden, down, head, np.argsort(-push), k)


@switched_off.mistake
def off_from_the_least(
    x: Array, hidden: Array, down: Array, head: Array, token: int, k: int
) -> Array:
    push = hidden * (head[token] @ down)
    return off(x, hidden, down, head, np.argsort(push), k)


@switched_off.mistake
def off_without_stream(
    x: Array, hidden: Array, down: Array, head: Array, token: int, k: int
) -> Array:
    return off_by_subtraction(0 * x, hidden, down, head, token, k)


@switched_off.mistake
def off_all_for_none(
    x: Array, hidden: Array, down: Array, head: Array, token: int, k: int
) -> Array:
    """[-k:] takes all where k is 0."""
    push = hidden * (head[token] @ down)
    return off(x, hidden, down, head, np.argsort(push)[-k:], len(hidden))


@switched_off.mistake
def off_only_that(x: Array, hidden: Array, down: Array, head: Array, token: int, k: int) -> Any:
    return off_by_subtraction(x, hidden, down, head, token, k)[token]


Layer = Callable[[Array], Array]
Cut = tuple[list[Layer], Array]


def times(factor: float) -> Layer:
    """A layer that multiplies."""

    def layer(x: Array) -> Array:
        return factor * x

    layer.__doc__ = f"{factor:g} times x"
    return layer


def plus(number: float) -> Layer:
    """A layer that adds."""

    def layer(x: Array) -> Array:
        return x + number

    layer.__doc__ = f"x plus {number:g}"
    return layer


def bent(matrix: Array) -> Layer:
    """A layer that adds something of all that comes in."""

    def layer(x: Array) -> Array:
        """x plus something of x"""
        best: Array = x + np.tanh(matrix @ x)
        return best

    return layer


def cuts(rng: np.random.Generator) -> Iterator[Cut]:
    """One layer, two that may not change places, none, and more."""
    one = np.ones(1)
    yield [times(2)], one
    yield [plus(1), times(3)], one
    yield [times(3), plus(1), times(2)], np.array([1.0, 0])
    yield [], one
    for n_layer in range(1, 9):
        n_embd = int(rng.integers(1, 5))
        layers = [bent(rng.normal(0, 1, (n_embd, n_embd))) for _ in range(n_layer)]
        yield layers, rng.normal(0, 1, n_embd)


@exercise(
    "switching-off-2",
    cuts,
    hints=(
        "Row 0 is the whole model: each layer receives what the one before it returned. In row i, "
        "all layers run except `layers[i - 1]`.",
        "`layers[:i] + layers[i + 1 :]` are all layers except `layers[i]`. Begin each row with x.",
        "A layer that is left out passes on what it received. If it returned 0 instead, the "
        "residual stream would be cut as well.",
    ),
)
def without_each(layers: list[Layer], x: Array) -> Array:
    """Leave out one layer at a time.

    - `layers`: a list of functions. Each takes the residual stream, an
      array [n_embd], and returns a new one of the same shape.
    - `x`: an array [n_embd], the stream before the first layer.

    Returns an array [len(layers) + 1, n_embd]. Row 0 is the stream
    after all layers. Row i is the stream after all layers except
    layer i, counted from 1, which leaves it unchanged.
    If one layer adds 1, the next multiplies by 3, and x is `[1]`, the
    result is `[[6], [3], [2]]`.
    """
    rows = []
    for left_out in [None, *range(len(layers))]:
        out = x
        for i, layer in enumerate(layers):
            out = out if i == left_out else layer(out)
        rows.append(out)
    return np.stack(rows)


@without_each.right
def without_each_together(layers: list[Layer], x: Array) -> Array:
    """All runs go on together; each layer begins one more, which passes it by."""
    runs = [x]
    for layer in layers:
        runs = [layer(run) for run in runs] + [runs[0]]
    return np.array(runs)


def run(layers: list[Layer], x: Array) -> Array:
    for layer in layers:
        x = layer(x)
    return x


@without_each.mistake
def without_each_for_good(layers: list[Layer], x: Array) -> Array:
    """One layer more is gone in each row."""
    return np.array([run(layers[i:], x) for i in range(len(layers) + 1)])


@without_each.mistake
def without_all_later(layers: list[Layer], x: Array) -> Array:
    """Stops at the layer instead of passing it by."""
    stopped = [run(layers[:i], x) for i in range(len(layers))]
    return np.array([run(layers, x), *stopped])


@without_each.mistake
def without_a_stream(layers: list[Layer], x: Array) -> Array:
    """A layer that is off gives 0, and the stream is gone with it."""
    rows = [run(layers[i + 1 :], 0 * x) for i in range(len(layers))]
    return np.array([run(layers, x), *rows])


@without_each.mistake
def without_whole(layers: list[Layer], x: Array) -> Array:
    """Leaves out the row of the whole model."""
    return without_each_together(layers, x)[1:]
