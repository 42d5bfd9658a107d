"""What an argument must be: a wrong one is refused in words that name it.

    >>> from lessoncode.model.checks import count
    >>> count(n_steps=0)
    Traceback (most recent call last):
        ...
    ValueError: n_steps is 0: give a whole number, 1 or more

Without these checks, NumPy would turn some wrong numbers into NaN, and some loops would never end.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from lessoncode.model.tensor import Array


def count(least: int = 1, /, **values: object) -> None:
    """Raise ValueError unless each value is a whole number of at least `least`."""
    for name, value in values.items():
        if not isinstance(value, int | np.integer) or value < least:
            raise ValueError(f"{name} is {value!r}: give a whole number, {least} or more")


def number(least: float = 0.0, most: float = math.inf, /, **values: Any) -> None:
    """Raise ValueError unless each value is a finite number from `least` to `most`."""
    highest = " or more" if math.isinf(most) else f" to {most:g}"
    for name, value in values.items():
        real = isinstance(value, int | float | np.integer | np.floating)
        if not (real and least <= value <= most and math.isfinite(value)):
            raise ValueError(f"{name} is {value!r}: give a finite number, {least:g}{highest}")


def positive(**values: Any) -> None:
    """Raise ValueError unless each value is a finite number above 0."""
    for name, value in values.items():
        number(**{name: value})
        if value == 0:
            raise ValueError(f"{name} is {value!r}: give a number above 0")


def probabilities(name: str, p: npt.ArrayLike) -> Array:
    """The numbers in float64. Raises ValueError if there are none, or one is not from 0 to 1."""
    array = np.asarray(p, np.float64)
    if not (array.size and array.min() >= 0 and array.max() <= 1):
        found = f"go from {array.min():.3g} to {array.max():.3g}" if array.size else "are missing"
        raise ValueError(f"{name} are probabilities, from 0 to 1: these {found}")
    return array


def distribution(p: npt.ArrayLike) -> Array:
    """Probabilities in float64. Raises ValueError if one is below 0 or their sum is not 1."""
    array = np.asarray(p, np.float64)
    if array.ndim == 0 or array.size == 0:
        raise ValueError(f"not probabilities: an array of shape {array.shape}")
    least, off = array.min(), np.abs(array.sum(-1) - 1).max()
    if not (least >= 0 and off < 1e-3):
        message = f"the least is {least:.3g}, a sum is off by {off:.3g}"
        raise ValueError(f"not probabilities: {message}")
    return array
