"""Answers to the exercises on rewards that can be checked: right ones of other forms, mistakes."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np


def total(question: str) -> int:
    a, b = question.rstrip("=").split("+")
    return int(a) + int(b)


def mark_by_text(question: str, answer: str) -> bool:
    """Compares texts, and calls it true or false."""
    if not answer.endswith("."):
        return False
    number = answer[:-1].split(";")[-1]
    return number.lstrip("0") == str(total(question)) and set(number) <= set("0123456789")


def mark_by_zip(question: str, answer: str) -> int:
    """The bug of the page: an answer that stops early is right so far."""
    number = answer.rstrip(".").rpartition(";")[2]
    both = zip(str(total(question)), number, strict=False)
    return int(all(x == y for x, y in both))


def mark_if_it_is_there(question: str, answer: str) -> int:
    return int(str(total(question)) in answer)


def mark_the_end(question: str, answer: str) -> int:
    return int(answer.endswith(f"{total(question)}."))


def mark_without_full_stop(question: str, answer: str) -> int:
    number = answer.rstrip(".").rpartition(";")[2]
    return int(number.isdigit() and int(number) == total(question))


def mark_the_last_number(question: str, answer: str) -> int:
    numbers = re.findall("[0-9]+", answer)
    return int(bool(numbers) and int(numbers[-1]) == total(question))


def mark_the_first_number(question: str, answer: str) -> int:
    number = answer.rstrip(".").partition(";")[0]
    return int(number.isdigit() and int(number) == total(question))


def mark_what_python_reads(question: str, answer: str) -> int:
    """int() also reads "+132"."""
    try:
        number = int(answer[:-1].rpartition(";")[2])
    except ValueError:
        return 0
    return int(answer.endswith(".") and number == total(question))


def mark_always(question: str, answer: str) -> int:
    return 1


def at_k_by_product(tries: Any, k: int) -> Any:
    """As Chen et al. compute it."""
    found = []
    for row in np.array(tries):
        n, c = len(row), row.sum()
        ratios = 1 - k / np.arange(n - c + 1, n + 1)
        found.append(1.0 if n - c < k else 1 - np.prod(ratios))
    return np.array(found)


def at_k_one_by_one(tries: Any, k: int) -> Any:
    """Chooses one after the other and never a right one, in fractions."""
    found = []
    for row in tries:
        none = Fraction(1)
        for i in range(k):
            none *= Fraction(max(row.count(0) - i, 0), len(row) - i)
        found.append(1 - none)
    return found


def at_k_plugged_in(tries: Any, k: int) -> Any:
    return [1 - (1 - np.mean(row)) ** k for row in tries]


def at_k_of_the_first(tries: Any, k: int) -> Any:
    return [float(max(row[:k])) for row in tries]


def at_k_all_right(tries: Any, k: int) -> Any:
    wrong = [[1 - x for x in row] for row in tries]
    return [1 - p for p in at_k_one_by_one(wrong, k)]


def at_k_averaged(tries: Any, k: int) -> Any:
    """Already pass@k, the mean over all questions."""
    return np.mean(at_k_by_product(tries, k))


def pushes_by_differences(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    """The gain in front of your eyes; its slopes by central differences."""
    a = (rewards - np.mean(rewards))[:, None]

    def gain(log_p: Any) -> Any:
        ratio = np.exp(log_p) / p_old
        return np.minimum(ratio * a, np.clip(ratio, 1 - clip, 1 + clip) * a)

    x, step = np.log(p), 1e-4
    near, far = (gain(x + n * step) - gain(x - n * step) for n in (1, 2))
    return a[:, 0], (8 * near - far) / (12 * step)


def pushes_with(p: Any, p_old: Any, a: Any, clip: float, free: Any = None) -> Any:
    ratio = p / p_old
    if free is None:
        free = np.where(a[:, None] > 0, ratio < 1 + clip, ratio > 1 - clip)
    return a, ratio * a[:, None] * free


def pushes_by_cases(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    return pushes_with(p, p_old, rewards - rewards.mean(), clip)


def pushes_both_sides(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    """Without the minimum: held whichever way it went."""
    return pushes_with(p, p_old, rewards - rewards.mean(), clip, abs(p / p_old - 1) < clip)


def pushes_unclipped(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    return pushes_with(p, p_old, rewards - rewards.mean(), np.inf)


def pushes_held_not_still(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    """The gain, where its slope was asked for."""
    a = rewards - rewards.mean()
    ratio = p / p_old
    near = np.clip(ratio, 1 - clip, 1 + clip)
    return a, np.minimum(ratio * a[:, None], near * a[:, None])


def pushes_by_std(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    return pushes_with(p, p_old, (rewards - rewards.mean()) / (rewards.std() + 1e-4), clip)


def pushes_without_a_mean(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    return pushes_with(p, p_old, rewards.astype(float), clip)


def pushes_without_a_ratio(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    a, pushed = pushes_by_cases(p, p_old, rewards, clip)
    return a, np.sign(abs(pushed)) * a[:, None]


def pushes_turned(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    return pushes_with(p, p_old, rewards.mean() - rewards, clip)


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("checked-rewards-1", mark_by_text),
    ("checked-rewards-2", at_k_by_product),
    ("checked-rewards-2", at_k_one_by_one),
    ("checked-rewards-3", pushes_by_differences),
    ("checked-rewards-3", pushes_by_cases),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("checked-rewards-1", mark_by_zip),
    ("checked-rewards-1", mark_if_it_is_there),
    ("checked-rewards-1", mark_the_end),
    ("checked-rewards-1", mark_without_full_stop),
    ("checked-rewards-1", mark_the_last_number),
    ("checked-rewards-1", mark_the_first_number),
    ("checked-rewards-1", mark_what_python_reads),
    ("checked-rewards-1", mark_always),
    ("checked-rewards-2", at_k_plugged_in),
    ("checked-rewards-2", at_k_of_the_first),
    ("checked-rewards-2", at_k_all_right),
    ("checked-rewards-2", at_k_averaged),
    ("checked-rewards-3", pushes_both_sides),
    ("checked-rewards-3", pushes_unclipped),
    ("checked-rewards-3", pushes_held_not_still),
    ("checked-rewards-3", pushes_by_std),
    ("checked-rewards-3", pushes_without_a_mean),
    ("checked-rewards-3", pushes_without_a_ratio),
    ("checked-rewards-3", pushes_turned),
]
