"""Whether two answers are equal, to six digits or six decimals.

    >>> from lessoncode.grading.compare import agree
    >>> agree([1, 2], (1.0, 2.0000001)), agree([1, 2], [2, 1])
    (True, False)

Float32 arithmetic is usually that precise. Lists, tuples and arrays with equal items are equal.
"""

import math
from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np


def agree(best: Any, answer: Any) -> bool:
    """Whether an answer equals `best`, the oracle's, by the rules of this module."""
    if isinstance(best, Mapping) and isinstance(answer, Mapping):
        same = best.keys() == answer.keys()
        return same and all(agree(best[key], answer[key]) for key in best)
    if is_row(best) and is_row(answer):
        if len(best) != len(answer):
            return False
        pairs = zip(best, answer, strict=True)
        return all(agree(one, other) for one, other in pairs)
    try:
        if is_number(best) and is_number(answer):
            close = math.isclose(best, answer, rel_tol=1e-6, abs_tol=1e-6)
            return close or (math.isnan(best) and math.isnan(answer))
        return bool(best == answer)
    except (ValueError, TypeError, ArithmeticError):  # an array, a number above all floats
        return False


def is_row(value: Any) -> bool:
    """Whether a value is a list, a tuple, or an array with at least one axis."""
    array = isinstance(value, np.ndarray) and value.ndim > 0
    return array or isinstance(value, list | tuple)


def is_number(value: Any) -> bool:
    """Whether a value is a real number of Python or NumPy, or an array that is just one."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    return isinstance(value, Real | np.bool_)
