"""Answers to the exercises on alignment: right ones of other forms, and mistakes people make."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np


def comparisons_by_matrix(rewards: Any, pairs: Any) -> Any:
    """A matrix with 1 at the better and -1 at the worse of each pair."""
    sides = np.eye(len(rewards))[pairs]
    signs = sides[:, 0] - sides[:, 1]
    margins = signs @ rewards
    slopes = -signs.T @ (0.5 - 0.5 * np.tanh(margins / 2)) / len(pairs)
    return np.logaddexp(0, -margins).mean(), slopes


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


def comparisons_turned(rewards: Any, pairs: Any) -> Any:
    return comparisons_with(rewards, pairs, sign=-1)


def comparisons_uphill(rewards: Any, pairs: Any) -> Any:
    return comparisons_with(rewards, pairs, uphill=-1)


def comparisons_summed(rewards: Any, pairs: Any) -> Any:
    return comparisons_with(rewards, pairs, n=1)


def best_by_partition(ref: Any, rewards: Any, beta: float) -> Any:
    """In plain Python; the KL follows from beta log Z = reward - beta KL."""
    weights = [q * math.exp(r / beta) for q, r in zip(ref, rewards, strict=True)]
    z = math.fsum(weights)
    pi = [w / z for w in weights]
    mean = math.fsum(p * r for p, r in zip(pi, rewards, strict=True))
    return pi, mean, mean / beta - math.log(z)


def best_in_logs(ref: Any, rewards: Any, beta: float) -> Any:
    """In logarithms, with the largest taken away."""
    log_p = np.log(ref) + rewards / beta
    log_p -= log_p.max()
    log_p -= np.log(np.exp(log_p).sum())
    ratio = log_p - np.log(ref)
    return np.exp(log_p), np.sum(np.exp(log_p) * rewards), np.sum(np.exp(log_p) * ratio)


def best_turned_kl(ref: Any, rewards: Any, beta: float) -> Any:
    pi = ref * np.exp(rewards / beta)
    pi /= pi.sum()
    return pi, pi @ rewards, ref @ np.log(ref / pi)


def best_negative_kl(ref: Any, rewards: Any, beta: float) -> Any:
    pi, mean, kl = best_in_logs(ref, rewards, beta)
    return pi, mean, -kl


def best_in_bits(ref: Any, rewards: Any, beta: float) -> Any:
    pi, mean, kl = best_in_logs(ref, rewards, beta)
    return pi, mean, kl / np.log(2)


def best_without_reference(ref: Any, rewards: Any, beta: float) -> Any:
    pi, mean, _ = best_in_logs(np.ones(len(ref)), rewards, beta)
    return pi, mean, pi @ np.log(pi / ref)


def best_times_beta(ref: Any, rewards: Any, beta: float) -> Any:
    return best_in_logs(ref, rewards, 1 / beta)


def dpo_with(
    log_p: Any, log_ref: Any, lengths: Any, beta: float, part: Any = np.sum, sign: int = 1
) -> Any:
    h = [part((log_p - log_ref)[i, : lengths[i]]) for i in range(2)]
    return *h, np.log1p(np.exp(-sign * beta * (h[0] - h[1])))


def dpo_by_products(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    """With probabilities of whole answers: loss = log(1 + odds of the other)."""
    odds = []
    for i in range(2):
        inside = slice(0, lengths[i])
        odds.append(np.exp(log_p[i, inside]).prod() / np.exp(log_ref[i, inside]).prod())
    return [*np.log(odds), math.log(1 + (odds[1] / odds[0]) ** beta)]


def dpo_mean(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    return dpo_with(log_p, log_ref, lengths, beta, part=np.mean)


def dpo_turned(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    return dpo_with(log_p, log_ref, lengths, beta, sign=-1)


def dpo_with_padding(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    return dpo_with(log_p, log_ref, [log_p.shape[1]] * 2, beta)


def dpo_without_end(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    return dpo_with(log_p, log_ref, [n - 1 for n in lengths], beta)


def dpo_without_reference(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    return dpo_with(log_p, np.zeros(log_ref.shape), lengths, beta)


def dpo_beta_outside(log_p: Any, log_ref: Any, lengths: Any, beta: float) -> Any:
    *h, loss = dpo_with(log_p, log_ref, lengths, 1.0)
    return *h, beta * loss


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("alignment-1", comparisons_by_matrix),
    ("alignment-1", comparisons_by_differences),
    ("alignment-2", best_by_partition),
    ("alignment-2", best_in_logs),
    ("alignment-3", dpo_with),
    ("alignment-3", dpo_by_products),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("alignment-1", comparisons_lost),
    ("alignment-1", comparisons_turned),
    ("alignment-1", comparisons_uphill),
    ("alignment-1", comparisons_summed),
    ("alignment-2", best_turned_kl),
    ("alignment-2", best_negative_kl),
    ("alignment-2", best_in_bits),
    ("alignment-2", best_without_reference),
    ("alignment-2", best_times_beta),
    ("alignment-3", dpo_mean),
    ("alignment-3", dpo_turned),
    ("alignment-3", dpo_with_padding),
    ("alignment-3", dpo_without_end),
    ("alignment-3", dpo_without_reference),
    ("alignment-3", dpo_beta_outside),
]
