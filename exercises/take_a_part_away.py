"""Exercises of the page on what each part of a transformer is for."""

from collections.abc import Iterator
from math import exp, prod, sqrt
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.attention import exp_scores
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config

Sizes = tuple[int, int, int, int, bool]


def sizes(rng: np.random.Generator) -> Iterator[Sizes]:
    """No layers, one, the model of the page, and others."""
    yield 3, 2, 0, 4, True
    yield 3, 2, 0, 4, False
    yield 3, 2, 1, 4, True
    yield 19, 32, 2, 64, True
    for _ in range(10):
        v, d, n_layer, h = rng.integers(1, 60, size=4).tolist()
        yield v, 2 * d, n_layer, h, bool(rng.integers(2))


@exercise(
    "take-a-part-away-1",
    sizes,
    hints=(
        "What a layer has is there n_layer times: four matrices for attention, three for the MLP, "
        "two norms.",
        "Outside the layers stand the table, with a row for each token, and one norm. If the head "
        "is a table of its own, there are as many again.",
    ),
)
def parameters(n_vocab: int, d: int, n_layer: int, h: int, tied: bool) -> int:
    """Count the parameters of a transformer.

    n_vocab: how many tokens there are.
    d: the length of a vector, in the stream as in all heads together.
    n_layer: how many layers there are.
    h: how many hidden units an MLP has.
    tied: whether the head uses the embedding table again. If not, it
        is a table of its own, of the same size.
    Returns the number of parameters, all parts as on the page.
    parameters(19, 32, 2, 64, True) is 21248.
    """
    config = Config(n_vocab, d, n_layer, 1, 1, h, tied)
    return sum(prod(shape) for shape in config.shapes().values())


@parameters.right
def parameters_part_by_part(n_vocab: int, d: int, n_layer: int, h: int, tied: bool) -> int:
    count = d  # the last norm
    for _ in range(n_layer):
        count += d + 3 * d * d + d * d  # a norm; q, k and v; what is added
        count += d + 2 * d * h + h * d  # a norm; gate and up; down
    return count + n_vocab * d * (1 if tied else 2)


def count(matrices: int, norms: int, last: int, sizes: Sizes) -> int:
    n_vocab, d, n_layer, h, tied = sizes
    layer = matrices * d * d + 3 * d * h + norms * d
    return n_layer * layer + last * d + n_vocab * d * (2 - tied)


@parameters.mistake
def parameters_without_what_is_added(*sizes: Any) -> int:
    return count(3, 2, 1, sizes)


@parameters.mistake
def parameters_without_last_norm(*sizes: Any) -> int:
    return count(4, 2, 0, sizes)


@parameters.mistake
def parameters_one_norm_a_layer(*sizes: Any) -> int:
    return count(4, 1, 1, sizes)


@parameters.mistake
def parameters_two_matrices_in_mlp(n_vocab: int, d: int, n_layer: int, h: int, tied: bool) -> int:
    return count(4, 2, 1, (n_vocab, d, n_layer, h, tied)) - n_layer * d * h


@parameters.mistake
def parameters_always_tied(n_vocab: int, d: int, n_layer: int, h: int, tied: bool) -> int:
    return count(4, 2, 1, (n_vocab, d, n_layer, h, True))


@parameters.mistake
def parameters_never_tied(n_vocab: int, d: int, n_layer: int, h: int, tied: bool) -> int:
    return count(4, 2, 1, (n_vocab, d, n_layer, h, False))


def factors(rng: np.random.Generator) -> Iterator[tuple[list[float], bool]]:
    """No layer, one, two, then more."""
    yield [], False
    yield [], True
    yield [0.5], False
    yield [0.5], True
    yield [0.5, 0.5], True
    yield [0.0, 2.0], True
    for n_layer in range(1, 9):
        yield rng.normal(size=n_layer).round(2).tolist(), bool(n_layer % 2)


@exercise(
    "take-a-part-away-2",
    factors,
    hints=(
        "One step on x, at a layer that hands on factor * x, is a step of factor on what comes "
        "out. Layers one after the other multiply.",
        "With a residual a layer hands on x + factor * x, which is (1 + factor) * x.",
    ),
)
def gradient(factors: list[float], residual: bool) -> float:
    """Send a gradient back through layers, with residuals or without.

    factors: a list of numbers, one for each layer. A layer multiplies
        what it gets by its factor. There may be no layers.
    residual: whether a layer adds its result to what it got, instead
        of putting it in its place.
    Returns a number: how fast what comes out of the last layer grows
    with what goes into the first.
    gradient([0.5, 0.5], False) is 0.25, and with True it is 2.25.
    """
    return prod(factor + residual for factor in factors)


@gradient.right
def gradient_backwards(factors: list[float], residual: bool) -> float:
    g = 1.0
    for factor in reversed(factors):
        through = g * factor
        g = g + through if residual else through
    return g


@gradient.right
def gradient_by_a_step(factors: list[float], residual: bool) -> float:
    """All layers are linear, so one whole step measures it."""
    x = 1.0
    for factor in factors:
        x = x + factor * x if residual else factor * x
    return x


@gradient.mistake
def gradient_summed(factors: list[float], residual: bool) -> float:
    return sum(factors) + residual


@gradient.mistake
def gradient_one_way_around_all(factors: list[float], residual: bool) -> float:
    return prod(factors) + residual


@gradient.mistake
def gradient_without_residual(factors: list[float], residual: bool) -> float:
    return prod(factors)


@gradient.mistake
def gradient_always_residual(factors: list[float], residual: bool) -> float:
    return prod(1 + factor for factor in factors)


@gradient.mistake
def gradient_not_through_the_part(factors: list[float], residual: bool) -> float:
    return 1.0 if residual else prod(factors)


Step = tuple[Array, Array, Array, Array, Array]


def steps(rng: np.random.Generator) -> Iterator[Step]:
    """The first word, a second, then more; the values show the shares."""
    empty = np.zeros((0, 1))
    yield np.ones(1), np.ones(1), np.array([3.0, 5.0]), empty, np.zeros((0, 2))
    yield np.zeros(2), np.zeros(2), np.eye(2)[1], np.zeros((1, 2)), np.eye(2)[:1]
    yield np.ones(4), np.ones(4), np.eye(2)[1], np.zeros((1, 4)), np.eye(2)[:1]
    for n_past in range(2, 10):
        d_head, d_value = rng.integers(1, 9, size=2)
        q, k = rng.normal(size=(2, d_head))
        past = rng.normal(size=(n_past, d_head)), rng.normal(size=(n_past, d_value))
        yield q, k, rng.normal(size=d_value), *past


@exercise(
    "take-a-part-away-3",
    steps,
    hints=(
        "First put the new key below the old ones:  np.vstack([keys, k]) , and the value likewise: "
        "a word looks at itself, too.",
        "There is one query, so the scores are  keys @ q / np.sqrt(len(q)) , one for each word.",
        "No mask is needed: of the words that are there, none comes later.",
    ),
)
def next_word(
    q: Array, k: Array, v: Array, keys: Array, values: Array
) -> tuple[Array, Array, Array]:
    """Do attention for one new word, with a cache of those before.

    q, k: arrays [d_head], the query and the key of the new word.
    v: an array [d_value], its value.
    keys: an array [n_past, d_head], the keys of the words before it,
        which may be none.
    values: an array [n_past, d_value], their values.
    Returns three arrays: what the new word gathers, [d_value]; then
    the keys and the values, with its own as the last. Scores are
    divided by the square root of d_head, as in the whole.
    """
    keys, values = np.vstack([keys, k]), np.vstack([values, v])
    query = q[None, None, None] * len(q) ** -0.5
    powers = exp_scores(query, keys[None, None], 1)[0, 0, 0]
    return powers @ values / powers.sum(), keys, values


@next_word.right
def next_word_by_loops(q: Any, k: Any, v: Any, keys: Any, values: Any) -> Any:
    keys, values = [*keys, k], [*values, v]
    powers = [exp(sum(key * q) / sqrt(len(q))) for key in keys]
    mixed = sum(power * value for power, value in zip(powers, values, strict=True))
    return mixed / sum(powers), np.array(keys), np.array(values)


def gathered(q: Any, keys: Any, values: Any, scale: Any) -> Any:
    with np.errstate(all="ignore"):
        powers = np.exp(keys @ q / scale)
        return powers @ values / powers.sum()


def longer(past: Any, new: Any) -> Any:
    return np.vstack([past, new])


@next_word.mistake
def next_word_not_to_itself(q: Any, k: Any, v: Any, keys: Any, values: Any) -> Any:
    return gathered(q, keys, values, np.sqrt(len(q))), longer(keys, k), longer(values, v)


@next_word.mistake
def next_word_that_keeps_nothing(q: Any, k: Any, v: Any, keys: Any, values: Any) -> Any:
    mixed = gathered(q, longer(keys, k), longer(values, v), np.sqrt(len(q)))
    return mixed, keys, values


@next_word.mistake
def next_word_unscaled(q: Any, k: Any, v: Any, keys: Any, values: Any) -> Any:
    keys, values = longer(keys, k), longer(values, v)
    return gathered(q, keys, values, 1), keys, values


@next_word.mistake
def next_word_scaled_by_words(q: Any, k: Any, v: Any, keys: Any, values: Any) -> Any:
    keys, values = longer(keys, k), longer(values, v)
    return gathered(q, keys, values, np.sqrt(len(keys))), keys, values


@next_word.mistake
def next_word_keeps_queries(q: Any, k: Any, v: Any, keys: Any, values: Any) -> Any:
    keys, values = longer(keys, q), longer(values, v)
    return gathered(q, keys, values, np.sqrt(len(q))), keys, values


@next_word.mistake
def next_word_in_front(q: Any, k: Any, v: Any, keys: Any, values: Any) -> Any:
    keys, values = np.vstack([k, keys]), np.vstack([v, values])
    return gathered(q, keys, values, np.sqrt(len(q))), keys, values


@next_word.mistake
def next_word_without_softmax(q: Any, k: Any, v: Any, keys: Any, values: Any) -> Any:
    keys, values = longer(keys, k), longer(values, v)
    return keys @ q / np.sqrt(len(q)) @ values, keys, values
