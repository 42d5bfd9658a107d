"""A power law, fitted to measurements, with its uncertainty.

    >>> from lessoncode.measures.power_law import PowerLaw
    >>> law = PowerLaw.fit([1, 10, 100, 1000], [8.1, 3.9, 2.05, 0.98])
    >>> round(law.alpha, 3), round(law(10_000), 2)
    (0.303, 0.49)
    >>> [round(y, 2) for y in law.interval(10_000)]
    [0.4, 0.6]

The law is a straight line through the logarithms:

    y = scale x^-alpha,  that is  log y = log scale - alpha log x

It is fitted by least squares. With n points, residuals e and s^2 = sum(e^2) / (n - 2), the standard
error of alpha is s / sqrt(S), where S = sum((log x - mean)^2). The logarithm of one more
measurement at x0, where the law gives y0, is with probability 0.95 within

    log y0  +-  t s sqrt(1 + 1/n + (log x0 - mean)^2 / S)

if the law holds there, with independent normal residuals; Student's t has n - 2 degrees of freedom.

Source: Student 1908, "The Probable Error of a Mean", doi 10.2307/2331554; any textbook of
regression has the formulas.

Checked against: `numpy.polyfit`, an integral of Student's density, and many draws.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import count, finite, number, positive

# Student's t, two-sided, for 95% and 1, 2, 3 ... degrees of freedom.
T95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306)


def in_float64(compute: Callable[[], float]) -> float:
    """What `compute` returns, a number above 0. Raises ValueError if float64 cannot hold it."""
    try:
        found = compute()
    except OverflowError:
        found = math.inf
    if not 0 < found < math.inf:
        raise ValueError("a number of the law is too large or too small for float64")
    return found


@dataclass(frozen=True)
class PowerLaw:
    """The law scale x^-alpha, and the numbers for its uncertainty."""

    scale: float
    alpha: float
    error: float  # the standard error of alpha
    deviation: float  # s: of log y from the line
    n: int  # points
    centre: float  # the mean of log x
    spread: float  # S

    def __post_init__(self) -> None:
        count(3, n=self.n)
        number(3, len(T95) + 2, n=self.n)
        number(error=self.error, deviation=self.deviation)
        positive(scale=self.scale, spread=self.spread)
        finite(alpha=self.alpha, centre=self.centre)

    @classmethod
    def fit(cls, x: npt.ArrayLike, y: npt.ArrayLike) -> Self:
        """The law fitted to 3 to 10 points (x, y), finite and above 0.

        Raises ValueError for other points, if x and y differ in length,
        if all x are equal, and if float64 cannot hold the law.
        """
        x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
        n = x.size
        alike = x.ndim == 1 and x.shape == y.shape
        if not (alike and 3 <= n <= len(T95) + 2):
            raise ValueError(
                f"{n} values of x and {y.size} of y: give two lists, "
                f"as long as each other, of 3 to {len(T95) + 2}"
            )
        for name, values in {"x": x, "y": y}.items():
            low, high = values.min(), values.max()
            if not 0 < low <= high < np.inf:
                what = f"{name} goes from {low:g} to {high:g}"
                raise ValueError(f"{what}: give finite numbers above 0")
        log_x, log_y = np.log(x), np.log(y)
        if np.ptp(log_x) == 0:
            what = f"all x are {x[0]:g}"
            raise ValueError(f"{what}: give three points and two x")
        centre = log_x.mean()
        spread = ((log_x - centre) ** 2).sum()
        slope = ((log_x - centre) * log_y).sum() / spread
        residuals = log_y - log_y.mean() - slope * (log_x - centre)
        s = math.sqrt((residuals**2).sum() / (n - 2))
        level = log_y.mean() - slope * centre
        scale = in_float64(lambda: math.exp(level))
        error = s / math.sqrt(spread)
        line = scale, -float(slope), error
        return cls(*line, s, n, float(centre), float(spread))

    def __call__(self, x: float) -> float:
        """The y that the law predicts at x, if float64 can hold it."""
        positive(x=x)
        return in_float64(lambda: self.scale * math.pow(x, -self.alpha))

    def alphas(self) -> tuple[float, float]:
        """The 95% confidence interval of alpha: its ends."""
        margin = T95[self.n - 3] * self.error
        return self.alpha - margin, self.alpha + margin

    def interval(self, x: float) -> tuple[float, float]:
        """The 95% prediction interval of one more y at x: its ends.

        Raises ValueError if float64 cannot hold them.
        """
        positive(x=x)
        far = (math.log(x) - self.centre) ** 2 / self.spread
        margin = self.deviation * math.sqrt(1 + 1 / self.n + far)
        factor = in_float64(lambda: math.exp(T95[self.n - 3] * margin))
        return self(x) / factor, in_float64(lambda: self(x) * factor)
