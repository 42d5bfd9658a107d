"""Answers to the exercises on next-token prediction."""

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import exp, fsum, log, log2
from typing import Any

import numpy as np
import numpy.typing as npt


def words_after(sentence: str, begun: str) -> list[str]:
    """What is left of a sentence, its end included; empty if it begins otherwise."""
    words, start = [*sentence.split(), "(end)"], begun.split()
    return words[len(start) :] if words[: len(start)] == start else []


def following_in_fractions(sentences: dict[str, float], begun: str) -> dict[str, Fraction]:
    after = [(words_after(s, begun), Fraction(p)) for s, p in sentences.items()]
    total = sum((p for words, p in after if words), Fraction())
    names = {words[0] for words, _ in after if words}
    return {
        name: sum((p for words, p in after if words[:1] == [name]), Fraction()) / total
        for name in names
    }


def following_as_floats(sentences: dict[str, float], begun: str) -> dict[str, float]:
    exact = following_in_fractions(sentences, begun)
    return {word: float(p) for word, p in exact.items()}


def following_by_letters(sentences: dict[str, float], begun: str) -> dict[str, float]:
    n, sums = len(begun.split()), Counter[str]()
    for sentence, p in sentences.items():
        if sentence.startswith(begun):
            sums[[*sentence.split(), "(end)"][n]] += p  # type: ignore[assignment]  # floats after the first
    return {word: p / sums.total() for word, p in sums.items()}


def following_undivided(sentences: dict[str, float], begun: str) -> dict[str, float]:
    total = sum(p for s, p in sentences.items() if words_after(s, begun))
    after = following_as_floats(sentences, begun)
    return {word: p * total for word, p in after.items()}


def following_by_sentences(sentences: dict[str, float], begun: str) -> dict[str, float]:
    return following_as_floats(dict.fromkeys(sentences, 1.0), begun)


def following_without_end(sentences: dict[str, float], begun: str) -> dict[str, float]:
    longer = {s: p for s, p in sentences.items() if words_after(s, begun) != ["(end)"]}
    return following_as_floats(longer, begun)


Row = Sequence[float]


def surprise_by_sum(logits: Sequence[Row], targets: Sequence[int]) -> list[float]:
    """1 / p is a sum of powers of differences, the largest taken out."""
    costs = []
    for row, target in zip(logits, targets, strict=True):
        top = max(row)
        total = fsum(exp(x - top) for x in row)
        costs.append(log2(total) + (top - row[target]) * log2(np.e))
    return costs


def surprise_by_logaddexp(logits: Any, targets: Any) -> Any:
    whole = np.logaddexp.reduce(logits, axis=1)
    return (whole - np.take_along_axis(logits, targets[:, None], 1)[:, 0]) / log(2)


def softmax(logits: Any, axis: int = -1) -> Any:
    with np.errstate(all="ignore"):
        powers = np.exp(logits)
        return powers / powers.sum(axis, keepdims=True)


def cost(p: Any, targets: Any) -> Any:
    with np.errstate(all="ignore"):
        return -np.log2(p[np.arange(len(targets)), targets])


def surprise_that_overflows(logits: Any, targets: Any) -> Any:
    return cost(softmax(logits), targets)


def surprise_of_zero(logits: Any, targets: Any) -> Any:
    return cost(softmax(logits - logits.max(1, keepdims=True)), targets)


def surprise_in_nats(logits: Any, targets: Any) -> Any:
    return np.array(surprise_by_sum(logits, targets)) * log(2)


def surprise_by_columns(logits: Any, targets: Any) -> Any:
    return cost(softmax(logits - logits.max(), 0), targets)


def surprise_on_average(logits: Any, targets: Any) -> Any:
    return np.mean(surprise_by_sum(logits, targets))


def draw_by_search(logits: Any, temperature: float, us: Any) -> npt.NDArray[Any]:
    if temperature == 0:
        best: npt.NDArray[Any] = np.full(len(us), np.argmax(logits))
        return best
    ends = np.cumsum(softmax(np.float32(logits) / temperature))
    found: npt.NDArray[Any] = np.searchsorted(ends, us, side="right")
    return found


def draw_by_subtracting(logits: Any, temperature: float, us: Any) -> list[int]:
    """Goes along the probabilities until u is used up."""
    drawn = []
    for u in us.tolist():
        if temperature == 0:
            drawn.append(max(range(len(logits)), key=lambda i: (logits[i], -i)))
            continue
        p, i = softmax(logits / temperature), 0
        while u >= p[i]:
            u -= p[i]
            i += 1
        drawn.append(i)
    return drawn


def draw_cold_as_hot(logits: Any, temperature: float, us: Any) -> Any:
    return draw_by_search(logits * temperature**2, temperature, us)


def draw_bent_too_late(logits: Any, temperature: float, us: Any) -> Any:
    if temperature == 0:
        return draw_by_search(logits, 0, us)
    p = softmax(logits) / temperature
    return draw_by_search(np.log(p / p.sum()), 1, us)


def draw_the_likeliest(logits: Any, temperature: float, us: Any) -> Any:
    return draw_by_search(logits, 0, us)


def draw_one_before(logits: Any, temperature: float, us: Any) -> Any:
    return np.maximum(draw_by_search(logits, temperature, us) - 1, 0)


def draw_dividing_by_zero(logits: Any, temperature: float, us: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.searchsorted(np.cumsum(softmax(logits / np.float64(temperature))), us)


def draw_the_last_of_tied(logits: Any, temperature: float, us: Any) -> Any:
    if temperature:
        return draw_by_search(logits, temperature, us)
    return [len(logits) - 1 - int(np.argmax(logits[::-1]))] * len(us)


def draw_sorted(logits: Any, temperature: float, us: Any) -> Any:
    order = np.argsort(-logits)
    return order[draw_by_search(logits[order], temperature, us)]


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("next-token-1", following_as_floats),
    ("next-token-2", surprise_by_sum),
    ("next-token-2", surprise_by_logaddexp),
    ("next-token-3", draw_by_search),
    ("next-token-3", draw_by_subtracting),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("next-token-1", following_by_letters),
    ("next-token-1", following_undivided),
    ("next-token-1", following_by_sentences),
    ("next-token-1", following_without_end),
    ("next-token-2", surprise_that_overflows),
    ("next-token-2", surprise_of_zero),
    ("next-token-2", surprise_in_nats),
    ("next-token-2", surprise_by_columns),
    ("next-token-2", surprise_on_average),
    ("next-token-3", draw_cold_as_hot),
    ("next-token-3", draw_bent_too_late),
    ("next-token-3", draw_the_likeliest),
    ("next-token-3", draw_one_before),
    ("next-token-3", draw_dividing_by_zero),
    ("next-token-3", draw_the_last_of_tied),
    ("next-token-3", draw_sorted),
]
