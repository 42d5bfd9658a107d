"""Exercises of the page on budgets of computing."""

from collections.abc import Iterator

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array


def budgets(
    rng: np.random.Generator,
) -> Iterator[tuple[float, dict[str, float]]]:
    """Budgets, and laws of the kind that Hoffmann et al. fit."""
    law = {"A": 100.0, "alpha": 0.5, "B": 100.0, "beta": 0.5}
    yield 6e4, law
    yield 6e6, law
    yield 6e6, law | {"B": 1000.0}
    names = list(law)
    for _ in range(20):
        low, high = [10, 0.2, 10, 0.2], [1000, 0.6, 1000, 0.6]
        numbers = rng.uniform(low, high).tolist()
        yield 10 ** rng.uniform(4, 24), dict(zip(names, numbers, strict=True))


def is_best_size(answer: float, compute: float, law: dict[str, float]) -> bool:
    """Whether the loss is higher both below and above, by four in a thousand."""

    def loss(size: float) -> float:
        tokens = compute / (6 * size)
        return float(law["A"] * size ** -law["alpha"] + law["B"] * tokens ** -law["beta"])

    return answer > 0 and loss(answer / 1.004) > loss(answer) < loss(answer * 1.004)


@exercise(
    "compute-optimal-1",
    budgets,
    hints=(
        "The budget connects the two: D = C / (6 N). The loss then depends on N alone.",
        "At the best N, the derivative of `A * N**-alpha + B * (6 * N / C)**beta` with respect to "
        "log N is 0: one term falls as fast as the other rises.",
        "So `alpha * A * N**-alpha == beta * B * (6 * N / C)**beta`. Solve this for N. Or search: "
        "try thousands of sizes, evenly spaced in the logarithm, then again around the best.",
    ),
    accepts=is_best_size,
)
def best_size(compute: float, law: dict[str, float]) -> float:
    """Find the best number of parameters for a budget of computing.

    - `compute`: C, the number of operations to spend. Training N parameters
      on D tokens takes C = 6 N D.
    - `law`: a dictionary with A, alpha, B and beta. The loss above its
      floor is `A * N**-alpha + B * D**-beta`.

    Returns the N with the lowest loss, to three digits. It needn't be a
    whole number. For C = 60,000, A = B = 100 and alpha = beta = 0.5, it
    is 100.
    """
    a, alpha, b, beta = (law[key] for key in ("A", "alpha", "B", "beta"))
    ratio = alpha * a / (beta * b) * (compute / 6) ** beta
    return float(ratio ** (1 / (alpha + beta)))


@best_size.right
def size_by_search(compute: float, law: dict[str, float]) -> float:
    low, high = 0.0, 30.0  # powers of ten
    for _ in range(20):
        sizes = 10 ** np.linspace(low, high, 101)
        tokens = compute / (6 * sizes)
        losses = law["A"] * sizes ** -law["alpha"] + law["B"] * tokens ** -law["beta"]
        best, step = np.log10(sizes[losses.argmin()]), (high - low) / 100
        low, high = best - step, best + step
    return float(10**best)


@best_size.mistake
def size_that_ties_the_terms(compute: float, law: dict[str, float]) -> float:
    """Where both terms are equal: right only if the exponents are."""
    ratio = law["A"] / law["B"] * (compute / 6) ** law["beta"]
    return float(ratio ** (1 / (law["alpha"] + law["beta"])))


@best_size.mistake
def size_with_twenty_tokens_each(compute: float, law: dict[str, float]) -> float:
    return float((compute / 120) ** 0.5)


def curves(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Losses on a parabola in log N, then with some noise."""
    yield np.array([1e2, 1e3, 1e4]), np.array([2.0, 1.0, 2.0])
    yield np.array([1e2, 1e3, 1e4]), np.array([1.0, 2.0, 5.0])
    for noise in [0.0] * 5 + [0.02] * 10:
        sizes = 10 ** (rng.uniform(2, 6) + np.arange(rng.integers(4, 9)) / 3)
        best = np.log(sizes).mean() + rng.normal(0, 0.5)
        width = rng.uniform(0.05, 0.5)
        losses = rng.uniform(1, 3) + width * (np.log(sizes) - best) ** 2
        yield sizes, losses + noise * width * rng.normal(size=len(sizes))


@exercise(
    "compute-optimal-2",
    curves,
    hints=(
        "Sizes increase by factors, so work with their logarithm: let x be log N.",
        "`np.polyfit(x, losses, 2)` returns a, b and c of `a * x**2 + b * x + c`.",
        "At its lowest point, the slope of the parabola, 2 a x + b, is 0. Solve for x. The answer "
        "is a size, not a logarithm: take e to the power of x.",
    ),
)
def lowest(sizes: Array, losses: Array) -> float:
    """Estimate the best size from the losses of a few sizes.

    - `sizes`: an array [n] of numbers of parameters, n at least 3.
    - `losses`: an array [n], the losses of models of these sizes, all
      trained with the same budget. The smallest and the largest
      models have the highest losses.

    Fit a parabola in log N to the losses by least squares. Returns the
    size at which the parabola is lowest, which needn't be one that was
    tried. For sizes 100, 1000, 10,000 and losses 2, 1, 2, it is 1000.
    """
    a, b, _ = np.polyfit(np.log(sizes), losses, 2)
    return float(np.exp(-b / (2 * a)))


@lowest.right
def lowest_by_normal_equations(sizes: Array, losses: Array) -> float:
    """In powers of ten, around their middle."""
    x = np.log10(sizes)
    middle = x.mean()
    design = np.stack([np.ones(len(x)), x - middle, (x - middle) ** 2], 1)
    _, slope, bend = np.linalg.solve(design.T @ design, design.T @ losses)
    return float(10 ** (middle - slope / (2 * bend)))


@lowest.mistake
def lowest_that_was_tried(sizes: Array, losses: Array) -> float:
    return float(sizes[losses.argmin()])


@lowest.mistake
def lowest_without_logarithm(sizes: Array, losses: Array) -> float:
    """On sizes as they are the curve leans to one side."""
    a, b, _ = np.polyfit(sizes, losses, 2)
    return float(-b / (2 * a))


@lowest.mistake
def lowest_as_a_logarithm(sizes: Array, losses: Array) -> float:
    a, b, _ = np.polyfit(np.log(sizes), losses, 2)
    return float(-b / (2 * a))


@lowest.mistake
def lowest_twice_as_far(sizes: Array, losses: Array) -> float:
    """The 2 of the slope forgotten."""
    a, b, _ = np.polyfit(np.log(sizes), losses, 2)
    return float(np.exp(min(-b / a, 700)))
