"""Exercises of the page on PPO, GRPO and DPO."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.alignment import dpo, ppo
from lessoncode.alignment.preferences import Comparisons
from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch


def answers(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, list[int], float]]:
    """Two answers each: equal ones, unequal lengths, with padding."""
    one, two = np.array([[-2.0], [-2]]), np.array([[-2.0, -2], [-2, -2]])
    yield one, one, [1, 1], 1.0
    yield np.array([[-1.0], [-3]]), one, [1, 1], 1.0
    yield np.array([[-1.0, -1], [-2, -2]]), two, [2, 2], 0.5
    yield np.array([[-1.0, -1], [-1, -7]]), two, [2, 1], 0.5
    for n in range(1, 30):
        log_p, log_ref = np.log(rng.uniform(0.05, 1, (2, 2, n)))
        lengths = rng.integers(1, n + 1, 2).tolist()
        yield log_p, log_ref, lengths, float(rng.choice([0.1, 0.5, 2]))


@exercise(
    "ppo-grpo-dpo-1",
    answers,
    hints=(
        "The log-probability of a whole answer is the sum over its tokens, so a longer "
        "answer is usually less probable. Leave out what comes after its length.",
        "h is the log-probability of the answer under the policy, minus that under the "
        "reference. A policy that has not moved has h = 0.",
        "beta * h is the reward that the policy implies, up to a number that both answers "
        "share. Put the difference of the two rewards into Bradley and Terry's loss.",
    ),
)
def dpo_loss(
    log_p: Array, log_ref: Array, lengths: list[int], beta: float
) -> tuple[float, float, float]:
    """Compute DPO's loss for one comparison.

    - `log_p`: an array [2, n_seq], the policy's log-probabilities of the
      tokens of two answers. Row 0 is the answer that was preferred.
    - `log_ref`: the reference's, for the same tokens.
    - `lengths`: how many tokens each answer has, its end included. What
      comes after them is padding and means nothing.
    - `beta`: the price of a nat of drift from the reference.

    Returns three numbers: h of the preferred answer, h of the other,
    and the loss. Here h is log(pi / ref) of a whole answer.
    With log_p `[[-1, -1], [-3, -7]]`, log_ref `[[-2, -2], [-2, -5]]`,
    lengths `[2, 1]` and beta 0.5 they are 2, -1 and 0.201413.
    """
    inside = np.arange(np.shape(log_p)[1]) < np.array(lengths)[:, None]
    h = np.sum(np.asarray(log_p) - log_ref, 1, where=inside)
    row = np.zeros((2, 1), int)
    pair = Comparisons(Batch(row, row, None), np.array([0]), np.array([1]))
    loss = dpo.dpo_loss(Tensor(h), pair, beta)
    return float(h[0]), float(h[1]), float(loss.data[0])


@dpo_loss.right
def dpo_with(
    log_p: Any, log_ref: Any, lengths: Any, beta: float, part: Any = np.sum, sign: int = 1
) -> Any:
    h = [part((log_p - log_ref)[i, : lengths[i]]) for i in range(2)]
    return *h, np.log1p(np.exp(-sign * beta * (h[0] - h[1])))


@dpo_loss.right
def dpo_by_products(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    """With probabilities of whole answers: loss = log(1 + odds of the other)."""
    odds = []
    for i in range(2):
        inside = slice(0, lengths[i])
        odds.append(np.exp(log_p[i, inside]).prod() / np.exp(log_ref[i, inside]).prod())
    return [*np.log(odds), math.log(1 + (odds[1] / odds[0]) ** beta)]


@dpo_loss.mistake
def dpo_mean(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    return dpo_with(log_p, log_ref, lengths, beta, part=np.mean)


@dpo_loss.mistake
def dpo_turned(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    return dpo_with(log_p, log_ref, lengths, beta, sign=-1)


@dpo_loss.mistake
def dpo_with_padding(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    return dpo_with(log_p, log_ref, [log_p.shape[1]] * 2, beta)


@dpo_loss.mistake
def dpo_without_end(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    return dpo_with(log_p, log_ref, [n - 1 for n in lengths], beta)


@dpo_loss.mistake
def dpo_without_reference(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    return dpo_with(log_p, np.zeros(log_ref.shape), lengths, beta)


@dpo_loss.mistake
def dpo_beta_outside(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    *h, loss = dpo_with(log_p, log_ref, lengths, 1.0)
    return *h, beta * loss


def tokens(rng: np.random.Generator) -> Iterator[tuple[float, float, float, float]]:
    """Before a step, after one that went too far, either way, then many."""
    for p in (0.5, 0.75, 0.25):
        for advantage in (2.0, -2.0):
            yield math.log(p), math.log(0.5), advantage, 0.2
    for _ in range(30):
        now, old = np.log(rng.uniform(0.1, 1, 2)).tolist()
        yield now, old, float(rng.normal()), float(rng.choice([0.1, 0.2, 0.5]))


@exercise(
    "ppo-grpo-dpo-2",
    tokens,
    hints=(
        "`ratio = exp(log_p - log_old)`. Held within clip of 1, it is "
        "`min(max(ratio, 1 - clip), 1 + clip)`. There are two gains, each a ratio times the "
        "advantage.",
        "The smaller of the two gains counts. With a negative advantage, the larger ratio gives "
        "the smaller gain.",
        "Where the gain of the held ratio counts and the ratio is outside, nothing changes with "
        "log_p: the slope is 0. Elsewhere, the slope of `ratio * advantage` is the product "
        "itself, because the slope of eˣ is eˣ.",
    ),
)
def clipped(log_p: float, log_old: float, advantage: float, clip: float) -> tuple[float, float]:
    """Compute PPO's clipped gain of one token, and its slope.

    - `log_p`: the log-probability that the policy gives to the token now.
    - `log_old`: the one it gave when the answer was drawn.
    - `advantage`: how much better than expected the answer was.
    - `clip`: how far the ratio of the two probabilities may be from 1.

    Returns two things: the gain, which is the smaller of
    `ratio * advantage` and `held * advantage`, where `held` is the ratio
    kept between `1 - clip` and `1 + clip`; and how steeply the gain rises
    with log_p. With probability 0.75 now and 0.5 then, advantage 2 and clip
    0.2 they are 2.4 and 0; with advantage -2 they are -3 and -3.
    """
    taped = Tensor(np.array(log_p), requires_grad=True)
    gain = ppo.clipped_objective(taped, np.array(log_old), np.array(advantage), clip)
    gain.backward()
    assert taped.grad is not None
    return float(gain.data), float(taped.grad)


@clipped.right
def clipped_by_sides(log_p: float, log_old: float, advantage: float, clip: float) -> Any:
    """Too far is above for what was good, below for what was bad."""
    ratio = math.exp(log_p - log_old)
    if advantage > 0 and ratio > 1 + clip:
        return (1 + clip) * advantage, 0.0
    if advantage < 0 and ratio < 1 - clip:
        return (1 - clip) * advantage, 0.0
    return ratio * advantage, ratio * advantage


@clipped.right
def clipped_with(
    log_p: float,
    log_old: float,
    advantage: float,
    clip: float,
    choose: Any = min,
) -> Any:
    ratio = math.exp(log_p - log_old)
    held = min(max(ratio, 1 - clip), 1 + clip)
    gain = choose(ratio * advantage, held * advantage)
    return gain, gain if gain == ratio * advantage else 0.0


@clipped.mistake
def clipped_always(log_p: float, log_old: float, advantage: float, clip: float) -> Any:
    """Holds the ratio even where the step went the wrong way."""
    return clipped_with(log_p, log_old, advantage, clip, choose=lambda plain, held: held)


@clipped.mistake
def clipped_larger(log_p: float, log_old: float, advantage: float, clip: float) -> Any:
    return clipped_with(log_p, log_old, advantage, clip, choose=max)


@clipped.mistake
def clipped_never(log_p: float, log_old: float, advantage: float, clip: float) -> Any:
    return clipped_with(log_p, log_old, advantage, clip, choose=lambda plain, held: plain)


@clipped.mistake
def clipped_slope_of_ratio(log_p: float, log_old: float, advantage: float, clip: float) -> Any:
    """Takes the slope with respect to the ratio, not to log_p."""
    gain, slope = clipped_with(log_p, log_old, advantage, clip)
    return gain, advantage if slope else 0.0
