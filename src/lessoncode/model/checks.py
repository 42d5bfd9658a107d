"""Checks of arguments: a wrong one raises an error that names it.

    >>> from lessoncode.model.checks import count
    >>> count(n_steps=0)
    Traceback (most recent call last):
        ...
    ValueError: n_steps is 0: give a whole number, 1 or more

Without these checks, NumPy would turn some wrong numbers into NaN, and some loops would never end.
"""

import math
import sys
from collections.abc import Sized
from typing import Any

import numpy as np
import numpy.typing as npt

from lessoncode.model.tensor import Array

LARGEST = sys.float_info.max


def count(least: int = 1, /, **values: Any) -> None:
    """Raise ValueError unless each value is a whole number of at least `least`."""
    for name, value in values.items():
        whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        if not whole or value < least:
            raise ValueError(f"{name} is {value!r}: give a whole number, {least} or more")


def number(least: float = 0.0, most: float = math.inf, /, **values: Any) -> None:
    """Raise ValueError unless each value is a finite number from `least` to `most`."""
    highest = " or more" if math.isinf(most) else f" to {most:g}"
    for name, value in values.items():
        if not (is_finite(value) and least <= value <= most):
            raise ValueError(f"{name} is {value!r}: give a finite number, {least:g}{highest}")


def positive(**values: Any) -> None:
    """Raise ValueError unless each value is a finite number above 0."""
    for name, value in values.items():
        if not (is_finite(value) and value > 0):
            raise ValueError(f"{name} is {value!r}: give a finite number above 0")


def truth(**values: object) -> None:
    """Raise ValueError unless each value is True or False."""
    for name, value in values.items():
        if not isinstance(value, bool | np.bool_):
            raise ValueError(f"{name} is {value!r}: give True or False")


def is_finite(value: Any) -> bool:
    """Whether a value is a single number that is neither NaN nor infinite."""
    real = isinstance(value, int | float | np.integer | np.floating)
    return bool(real and not isinstance(value, bool) and -LARGEST <= value <= LARGEST)


def shape(name: str, array: Array, *axes: int | str) -> None:
    """Raise ValueError unless an array has these axes: a number is a length, a name is any length.

    `shape("ids", ids, "batch", 4)` accepts any number of rows, but only four columns.
    """
    lengths = zip(axes, array.shape, strict=False)
    fits = all(isinstance(axis, str) or axis == n for axis, n in lengths)
    if not (fits and len(axes) == array.ndim):
        raise ValueError(f"{name} has the shape {array.shape}, not [{', '.join(map(str, axes))}]")


def as_many(**parts: Sized) -> None:
    """Raise ValueError unless all of these have the same length."""
    for name, part in parts.items():
        if isinstance(part, np.ndarray) and part.ndim == 0:
            raise ValueError(f"{name} is one number: give a row of them")
    lengths = {name: len(part) for name, part in parts.items()}
    if len({*lengths.values()}) > 1:
        found = ", ".join(f"{n} {name}" for name, n in lengths.items())
        raise ValueError(f"give as many of each: these are {found}")


def finite(**arrays: npt.ArrayLike) -> None:
    """Raise ValueError if an array holds NaN or infinity."""
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise ValueError(f"{name}: a number is NaN or infinite")


def not_negative(**arrays: npt.ArrayLike) -> None:
    """Raise ValueError unless all numbers are finite and none is below 0."""
    for name, array in arrays.items():
        if not (np.isfinite(array).all() and np.min(array, initial=0) >= 0):
            raise ValueError(f"{name} are finite numbers, 0 or more: the least is {np.min(array)}")


def floats(name: str, x: npt.ArrayLike) -> Array:
    """The numbers in float64, NaN included. Raises ValueError for uneven rows or other data."""
    try:
        return np.asarray(x, np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} are no array of numbers: {x!r}") from None


def probabilities(name: str, p: npt.ArrayLike) -> Array:
    """Probabilities in float64. Raises ValueError if there are none or one is not from 0 to 1."""
    array = floats(name, p)
    if not (array.size and array.min() >= 0 and array.max() <= 1):
        found = f"go from {array.min():.3g} to {array.max():.3g}" if array.size else "are missing"
        raise ValueError(f"{name} are probabilities, from 0 to 1: these {found}")
    return array


def distribution(p: npt.ArrayLike) -> Array:
    """Probabilities [..., n] in float64. Raises ValueError if one is below 0 or a sum is not 1."""
    array = floats("probabilities", p)
    if array.ndim == 0 or array.size == 0:
        raise ValueError(f"not probabilities: an array of shape {array.shape}")
    least, off = array.min(), np.abs(array.sum(-1) - 1).max()
    if not (least >= 0 and off < 1e-3):
        message = f"the least is {least:.3g}, a sum is off by {off:.3g}"
        raise ValueError(f"not probabilities: {message}")
    return array
