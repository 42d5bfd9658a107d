"""How sudden a change is.

    >>> from lessoncode.measures.steepness import monotone, steepest
    >>> steepest([0, 1, 2, 3, 4], [0, 0, 1, 1, 1], width=0.25)
    Steepest(start=1.0, share=1.0)
    >>> monotone([0, 1, 2], [3, 1, 2])
    (array([0., 1., 2.]), array([3. , 1.5, 1.5]))

A curve runs from (x_0, y_0) to (x_n, y_n), straight between points.

    steepest   the largest part of its whole change that happens
               within a tenth of its axis:
               max over a of  (y(a + w) - y(a)) / (y_n - y_0)
               with  w = (x_n - x_0) / 10
    monotone   the curve without a rise (or without a fall) that is
               nearest to given points, in the mean squared distance

The steepest tenth has 0.1 of the change of a straight line, and all of the change of a step. The
answer depends on the axis: a logarithmic axis has different tenths.

Source: Barlow et al. 1972, "Statistical Inference under Order Restrictions", for the nearest
monotone curve (isotonic regression) by pooling neighbours. `steepest` is our own measure.

Checked against: lines, steps and a fine grid; a maximum of minima for the monotone curve.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import number
from lessoncode.model.tensor import Array


class Steepest(NamedTuple):
    """Where the steepest part begins, and its share of the whole change."""

    start: float
    share: float


def steepest(
    x: npt.ArrayLike, y: npt.ArrayLike, width: float = 0.1, after: float = 0.0
) -> Steepest:
    """The steepest part of a curve that is `width` of the axis long: x rising [n], y [n].

    With `after`, the curve begins after that share of the axis: only later parts count, and the
    result is a share of the later change; `width` stays a share of the whole axis. Raises
    ValueError if the curve ends where it began, if x falls, or is the same everywhere, and as
    `monotone` does.
    """
    x, y = points(x, y)
    number(0, 1, width=width, after=after)
    number(0, 1, both=width + after)
    if (np.diff(x) < 0).any():
        raise ValueError("x falls somewhere")
    length = x[-1] - x[0]
    if length == 0:
        raise ValueError(f"x is {x[0]:g} everywhere")
    first, last = x[0] + after * length, x[-1] - width * length
    whole = y[-1] - np.interp(first, x, y)
    if whole == 0:
        raise ValueError("the curve ends as high as it began")
    # Between points it is straight, so the best window has an end
    # at a point, or at where windows may begin or end.
    starts = np.concatenate([x, x - width * length, [first, last]])
    starts = np.unique(starts[(starts >= first) & (starts <= last)])
    change = np.interp(starts + width * length, x, y)
    change = (change - np.interp(starts, x, y)) / whole
    best = int(change.argmax())
    return Steepest(float(starts[best]), float(change[best]))


def points(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Array, Array]:
    """x and y in float64: [n], n > 0.

    Raises ValueError unless x and y have the same length and are finite, as are their sums.
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    if x.ndim != 1 or x.shape != y.shape or x.size == 0 or not np.isfinite([x, y]).all():
        raise ValueError(f"x {x.shape} and y {y.shape} are not as many finite numbers, 1 or more")
    for name, axis in (("x", x), ("y", y)):
        least, most = float(axis.min()), float(axis.max())
        if math.isinf(x.size * (abs(least) + abs(most))):  # more than any sum here
            raise ValueError(f"{name} goes from {least:g} to {most:g}: too far for float64")
    return x, y


def monotone(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Array, Array]:
    """The nearest curve that does not rise: x [n], y [n] -> its points, in the order of x.

    Points with the same x keep their order. For a curve that does not fall, pass -y and negate the
    result. Raises ValueError unless x and y have the same length and are finite, as are their sums.
    """
    x, y = points(x, y)
    order = np.argsort(x, kind="stable")
    pools: list[tuple[float, int]] = []  # each with its mean and size
    for value in y[order].tolist():
        mean, n = value, 1
        while pools and pools[-1][0] < mean:
            before, m = pools.pop()
            mean, n = (before * m + mean * n) / (m + n), m + n
        pools.append((mean, n))
    means, sizes = zip(*pools, strict=True)
    return x[order], np.repeat(means, sizes)
