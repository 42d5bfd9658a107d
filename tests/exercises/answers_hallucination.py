"""Answers to the exercises on hallucination: right ones, and mistakes that people make."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array

Pairs = list[tuple[float, float]]
Library = dict[str, list[str]]
Traced = tuple[str | None, int, int]


def coverage_at_once(confidence: Array, right: Array, thresholds: Array) -> Array:
    """A table with a row for each threshold."""
    answered = confidence >= thresholds[:, None]
    with np.errstate(invalid="ignore"):
        good = (answered & right).sum(1) / answered.sum(1)
    return np.stack([answered.mean(1), good], axis=1)


def coverage_above(confidence: Array, right: Array, thresholds: Array) -> Pairs:
    pairs = []
    for threshold in thresholds:
        answered = confidence > threshold
        good = float(right[answered].mean()) if answered.any() else float("nan")
        pairs.append((float(answered.mean()), good))
    return pairs


def coverage_of_all(confidence: Array, right: Array, thresholds: Array) -> Pairs:
    given = [confidence >= threshold for threshold in thresholds]
    return [(a.mean(), (a & right).mean()) for a in given]


def coverage_counted(confidence: Array, right: Array, thresholds: Array) -> Pairs:
    pairs = coverage_at_once(confidence, right, thresholds)
    return [(answered * len(right), good) for answered, good in pairs]


def coverage_with_0(confidence: Array, right: Array, thresholds: Array) -> Pairs:
    pairs = coverage_at_once(confidence, right, thresholds)
    return [(a, 0 if np.isnan(good) else good) for a, good in pairs]


def choose_by_fractions(p: Array, penalty: float) -> list[int]:
    """In exact arithmetic, question by question."""
    choices = []
    for row in p.tolist():
        best = max(map(Fraction, row))
        gain = best - (1 - best) * Fraction(penalty)
        choices.append(row.index(max(row)) if gain > 0 else -1)
    return choices


def guess(p: Array, penalty: float) -> Any:
    return p.argmax(1)


def choose_above_a_half(p: Array, penalty: float) -> Any:
    return np.where(p.max(1) > 0.5, p.argmax(1), -1)


def choose_among_the_listed(p: Array, penalty: float) -> list[int]:
    return choose_by_fractions(p / p.sum(1, keepdims=True), penalty)


def choose_by_a_loss_for_certain(p: Array, penalty: float) -> Any:
    return np.where(p.max(1) > penalty, p.argmax(1), -1)


def choose_from_t(p: Array, penalty: float) -> Any:
    """Takes the penalty for the threshold's odds, upside down."""
    return np.where(p.max(1) > 1 / (1 + penalty), p.argmax(1), -1)


def choose_if_nothing_is_lost(p: Array, penalty: float) -> Any:
    return np.where(p.max(1) >= penalty / (1 + penalty), p.argmax(1), -1)


def trace_by_table(answer: list[str], library: Library) -> Traced:
    """Dynamic programming: runs that end at a place of each."""
    best: Traced = (None, 0, 0)
    for name, words in library.items():
        runs = [0] * (len(words) + 1)
        for end, word in enumerate(answer, 1):
            runs = [0, *(runs[i] + 1 if w == word else 0 for i, w in enumerate(words))]
            n = max(runs)
            if (n, end - n) != (0, end) and (n, n - end) > (best[2], -best[1]):
                best = (name, end - n, n)
    return best


def trace_as_lists(answer: list[str], library: Library) -> Any:
    return list(trace_by_table(answer, library))


def trace_by_shared_words(answer: list[str], library: Library) -> Traced:
    best: Traced = (None, 0, 0)
    for name, words in library.items():
        shared = [i for i, word in enumerate(answer) if word in words]
        if len(shared) > best[2]:
            best = (name, shared[0], len(shared))
    return best


def trace_first_document(answer: list[str], library: Library) -> Traced:
    for name, words in library.items():
        found = trace_by_table(answer, {name: words})
        if found[0]:
            return found
    return None, 0, 0


def trace_last_of_equals(answer: list[str], library: Library) -> Traced:
    return trace_by_table(answer, dict(reversed(library.items())))


def trace_end(answer: list[str], library: Library) -> Traced:
    name, start, n = trace_by_table(answer, library)
    return name, start, start + n


def trace_place_in_document(answer: list[str], library: Library) -> Traced:
    name, start, n = trace_by_table(answer, library)
    words = library[name] if name else []
    places = [i for i in range(len(words)) if words[i : i + n] == answer[start : start + n]]
    return name, places[0] if places else 0, n


def trace_ignores_cuts(answer: list[str], library: Library) -> Traced:
    """Searches texts and not words, so that "peru" stands in "perugia"."""
    for n in range(len(answer), 0, -1):
        for start in range(len(answer) - n + 1):
            for name, words in library.items():
                if " ".join(answer[start : start + n]) in " ".join(words):
                    return name, start, n
    return None, 0, 0


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("hallucination-1", coverage_at_once),
    ("hallucination-2", choose_by_fractions),
    ("hallucination-3", trace_by_table),
    ("hallucination-3", trace_as_lists),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("hallucination-1", coverage_above),
    ("hallucination-1", coverage_of_all),
    ("hallucination-1", coverage_counted),
    ("hallucination-1", coverage_with_0),
    ("hallucination-2", guess),
    ("hallucination-2", choose_above_a_half),
    ("hallucination-2", choose_among_the_listed),
    ("hallucination-2", choose_by_a_loss_for_certain),
    ("hallucination-2", choose_from_t),
    ("hallucination-2", choose_if_nothing_is_lost),
    ("hallucination-3", trace_by_shared_words),
    ("hallucination-3", trace_first_document),
    ("hallucination-3", trace_last_of_equals),
    ("hallucination-3", trace_end),
    ("hallucination-3", trace_place_in_document),
    ("hallucination-3", trace_ignores_cuts),
]
