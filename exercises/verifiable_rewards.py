"""Exercises of the page on rewards that can be checked."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from lessoncode.alignment.grpo import group_advantages
from lessoncode.alignment.ppo import clipped_objective
from lessoncode.grading.exercise import exercise
from lessoncode.model.tensor import Array, Tensor
from lessoncode.worlds.addition import answer_in

SIGNS = list("0123456789+=,;.")
ANSWERS = [
    *("132.", "131.", "12,13;132.", "12,13;131.", "10,11;132.", "13.", "."),
    *("1320.", "1132.", "132", "12,13;13", "132;131.", "131;132.", "12,13;."),
    *("132;.", "12,132.", "47+85.", "47+85=132.", "+132.", "0132.", ";;132."),
]


def sums(rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Answers meant to fool a program, and right ones with a slip."""
    for answer in ANSWERS:
        yield "47+85=", answer
    for _ in range(200):
        a, b = rng.integers(1, 1000, 2).tolist()
        answer = f"{a};{a + b}." if rng.random() < 0.5 else f"{a + b}."
        at, more = rng.integers(len(answer) + 1), rng.integers(2)
        slip = str(rng.choice(SIGNS))
        yield f"{a}+{b}=", answer[:at] + slip + answer[at + more :]


@exercise(
    "verifiable-rewards-1",
    sums,
    hints=(
        "First check that the answer ends with a full stop, and remove it. Then look only at what "
        "follows the last semicolon: `rpartition(';')` or `split(';')[-1]`.",
        "Is that a number at all? `isdigit()` checks this, and is false for an empty text. If it "
        "isn't a number, the answer gets 0.",
        "Compare whole numbers, not texts. Then no answer can be too short or too long. For the "
        "sum, add the two parts of `question.rstrip('=').split('+')`.",
    ),
)
def mark(question: str, answer: str) -> int:
    """Mark an answer to a sum, so that nothing fools you.

    - `question`: a sum of two whole numbers, such as `"47+85="`.
    - `answer`: what a model wrote, using only the digits 0 to 9 and
      `+=,;.`.

    The number that counts is between the last semicolon (or the
    beginning, if there is no semicolon) and a full stop at the very
    end. It consists of one or more digits and nothing else. Zeros in
    front of it change nothing.
    Return 1 if this number is there and is the sum, and 0 otherwise.
    For the question `"47+85="`, the answers `"132."`, `"10,11;132."` and
    `"0132."` get 1, and `"13."`, `"132"` and `"132;131."` get 0.
    """
    a, b = question[:-1].split("+")
    return int(answer_in(answer) == int(a) + int(b))


def total(question: str) -> int:
    a, b = question.rstrip("=").split("+")
    return int(a) + int(b)


@mark.right
def mark_by_text(question: str, answer: str) -> bool:
    """Compares texts, and calls it true or false."""
    if not answer.endswith("."):
        return False
    number = answer[:-1].split(";")[-1]
    return number.lstrip("0") == str(total(question)) and set(number) <= set("0123456789")


@mark.mistake
def mark_by_zip(question: str, answer: str) -> int:
    """The bug of the page: an answer that stops early is right so far."""
    number = answer.rstrip(".").rpartition(";")[2]
    both = zip(str(total(question)), number, strict=False)
    return int(all(x == y for x, y in both))


@mark.mistake
def mark_if_it_is_there(question: str, answer: str) -> int:
    return int(str(total(question)) in answer)


@mark.mistake
def mark_the_end(question: str, answer: str) -> int:
    return int(answer.endswith(f"{total(question)}."))


@mark.mistake
def mark_without_full_stop(question: str, answer: str) -> int:
    number = answer.rstrip(".").rpartition(";")[2]
    return int(number.isdigit() and int(number) == total(question))


@mark.mistake
def mark_the_last_number(question: str, answer: str) -> int:
    numbers = re.findall("[0-9]+", answer)
    return int(bool(numbers) and int(numbers[-1]) == total(question))


@mark.mistake
def mark_the_first_number(question: str, answer: str) -> int:
    number = answer.rstrip(".").partition(";")[0]
    return int(number.isdigit() and int(number) == total(question))


@mark.mistake
def mark_what_python_reads(question: str, answer: str) -> int:
    """int() also reads "+132"."""
    try:
        number = int(answer[:-1].rpartition(";")[2])
    except ValueError:
        return 0
    return int(answer.endswith(".") and number == total(question))


@mark.mistake
def mark_always(question: str, answer: str) -> int:
    return 1


def tries(
    rng: np.random.Generator,
) -> Iterator[tuple[list[list[int]], int]]:
    """From all wrong to all right, with k from one to all tries."""
    yield [[1, 0]], 1
    yield [[1, 0]], 2
    yield [[1, 0, 0, 0]], 2
    yield [[1, 1, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1]], 2
    for n in range(1, 11):
        for k in range(1, n + 1):
            share = rng.random((4, 1))
            yield (rng.random((4, n)) < share).astype(int).tolist(), k


@exercise(
    "verifiable-rewards-2",
    tries,
    hints=(
        "Think of the opposite: none of the k answers is right. Then all k were chosen from the "
        "wrong ones.",
        "There are `math.comb(n, k)` ways to choose k answers out of n. If c of the n are right, "
        "how many of these choices contain none of the c?",
        "`math.comb(n - c, k)`, which is 0 if fewer than k are wrong. The formula "
        "`1 - (1 - c / n)**k` would allow an answer to be chosen twice. Its result is too low.",
    ),
)
def pass_at_k(tries: list[list[int]], k: int) -> list[float]:
    """Estimate how often at least one of k answers is right.

    - `tries`: a list with one row for each question. A row has n numbers:
      a 1 for each right answer and a 0 for each wrong one.
    - `k`: how many answers are chosen, from 1 to n.

    Return a list with one number for each question: the probability
    that at least one of k answers is right, if k different ones of its
    n answers are chosen at random. (The mean of these numbers is
    pass@k.) For the row `[1, 0, 0, 0]` and k = 2, it is 0.5.
    """
    found = []
    for row in tries:
        chosen = [max(some) for some in combinations(row, k)]
        found.append(float(Fraction(sum(chosen), len(chosen))))
    return found


@pass_at_k.right
def at_k_by_product(tries: Any, k: int) -> Any:
    """As Chen et al. compute it."""
    found = []
    for row in np.array(tries):
        n, c = len(row), row.sum()
        ratios = 1 - k / np.arange(n - c + 1, n + 1)
        found.append(1.0 if n - c < k else 1 - np.prod(ratios))
    return np.array(found)


@pass_at_k.right
def at_k_one_by_one(tries: Any, k: int) -> Any:
    """Chooses one after the other and never a right one, in fractions."""
    found = []
    for row in tries:
        none = Fraction(1)
        for i in range(k):
            none *= Fraction(max(row.count(0) - i, 0), len(row) - i)
        found.append(1 - none)
    return found


@pass_at_k.mistake
def at_k_plugged_in(tries: Any, k: int) -> Any:
    return [1 - (1 - np.mean(row)) ** k for row in tries]


@pass_at_k.mistake
def at_k_of_the_first(tries: Any, k: int) -> Any:
    return [float(max(row[:k])) for row in tries]


@pass_at_k.mistake
def at_k_all_right(tries: Any, k: int) -> Any:
    wrong = [[1 - x for x in row] for row in tries]
    return [1 - p for p in at_k_one_by_one(wrong, k)]


@pass_at_k.mistake
def at_k_averaged(tries: Any, k: int) -> Any:
    """Already pass@k, the mean over all questions."""
    return np.mean(at_k_by_product(tries, k))


def groups(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, Array, float]]:
    """One token or more, which have become more likely or rarer."""
    old = np.array([[0.4], [0.4]])
    one_right = np.array([1.0, 0])
    yield old, old, one_right, 0.2
    yield np.array([[0.6], [0.4]]), old, one_right, 0.2
    yield np.array([[0.4], [0.6]]), old, one_right, 0.2
    yield np.array([[0.2], [0.4]]), old, one_right, 0.2
    yield np.array([[0.4], [0.2]]), old, one_right, 0.2
    yield np.array([[0.6], [0.2]]), old, np.zeros(2), 0.2
    for n in range(2, 20):
        p, old = rng.uniform(0.1, 1, (2, n, 3))
        yield p, old, rng.integers(2, size=n).astype(float), float(rng.choice([0.1, 0.2, 0.3]))


@exercise(
    "verifiable-rewards-3",
    groups,
    hints=(
        "For the advantages, subtract the mean of the rewards. Every token of an answer has the "
        "advantage of its answer: `advantages[:, None]` fits [n_answers, n_tokens].",
        "With ratio = p / p_old, the slope of `ratio * A` with respect to log p is `ratio * A` "
        "itself. If the ratio is held at a bound, it doesn't move, and the slope is 0.",
        "The smaller of the two gains is the held one in two cases: A > 0 and the ratio is above "
        "1 + clip, or A < 0 and the ratio is below 1 - clip. In all other cases the token is "
        "pushed.",
    ),
)
def pushes(p: Array, p_old: Array, rewards: Array, clip: float) -> tuple[Array, Array]:
    """Compute how GRPO pushes each token of a group of answers.

    - `p`: an array [n_answers, n_tokens], the probability that the policy
      now gives to each token of its answers.
    - `p_old`: an array of the same shape, the probability that it gave to
      each token when the answers were drawn.
    - `rewards`: an array [n_answers], the marks.
    - `clip`: how far a ratio may move away from 1 before it is held.

    Return two arrays. The first, A, has the advantages [n_answers]: how
    far each reward is above the mean of all. The second has the pushes
    [n_answers, n_tokens]: the slope of each token's gain with respect
    to log p, where ratio is p / p_old and the gain is

    `min(ratio * A, (ratio held within 1 - clip and 1 + clip) * A)`

    For p `[[0.6], [0.6]]`, p_old `[[0.4], [0.4]]`, rewards `[1, 0]` and
    clip 0.2, they are `[0.5, -0.5]` and `[[0], [-0.75]]`.
    """
    advantages = group_advantages(rewards, by_std=False)
    log_p = Tensor(np.log(p), requires_grad=True)
    clipped_objective(log_p, np.log(p_old), advantages[:, None], clip).sum().backward()
    assert log_p.grad is not None
    return advantages, log_p.grad


@pushes.right
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


@pushes.right
def pushes_by_cases(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    return pushes_with(p, p_old, rewards - rewards.mean(), clip)


@pushes.mistake
def pushes_both_sides(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    """Without the minimum: held whichever way it went."""
    return pushes_with(p, p_old, rewards - rewards.mean(), clip, abs(p / p_old - 1) < clip)


@pushes.mistake
def pushes_unclipped(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    return pushes_with(p, p_old, rewards - rewards.mean(), np.inf)


@pushes.mistake
def pushes_held_not_still(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    """The gain, where its slope was asked for."""
    a = rewards - rewards.mean()
    ratio = p / p_old
    near = np.clip(ratio, 1 - clip, 1 + clip)
    return a, np.minimum(ratio * a[:, None], near * a[:, None])


@pushes.mistake
def pushes_by_std(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    return pushes_with(p, p_old, (rewards - rewards.mean()) / (rewards.std() + 1e-4), clip)


@pushes.mistake
def pushes_without_a_mean(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    return pushes_with(p, p_old, rewards.astype(float), clip)


@pushes.mistake
def pushes_without_a_ratio(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    a, pushed = pushes_by_cases(p, p_old, rewards, clip)
    return a, np.sign(abs(pushed)) * a[:, None]


@pushes.mistake
def pushes_turned(p: Any, p_old: Any, rewards: Any, clip: float) -> Any:
    return pushes_with(p, p_old, rewards.mean() - rewards, clip)
