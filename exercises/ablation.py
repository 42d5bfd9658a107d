"""Exercises of the page on what each part of a transformer is for."""

from collections.abc import Callable, Iterator
from math import exp, prod, sqrt
from typing import Any, TypeAlias

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.attention import exp_scores
from lessoncode.model.layers import rms_norm
from lessoncode.model.tensor import Array, Tensor

Part: TypeAlias = Callable[[Array], Array]


def zeros(x: Array) -> Array:
    """Gives zeros."""
    return np.zeros_like(x)


def same(x: Array) -> Array:
    """Gives back what it gets."""
    return x


def ones(x: Array) -> Array:
    """Gives ones."""
    return np.ones_like(x)


def squares(x: Array) -> Array:
    """Gives the square of each number."""
    return x**2


def mean_so_far(x: Array) -> Array:
    """Gives each word the mean of the vectors so far."""
    mean: Array = x.cumsum(0) / np.arange(1, len(x) + 1)[:, None]
    return mean


def stacks(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, Array, Part, Part]]:
    """One part at a time, then both, then with weights."""
    one, two = np.array([[3.0, 4.0]]), np.array([[3.0, 4.0], [0.0, 0.0]])
    w, other_w = np.ones(2), np.array([1.0, 2.0])
    yield one, w, w, zeros, zeros
    yield one, w, w, same, zeros
    yield one, w, w, zeros, same
    yield one, w, w, ones, same
    yield one, other_w, w, same, zeros
    yield two, w, w, same, same
    for n_seq in range(1, 8):
        d = int(rng.integers(2, 7))
        weights = rng.normal(size=(2, d))
        yield rng.normal(size=(n_seq, d)) * 3, *weights, mean_so_far, squares


@exercise(
    "ablation-1",
    stacks,
    hints=(
        "Look at the class on the page. Two of its lines add something to x, and each has a norm "
        "before it.",
        "Take the mean of the squares for each word separately: "
        "`np.mean(x**2, axis=-1, keepdims=True)`.",
        "The second norm gets the result of the first half, not the original x. There is no norm "
        "after an addition.",
    ),
)
def layer(x: Array, w_attention: Array, w_mlp: Array, attention: Part, mlp: Part) -> Array:
    """Assemble a transformer's layer from its parts.

    - `x`: an array [n_seq, d], the vector of each word.
    - `w_attention, w_mlp`: arrays [d], the parameters of the norm before
      attention and of the one before the MLP.
    - `attention, mlp`: functions that turn an array [n_seq, d] into
      an array of the same size.

    Returns an array [n_seq, d], the result of the layer. The norm
    divides each vector by the square root of (the mean of the squares
    of its numbers, plus 10⁻⁵), then multiplies it by the parameters.
    If x is `[[3, 4]]`, the parameters are ones, attention returns its input
    and mlp returns zeros, the result is `[[3.8485, 5.1314]]`.
    """

    def norm(x: Array, w: Array) -> Array:
        return rms_norm(Tensor(x), Tensor(w), 1e-5).data

    x = x + attention(norm(x, w_attention))
    return x + mlp(norm(x, w_mlp))


def unit(x: Any, w: Any, axis: int = -1) -> Any:
    return w * x / np.sqrt(np.mean(x**2, axis, keepdims=True) + 1e-5)


@layer.right
def layer_word_by_word(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    def norm(rows: Any, w: Any) -> Any:
        new = []
        for row in rows:
            root = sqrt(sum(number**2 for number in row) / len(row) + 1e-5)
            new.append([number / root * weight for number, weight in zip(row, w, strict=True)])
        return np.array(new)

    first = attention(norm(x, w_attention))
    second = mlp(norm(x + first, w_mlp))
    return (x + first + second).tolist()


@layer.right
def layer_in_place(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x += attention(unit(x, w_attention))
    x += mlp(unit(x, w_mlp))
    return x


@layer.mistake
def layer_norm_after(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = unit(x + attention(x), w_attention)
    return unit(x + mlp(x), w_mlp)


@layer.mistake
def layer_without_norm(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = x + attention(x)
    return x + mlp(x)


@layer.mistake
def layer_without_residual(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    return mlp(unit(attention(unit(x, w_attention)), w_mlp))


@layer.mistake
def layer_side_by_side(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    return x + attention(unit(x, w_attention)) + mlp(unit(x, w_mlp))


@layer.mistake
def layer_mlp_first(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = x + mlp(unit(x, w_mlp))
    return x + attention(unit(x, w_attention))


@layer.mistake
def layer_adds_to_the_norm(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = unit(x, w_attention)
    x = x + attention(x)
    x = unit(x, w_mlp)
    return x + mlp(x)


@layer.mistake
def layer_norm_of_columns(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    x = x + attention(unit(x, w_attention, 0))
    return x + mlp(unit(x, w_mlp, 0))


@layer.mistake
def layer_norm_of_length(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    """Divides by the length, not by the root of the mean."""

    def norm(x: Any, w: Any) -> Any:
        return w * x / np.sqrt(np.sum(x**2, -1, keepdims=True) + 1e-5)

    x = x + attention(norm(x, w_attention))
    return x + mlp(norm(x, w_mlp))


@layer.mistake
def layer_less_the_mean(x: Any, w_attention: Any, w_mlp: Any, attention: Any, mlp: Any) -> Any:
    """LayerNorm, which takes away the mean first."""

    def norm(x: Any, w: Any) -> Any:
        return unit(x - x.mean(-1, keepdims=True), w)

    x = x + attention(norm(x, w_attention))
    return x + mlp(norm(x, w_mlp))


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
    "ablation-2",
    factors,
    hints=(
        "If x grows by 1, the result of a layer that returns `factor * x` grows by factor. With "
        "several layers, the factors are multiplied.",
        "With a residual, a layer returns `x + factor * x`, which is `(1 + factor) * x`.",
    ),
)
def gradient(factors: list[float], residual: bool) -> float:
    """Send a gradient back through layers, with or without residuals.

    - `factors`: a list of numbers, one for each layer. A layer multiplies
      its input by its factor. There may be no layers.
    - `residual`: whether each layer adds its result to its input, instead
      of replacing the input.

    Returns a number: how fast the result of the last layer grows with
    the input of the first.
    `gradient([0.5, 0.5], False)` is 0.25, and with True it is 2.25.
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
    "ablation-3",
    steps,
    hints=(
        "First put the new key below the old ones: `np.vstack([keys, k])`. Do the same with the "
        "value, because a word also looks at itself.",
        "There is one query, so the scores are `keys @ q / np.sqrt(len(q))`, one for each word.",
        "You need no mask, because there are no later words.",
    ),
)
def next_word(
    q: Array, k: Array, v: Array, keys: Array, values: Array
) -> tuple[Array, Array, Array]:
    """Compute attention for a new word, with a cache of the earlier ones.

    - `q, k`: arrays [d_head], the query and the key of the new word.
    - `v`: an array [d_value], its value.
    - `keys`: an array [n_past, d_head], the keys of the earlier words.
      There may be none.
    - `values`: an array [n_past, d_value], their values.

    Returns three arrays: what the new word gathers, [d_value]; then
    the keys and the values, with those of the new word at the end.
    Scores are divided by the square root of d_head, as in the model.
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
