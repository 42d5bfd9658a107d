"""How sudden is a change, and what is it a change of?

A curve goes from (x_0, y_0) to (x_n, y_n), straight between points.

    steepest   the largest part of its whole change that happens
               within a tenth of its axis:
               max over a of  (y(a + w) - y(a)) / (y_n - y_0)
               with  w = (x_n - x_0) / 10
    monotone   the curve without a rise (or without a fall) that is
               nearest to given points, in the mean squared distance

A straight line has a steepest tenth of 0.1, a step one of 1. Another axis gives another answer: on
a logarithmic one the tenths are others.

Source: Barlow et al. 1972, "Statistical Inference under Order Restrictions", for the nearest
monotone curve (isotonic regression) by pooling neighbours. `steepest` is our own measure.

Checked against: lines, steps and a fine grid; for the monotone curve, its formula with a maximum of
minima, one by one.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lessoncode.model.tensor import Array


class Steepest(NamedTuple):
    """Where the steepest part begins, and its part of the whole."""

    start: float
    share: float


def steepest(
    x: npt.ArrayLike, y: npt.ArrayLike, width: float = 0.1, after: float = 0.0
) -> Steepest:
    """The steepest `width` of the axis: x rising [n], y [n].

    With `after`, only what begins behind that part of the axis; the share is still one of the whole
    change. Raises ValueError if the curve ends where it began.
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    if y[0] == y[-1]:
        raise ValueError("the curve ends as high as it began")
    length = x[-1] - x[0]
    first, last = x[0] + after * length, x[-1] - width * length
    # Between points it is straight, so the best window has an end
    # at a point, or at where windows may begin or end.
    starts = np.concatenate([x, x - width * length, [first, last]])
    starts = np.unique(starts[(starts >= first) & (starts <= last)])
    change = np.interp(starts + width * length, x, y)
    change = (change - np.interp(starts, x, y)) / (y[-1] - y[0])
    best = int(change.argmax())
    return Steepest(float(starts[best]), float(change[best]))


def monotone(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Array, Array]:
    """The nearest curve that does not rise: x [n], y [n] -> its points.

    They come in the order of x; those at one x keep theirs. Give -y for a curve that does not fall.
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
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
