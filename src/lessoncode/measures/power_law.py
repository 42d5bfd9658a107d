"""A power law, fitted to measurements, with its uncertainty.

    y = scale x^-alpha,  that is  log y = log scale - alpha log x

A line is put through the logarithms by least squares. With n points, residuals e and s^2 = sum(e^2)
/ (n - 2), the standard error of alpha is s / sqrt(S), where S = sum((log x - mean)^2). One more
measurement at x0 falls with probability 0.95 within

    log y0  +-  t s sqrt(1 + 1/n + (log x0 - mean)^2 / S)

if the law holds there and the residuals are independent and normal; t is Student's, for n - 2
degrees of freedom.

Source: Student 1908, "The Probable Error of a Mean", doi 10.2307/2331554; the formulas stand in any
textbook of regression.

Checked against: `numpy.polyfit`, an integral of Student's density, and many repetitions with known
noise.
"""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

# Student's t for 0.95 on both sides, for 1, 2, 3 ... degrees.
T95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306)


@dataclass(frozen=True)
class PowerLaw:
    """scale x^-alpha; what else is here says how sure that is."""

    scale: float
    alpha: float
    error: float  # of alpha, a standard error
    deviation: float  # s: of log y from the line
    n: int  # points
    centre: float  # the mean of log x
    spread: float  # S

    @classmethod
    def fit(cls, x: npt.ArrayLike, y: npt.ArrayLike) -> Self:
        """Through the points (x, y), all above 0, 3 to 10 of them.

        Raises ValueError for other numbers of points, or unequal ones.
        """
        log_x, log_y = np.log(x), np.log(y)
        n = len(log_x)
        if len(log_y) != n or not 3 <= n <= len(T95) + 2:
            raise ValueError(
                f"{n} values of x and {len(log_y)} of y: give as many "
                f"of one as of the other, 3 to {len(T95) + 2}"
            )
        centre = log_x.mean()
        spread = ((log_x - centre) ** 2).sum()
        slope = ((log_x - centre) * log_y).sum() / spread
        residuals = log_y - log_y.mean() - slope * (log_x - centre)
        s = math.sqrt((residuals**2).sum() / (n - 2))
        scale = math.exp(log_y.mean() - slope * centre)
        error = s / math.sqrt(spread)
        line = scale, -float(slope), error
        return cls(*line, s, n, float(centre), float(spread))

    def __call__(self, x: float) -> float:
        """The law's y at x."""
        return self.scale * math.pow(x, -self.alpha)

    def alphas(self) -> tuple[float, float]:
        """Alpha's interval, at the level 0.95."""
        margin = T95[self.n - 3] * self.error
        return self.alpha - margin, self.alpha + margin

    def interval(self, x: float) -> tuple[float, float]:
        """Where 0.95 of further measurements at x should fall."""
        far = (math.log(x) - self.centre) ** 2 / self.spread
        margin = self.deviation * math.sqrt(1 + 1 / self.n + far)
        factor = math.exp(T95[self.n - 3] * margin)
        return self(x) / factor, self(x) * factor
