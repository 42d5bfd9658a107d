"""Whether a model is right as often as it says.

    >>> from lessoncode.measures.calibration import calibration, expected_calibration_error
    >>> confidence, correct = [0.9, 0.9, 0.9, 0.9, 0.2], [True, True, False, True, False]
    >>> calibration(confidence, correct, n_bins=2)[1]
    Bin(confidence=0.9, accuracy=0.75, n=4)
    >>> round(expected_calibration_error(confidence, correct, n_bins=2), 2)
    0.16

Answers of similar confidence share a bin. Each counts with its bin's accuracy and mean confidence:

    calibration error  |accuracy - confidence|, the mean over answers

Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", arXiv 1706.04599.

Checked against: fractions.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import count, probabilities


class Bin(NamedTuple):
    """The mean confidence, the accuracy and the number of answers of similar confidence."""

    confidence: float
    accuracy: float
    n: int


def calibration(confidence: npt.ArrayLike, correct: npt.ArrayLike, n_bins: int = 10) -> list[Bin]:
    """Mean confidence, accuracy and number of the answers in each bin.

    `confidence` [n] is from 0 to 1, `correct` [n] is true or false. The bins are equally wide; an
    edge belongs to the bin below it, and 0 to the first. Empty bins are left out. Raises ValueError
    for other values or different shapes, and if there are no answers.
    """
    confidence = probabilities("confidences", confidence)
    correct = probabilities("true and false", correct)
    count(n_bins=n_bins)
    if not np.isin(correct, (0, 1)).all():
        raise ValueError("correct holds numbers between 0 and 1: give true or false")
    if confidence.shape != correct.shape:
        message = f"{confidence.shape} confidences, {correct.shape}"
        raise ValueError(f"{message} answers: one each is needed")
    which = np.clip(np.ceil(confidence * n_bins) - 1, 0, n_bins - 1)
    which += confidence > (which + 1) / n_bins  # the product may be rounded to the next bin
    which -= (confidence <= which / n_bins) & (which > 0)
    masks = [which == m for m in np.unique(which)]
    return [
        Bin(float(confidence[mask].mean()), float(correct[mask].mean()), int(mask.sum()))
        for mask in masks
    ]


def expected_calibration_error(
    confidence: npt.ArrayLike, correct: npt.ArrayLike, n_bins: int = 10
) -> float:
    """The mean over answers of the distance between their bin's confidence and accuracy."""
    bins = calibration(confidence, correct, n_bins)
    gaps = [b.n * abs(b.accuracy - b.confidence) for b in bins]
    return sum(gaps) / sum(b.n for b in bins)
