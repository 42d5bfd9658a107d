"""Exercises of the page on real runs."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array, Tensor


def ratings(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Two answers or more, liked and disliked."""
    yield np.array([0.0, 0.0]), np.array([0.0, 1.0])
    yield np.array([0.0, 0.0]), np.array([1.0, 1.0])
    yield np.array([0.0, 0.0]), np.array([3.0, 1.0])
    yield np.array([0.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0])
    for size in range(2, 20):
        yield rng.normal(size=size), rng.normal(size=size)


@exercise(
    "real-runs-1",
    ratings,
    hints=(
        "Each logit affects all the probabilities. If logit i rises, `p[i]` changes with the slope "
        "`p[i] * (1 - p[i])`, and every other `p[j]` with the slope `-p[i] * p[j]`.",
        "For one logit, multiply these slopes by the ratings and add them up. Factor out `p[i]`.",
        "The other factor is the rating of i minus the mean rating: an answer becomes more likely "
        "if its rating is above the mean.",
    ),
)
def toward_rating(logits: Array, ratings: Array) -> Array:
    """Compute how a model's mean rating depends on its logits.

    - `logits`: an array [n], the model's scores for its n answers.
      Softmax turns them into probabilities.
    - `ratings`: an array [n], how much a rater likes each answer.

    The mean rating is the sum of the ratings, each multiplied by the
    probability of its answer. Return an array [n]: how fast this mean
    rises with each logit. Compute these slopes exactly: six digits
    must be right, and trying out small changes is less accurate. For
    the logits `[0, 0]` and the ratings `[0, 1]`, the result is
    `[-0.25, 0.25]`.
    """
    w = Tensor(logits)
    exp = w.exp()
    (exp / exp.sum() * ratings).sum().backward()
    assert w.grad is not None
    return w.grad


def softmax(logits: Any) -> Any:
    powers = np.exp(logits - np.max(logits))
    return powers / powers.sum()


@toward_rating.right
def toward_rating_by_all_slopes(logits: Any, ratings: Any) -> Any:
    """Every probability's slope by every logit, as a matrix."""
    p = softmax(logits)
    return (np.diag(p) - np.outer(p, p)) @ ratings


@toward_rating.right
def toward_rating_by_pairs(logits: Any, ratings: Any) -> Any:
    p, n = softmax(logits), range(len(logits))
    return [sum(p[i] * p[j] * (ratings[i] - ratings[j]) for j in n) for i in n]


@toward_rating.mistake
def toward_rating_without_mean(logits: Any, ratings: Any) -> Any:
    return softmax(logits) * ratings


@toward_rating.mistake
def toward_rating_plain_mean(logits: Any, ratings: Any) -> Any:
    return softmax(logits) * (ratings - ratings.mean())


@toward_rating.mistake
def toward_rating_as_text(logits: Any, ratings: Any) -> Any:
    """The slope of the other objective, in which ratings are shares."""
    return ratings - softmax(logits)


@toward_rating.mistake
def toward_rating_unweighted(logits: Any, ratings: Any) -> Any:
    return ratings - softmax(logits) @ ratings


@toward_rating.mistake
def toward_rating_as_loss(logits: Any, ratings: Any) -> Any:
    return -toward_rating_by_all_slopes(logits, ratings)


def stages(rng: np.random.Generator) -> Iterator[tuple[list[tuple[int, int]]]]:
    """One stage, several, and those of Llama 3.1 405B."""
    yield ([(12, 4)],)
    yield ([(10, 4)],)
    yield ([(12, 4), (20, 8)],)
    yield ([(12, 4), (30, 8)],)
    yield ([(9, 2), (20, 8), (21, 16)],)
    # arXiv 2407.21783, section 3.4.1
    yield ([(252_000_000, 4_000_000), (2_870_000_000_000, 8_000_000)],)
    for size in range(1, 20):
        ends = np.cumsum(rng.integers(1, 10_000, size=size)).tolist()
        batches = (2 ** rng.integers(0, 9, size=size)).tolist()
        yield (list(zip(ends, batches, strict=True)),)


@exercise(
    "real-runs-2",
    stages,
    hints=(
        "The first number of a stage counts from the beginning of the run. How many tokens belong "
        "to the stage itself?",
        "Divide this number by the batch size and round up: `math.ceil(tokens / batch)`.",
    ),
)
def updates(stages: list[tuple[int, int]]) -> list[int]:
    """Count the updates of a run whose batches grow during training.

    - `stages`: a list of pairs `(end, batch)` of whole numbers. For
      example, `[(12, 4), (30, 8)]` means batches of 4 tokens until 12
      tokens have been read, then batches of 8 until 30. So `end` is counted
      from the beginning of the run.

    Return a list with the number of updates in each stage. Each batch
    leads to one update. If the last tokens of a stage don't fill a
    batch, they form a smaller one. The result for the stages above is
    `[3, 3]`.
    """
    counts, start = [], 0
    for end, batch in stages:
        counts.append(len(range(start, end, batch)))
        start = end
    return counts


@updates.right
def updates_one_by_one(stages: Any) -> Any:
    counts, read = [], 0
    for end, batch in stages:
        n = (end - read) // batch
        counts.append(np.int64(n + (read + n * batch < end)))
        read = end
    return np.array(counts)


@updates.right
def updates_by_pairs(stages: Any) -> Any:
    ends = [0, *(end for end, _ in stages)]
    sizes = zip(pairwise(ends), stages, strict=True)
    return tuple(-(-(end - start) // batch) for (start, end), (_, batch) in sizes)


@updates.mistake
def updates_from_the_beginning(stages: Any) -> Any:
    return [-(-end // batch) for end, batch in stages]


@updates.mistake
def updates_rounded_down(stages: Any) -> Any:
    counts, start = [], 0
    for end, batch in stages:
        counts.append((end - start) // batch)
        start = end
    return counts


@updates.mistake
def updates_rounded(stages: Any) -> Any:
    counts, start = [], 0
    for end, batch in stages:
        counts.append(round((end - start) / batch))
        start = end
    return counts


@updates.mistake
def updates_in_all(stages: Any) -> Any:
    return sum(updates_by_pairs(stages))


def plans(
    rng: np.random.Generator,
) -> Iterator[tuple[float, float, int, float, float]]:
    """From a run on one processor to some like those of the page."""
    yield 1e9, 20e9, 1, 1, 1
    yield 1e9, 20e9, 8, 400, 2
    yield 37e9, 14.8e12, 2048, 343, 2  # as DeepSeek-V3, arXiv 2412.19437
    for _ in range(20):
        parameters, tokens = 10 ** rng.uniform(6, 12, size=2)
        gpus, speed = int(rng.integers(1, 20_000)), float(rng.uniform(10, 900))
        price = float(rng.uniform(1, 4))
        yield float(parameters), float(100 * tokens), gpus, speed, price


@exercise(
    "real-runs-3",
    plans,
    hints=(
        "First compute the operations of the whole run. For the petaflop/s-days, you need only "
        "these and the number of seconds in a day.",
        "Divide the operations by those that one processor does in a second. The result is how "
        "many seconds one processor would need by itself. Turn it into hours, and pay for these.",
        "The processors share the hours. For days, divide by the number of processors and by 24. "
        "Their number changes the days, but not the price.",
    ),
)
def cost(
    parameters: float, tokens: float, gpus: int, speed: float, price: float
) -> tuple[float, float, float, float]:
    """Estimate what a training run costs.

    - `parameters, tokens`: the size of the model and of its text.
      Training takes six operations per parameter per token.
    - `gpus`: how many graphics processors (GPUs) work at the same time.
    - `speed`: the speed of one GPU in teraflop/s, which are 10¹²
      operations a second.
    - `price`: the price of one GPU for an hour, in dollars.

    Return four numbers: the work in petaflop/s-days (one is a day at
    10¹⁵ operations a second), the GPU hours (the hours of all GPUs
    added up), the days that the run takes, and its price in dollars.
    `cost(1e9, 20e9, 8, 400, 2)` is about (1.389, 83.33, 0.434, 166.7).
    """
    operations = 6 * Fraction(parameters) * Fraction(tokens)
    hours = operations / Fraction(speed) / 10**12 / 3600
    work = operations / 10**15 / 86_400
    exact = work, hours, hours / gpus / 24, hours * Fraction(price)
    one, two, three, four = map(float, exact)
    return one, two, three, four


@cost.right
def cost_by_days(parameters: float, tokens: float, gpus: int, speed: float, price: float) -> Any:
    work = 6 * parameters * tokens / 86_400e15
    days = work * 1000 / speed / gpus  # a petaflop is a thousand teraflop
    hours = days * 24 * gpus
    return np.array([work, hours, days, hours * price])


@cost.mistake
def cost_of_two(parameters: float, *others: Any) -> Any:
    return cost_by_days(parameters / 3, *others)


@cost.mistake
def cost_days_of_one(parameters: float, tokens: float, gpus: int, *others: Any) -> Any:
    work, hours, days, dollars = cost_by_days(parameters, tokens, gpus, *others)
    return work, hours, days * gpus, dollars


@cost.mistake
def cost_of_one(parameters: float, tokens: float, gpus: int, *others: Any) -> Any:
    work, hours, days, dollars = cost_by_days(parameters, tokens, gpus, *others)
    return work, hours / gpus, days, dollars / gpus


@cost.mistake
def cost_in_petaflops(parameters: float, tokens: float, gpus: int, speed: float, price: Any) -> Any:
    work, *others = cost_by_days(parameters, tokens, gpus, 1000 * speed, price)
    return work, *others


@cost.mistake
def cost_in_seconds(*inputs: Any) -> Any:
    work, hours, days, dollars = cost_by_days(*inputs)
    return work * 86_400, hours, days, dollars
