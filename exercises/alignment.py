"""Exercises of the page on alignment."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from lessoncode.alignment import dpo, preferences
from lessoncode.alignment.optimum import Enumeration
from lessoncode.alignment.policy import Policy
from lessoncode.alignment.preferences import Comparisons
from lessoncode.grading.exercise import exercise
from lessoncode.model.layers import Ids
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch


def choices(rng: np.random.Generator) -> Iterator[tuple[Array, Ids]]:
    """One pair, an answer in two pairs, pairs that come twice."""
    yield np.zeros(2), np.array([[0, 1]])
    yield np.array([1.0, 0]), np.array([[0, 1]])
    yield np.zeros(3), np.array([[0, 1], [0, 2]])
    yield np.array([1.0, 0, 0]), np.array([[0, 1], [1, 2], [0, 1]])
    for n in range(2, 30):
        first = rng.integers(n, size=2 * n)
        second = (first + rng.integers(1, n, size=2 * n)) % n
        yield 2 * rng.normal(size=n), np.stack([first, second], 1)


@exercise(
    "alignment-1",
    choices,
    hints=(
        "The margin of a pair is the reward of its better answer minus that of the worse. The "
        "loss of a pair is -log sigmoid(margin).",
        "The slope of -log sigmoid(margin) with respect to the margin is -(1 - sigmoid(margin)). "
        "The better answer's reward gets it as it is, the worse one's with the sign turned round.",
        "An answer may be in many pairs, and its slopes add up. NumPy's  slopes[rows] += x  adds "
        "only once where a row comes twice; a loop or  np.add.at  adds all.",
    ),
)
def bradley_terry(rewards: Array, pairs: Ids) -> tuple[float, Array]:
    """Compute the loss of a reward model on comparisons, and its slopes.

    rewards: an array [n_answers], one number for each answer.
    pairs: an array [n_pairs, 2]. Each row names two answers by their
        places, first the one that was preferred.
    Returns two things. The loss is the mean over the pairs of -log of
    the probability that Bradley and Terry give to the choice. The
    slopes are an array [n_answers]: how steeply the loss rises with
    each reward. With rewards [0, 0, 0] and pairs [[0, 1], [0, 2]] they
    are 0.693147 and [-0.5, 0.25, 0.25].
    """
    taped = Tensor(np.asarray(rewards, float), requires_grad=True)
    better, worse = pairs.T
    margin = taped[better] - taped[worse]
    loss = preferences.bradley_terry(margin).mean()
    loss.backward()
    assert taped.grad is not None
    return float(loss.data), taped.grad


@bradley_terry.right
def comparisons_by_matrix(rewards: Any, pairs: Any) -> Any:
    """A matrix with 1 at the better and -1 at the worse of each pair."""
    sides = np.eye(len(rewards))[pairs]
    signs = sides[:, 0] - sides[:, 1]
    margins = signs @ rewards
    slopes = -signs.T @ (0.5 - 0.5 * np.tanh(margins / 2)) / len(pairs)
    return np.logaddexp(0, -margins).mean(), slopes


@bradley_terry.right
def comparisons_by_differences(rewards: Any, pairs: Any) -> Any:
    """Slopes by central differences, good to far more than six digits."""

    def loss(r: Any) -> Any:
        better, worse = np.transpose(pairs)
        return np.log1p(np.exp(r[worse] - r[better])).mean()

    step = 1e-4
    moves = np.eye(len(rewards)) * step
    # Two steps together cancel the error of third order.
    near = [loss(rewards + move) - loss(rewards - move) for move in moves]
    far = [loss(rewards + 2 * move) - loss(rewards - 2 * move) for move in moves]
    slopes = [(8 * a - b) / (12 * step) for a, b in zip(near, far, strict=True)]
    return loss(rewards), slopes


@bradley_terry.mistake
def comparisons_lost(rewards: Any, pairs: Any) -> Any:
    """Adds only once where an answer is in several pairs."""
    better, worse = pairs.T
    margins = rewards[better] - rewards[worse]
    miss = 1 / (1 + np.exp(margins)) / len(pairs)
    slopes = np.zeros(len(rewards))
    slopes[better] -= miss
    slopes[worse] += miss
    return np.log1p(np.exp(-margins)).mean(), slopes


def comparisons_with(rewards: Any, pairs: Any, sign: int = 1, uphill: int = 1, n: int = 0) -> Any:
    loss, slopes = 0.0, np.zeros(len(rewards))
    for better, worse in pairs:
        p = 1 / (1 + np.exp(sign * (rewards[worse] - rewards[better])))
        loss -= np.log(p) / (n or len(pairs))
        slopes[better] -= sign * uphill * (1 - p) / (n or len(pairs))
        slopes[worse] += sign * uphill * (1 - p) / (n or len(pairs))
    return loss, slopes


@bradley_terry.mistake
def comparisons_turned(rewards: Any, pairs: Any) -> Any:
    return comparisons_with(rewards, pairs, sign=-1)


@bradley_terry.mistake
def comparisons_uphill(rewards: Any, pairs: Any) -> Any:
    return comparisons_with(rewards, pairs, uphill=-1)


@bradley_terry.mistake
def comparisons_summed(rewards: Any, pairs: Any) -> Any:
    return comparisons_with(rewards, pairs, n=1)


def prices(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, float]]:
    """References that are even or not, and prices high and low."""
    yield np.array([0.5, 0.5]), np.array([0.0, 2.0]), 2.0
    yield np.array([0.75, 0.25]), np.array([0.0, 2.0]), 2.0
    yield np.array([0.75, 0.25]), np.array([0.0, 2.0]), 0.5
    for n in range(2, 30):
        ref = rng.dirichlet(np.ones(n))
        yield ref, rng.normal(size=n), float(2.0 ** rng.integers(-3, 4))


@exercise(
    "alignment-2",
    prices,
    hints=(
        "Multiply each probability of the reference by e^(reward / beta). What you get does not "
        "add up to one.",
        "Divide by the sum. A mean over the answers that a policy gives is the sum of  "
        "pi * value  over all answers.",
        "In J the divergence is the mean of  log pi - log ref  over the answers of pi, not over "
        "those of ref.",
    ),
)
def best_policy(ref: Array, rewards: Array, beta: float) -> tuple[Array, float, float]:
    """Compute the policy that maximises (mean of r) - beta * KL.

    ref: an array [n_answers], the reference's probability of each
        answer. None is 0.
    rewards: an array [n_answers], the reward r of each answer.
    beta: the price for a nat of leaving the reference, above 0.
    Returns three things: the best policy, an array [n_answers] of
    probabilities, its mean reward, and its KL from the reference in
    nats. For the reference [0.5, 0.5], rewards [0, 2] and beta 2 they
    are [0.268941, 0.731059], 1.462117 and 0.110944.
    """
    n = len(ref)
    table = Table(np.tile(np.log(ref), (n, 1)))  # an answer is one token
    policy = Policy(table, end_id=0, n_tokens=1)

    def reward(batch: Batch) -> Array:
        given: Array = np.asarray(rewards)[batch.targets[:, -1]]
        return given

    world = Enumeration(policy, [[0]], reward, n)
    log_p = world.optimum(beta)
    mean, kl = world.reward(Tensor(log_p)), world.kl(Tensor(log_p))
    return np.exp(log_p[0]), float(mean.data), float(kl.data)


@best_policy.right
def best_by_partition(ref: Any, rewards: Any, beta: float) -> Any:
    """In plain Python; the KL follows from beta log Z = reward - beta KL."""
    weights = [q * math.exp(r / beta) for q, r in zip(ref, rewards, strict=True)]
    z = math.fsum(weights)
    pi = [w / z for w in weights]
    mean = math.fsum(p * r for p, r in zip(pi, rewards, strict=True))
    return pi, mean, mean / beta - math.log(z)


@best_policy.right
def best_in_logs(ref: Any, rewards: Any, beta: float) -> Any:
    """In logarithms, with the largest taken away."""
    log_p = np.log(ref) + rewards / beta
    log_p -= log_p.max()
    log_p -= np.log(np.exp(log_p).sum())
    ratio = log_p - np.log(ref)
    return np.exp(log_p), np.sum(np.exp(log_p) * rewards), np.sum(np.exp(log_p) * ratio)


@best_policy.mistake
def best_turned_kl(ref: Any, rewards: Any, beta: float) -> Any:
    pi = ref * np.exp(rewards / beta)
    pi /= pi.sum()
    return pi, pi @ rewards, ref @ np.log(ref / pi)


@best_policy.mistake
def best_negative_kl(ref: Any, rewards: Any, beta: float) -> Any:
    pi, mean, kl = best_in_logs(ref, rewards, beta)
    return pi, mean, -kl


@best_policy.mistake
def best_in_bits(ref: Any, rewards: Any, beta: float) -> Any:
    pi, mean, kl = best_in_logs(ref, rewards, beta)
    return pi, mean, kl / np.log(2)


@best_policy.mistake
def best_without_reference(ref: Any, rewards: Any, beta: float) -> Any:
    pi, mean, _ = best_in_logs(np.ones(len(ref)), rewards, beta)
    return pi, mean, pi @ np.log(pi / ref)


@best_policy.mistake
def best_times_beta(ref: Any, rewards: Any, beta: float) -> Any:
    return best_in_logs(ref, rewards, 1 / beta)


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
    "alignment-3",
    answers,
    hints=(
        "The log-probability of a whole answer is the sum over its tokens, so that a longer "
        "answer is less probable. Leave out what stands behind its length.",
        "h is the log-probability of the answer under the policy, minus that under the "
        "reference. A policy that has not moved has h = 0.",
        "beta * h is the reward that the policy stands for, up to a number that both answers "
        "share. Put the difference of the two rewards into Bradley and Terry's loss.",
    ),
)
def dpo_loss(
    log_p: Array, log_ref: Array, lengths: list[int], beta: float
) -> tuple[float, float, float]:
    """Compute DPO's loss for one comparison.

    log_p: an array [2, n_seq], the policy's log-probabilities of the
        tokens of two answers. Row 0 is the answer that was preferred.
    log_ref: the reference's, for the same tokens.
    lengths: how many tokens each answer has, its end included. What
        stands behind them is padding and means nothing.
    beta: the price for a nat of leaving the reference.
    Returns three numbers: h of the preferred answer, h of the other,
    and the loss. Here h is log(pi / ref) of a whole answer.
    With log_p [[-1, -1], [-3, -7]], log_ref [[-2, -2], [-2, -5]],
    lengths [2, 1] and beta 0.5 they are 2, -1 and 0.201413.
    """
    inside = np.arange(np.shape(log_p)[1]) < np.array(lengths)[:, None]
    h = np.sum(np.asarray(log_p) - log_ref, 1, where=inside)
    row = np.zeros((1, 1), int)
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
