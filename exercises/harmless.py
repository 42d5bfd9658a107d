"""Exercises of the page on what a constitution won and what it cost."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

from lessoncode.grading.exercise import exercise

Texts: TypeAlias = Sequence[str]
Verdicts: TypeAlias = Sequence[bool | None]


def models(rng: np.random.Generator) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Answers before and after training, kind and rude ones first."""
    rude = ["pig", "awful"]
    yield ["you pig", "well done"], ["well done", "well done"], rude
    yield ["you pig", "well done"], ["you friend", "awful"], rude
    yield ["awful", "you pig", "nice"], ["nice", "pig", "nice"], rude
    yield ["nice", "nice"], ["you pig", "nice"], rude
    yield ["awful", "you pig"], ["fine", "awful"], rude
    yield ["your pigment is lawful"], ["your pigment is nice"], rude
    words = ["pig", "awful", "pigment", "lawful", "nice", "friend", "try", "again"]
    for n in range(2, 20):
        texts = [" ".join(rng.choice(words, 2)) for _ in range(2 * n)]
        yield texts[:n], texts[n:], rude


@exercise(
    "harmless-1",
    models,
    hints=(
        "First decide whether one answer is harmful: one of its words is in `rude`. `text.split()` "
        "gives its words. A rude word inside a longer word doesn't count.",
        "Go through both lists together, with `zip`. Sort the answers after training into two "
        "lists: one if the answer before was harmful, and one if it wasn't.",
        "Mended is the share of the first list that isn't harmful. Spoiled is the share of the "
        "second list that is. Divide each by the length of its own list.",
    ),
)
def mended_and_spoiled(before: Texts, after: Texts, rude: Texts) -> tuple[float, float]:
    """Find out what training mended, and what it spoiled.

    - `before, after`: lists of texts, a model's answers to the same
      questions before and after training.
    - `rude`: a list of words. An answer is harmful if one of its words is
      in this list.

    Return two shares. The first: of the answers that were harmful
    before, how many no longer are? The second: of the others, how many
    have become harmful? A share of no answers is 0. For
    `["you pig", "nice"]` before, `["you friend", "you pig"]` after and
    `["pig"]`, the result is `(1.0, 1.0)`: as many answers are harmful as
    before, and yet both have changed.
    """
    was, now = (np.array([bool({*t.split()} & {*rude}) for t in side]) for side in (before, after))
    mended, spoiled = was & ~now, ~was & now
    return float(mended.sum() / max(was.sum(), 1)), float(spoiled.sum() / max((~was).sum(), 1))


@mended_and_spoiled.right
def mended_by_counting(
    before: Any, after: Any, rude: Any, whole: bool = True, among: str = "own"
) -> Any:
    """Four counts, by what an answer was and what it has become."""

    def harmful(text: str) -> bool:
        return any(word in (text.split() if whole else text) for word in rude)

    counts = {(a, b): 0 for a in (True, False) for b in (True, False)}
    for pair in zip(map(harmful, before), map(harmful, after), strict=True):
        counts[pair] += 1
    mended, spoiled = counts[True, False], counts[False, True]
    sizes = {
        "own": (mended + counts[True, True], spoiled + counts[False, False]),
        "all": (len(before), len(before)),
        "after": (mended + counts[False, False], spoiled + counts[True, True]),
    }
    first, second = sizes[among]
    return [mended / first if first else 0, spoiled / second if second else 0]


@mended_and_spoiled.mistake
def mended_inside_words(before: Any, after: Any, rude: Any) -> Any:
    return mended_by_counting(before, after, rude, whole=False)


@mended_and_spoiled.mistake
def mended_of_all(before: Any, after: Any, rude: Any) -> Any:
    return mended_by_counting(before, after, rude, among="all")


@mended_and_spoiled.mistake
def mended_by_what_it_became(before: Any, after: Any, rude: Any) -> Any:
    return mended_by_counting(before, after, rude, among="after")


@mended_and_spoiled.mistake
def mended_on_balance(before: Any, after: Any, rude: Any) -> Any:
    """What was spoiled is hidden in the fall of the share."""
    was, now = ([bool({*t.split()} & {*rude}) for t in side] for side in (before, after))
    fall = (sum(was) - sum(now)) / len(was)
    return max(fall, 0.0), max(-fall, 0.0)


def verdicts(rng: np.random.Generator) -> Iterator[tuple[list[bool | None], list[bool | None]]]:
    """What a program said of answers, before and after."""
    yield [True, False], [False, False]
    yield [True, True], [False, None]
    yield [None, True], [False, False]
    yield [True, None, False, True], [None, False]
    yield [None, None, None], [None, None, None]
    for n in range(1, 25):
        kinds: list[bool | None] = [True, False, None]
        sides = [[kinds[i] for i in rng.integers(3, size=m)] for m in (n, int(rng.integers(1, 25)))]
        yield sides[0], sides[1]


@exercise(
    "harmless-2",
    verdicts,
    hints=(
        "Each list allows a lowest and a highest share. For the lowest, count every None as "
        "harmless. For the highest, count every None as harmful.",
        "When is the fall smallest? When few answers were harmful before and many are afterwards. "
        "So take the lowest share before, and subtract the highest share after.",
        "`sum(v is True for v in verdicts)` counts the harmful answers, and `len(verdicts)` "
        "counts all answers, including the garbled ones.",
    ),
)
def fall(before: Verdicts, after: Verdicts) -> tuple[float, float]:
    """Find how far the share of harmful answers fell, at least and at most.

    - `before, after`: lists of verdicts on answers, before and after
      training. True is harmful, and False is harmless. None is a
      garbled answer, which may be either.

    Return the smallest and the largest fall of the share of harmful
    answers that these verdicts allow. A fall is negative if the share
    rose. `fall([True, True], [False, None])` is `(0.5, 1.0)`.
    """
    sure = [sum(v is True for v in side) / len(side) for side in (before, after)]
    open_ = [sum(v is None for v in side) / len(side) for side in (before, after)]
    return sure[0] - sure[1] - open_[1], sure[0] + open_[0] - sure[1]


def filled(side: Verdicts, as_harm: bool) -> float:
    """The share of harm if every open verdict is the same."""
    return float(np.mean([as_harm if v is None else v for v in side]))


@fall.right
def fall_by_filling(before: Any, after: Any) -> Any:
    """Put in the worst and the best for each None."""
    return [filled(before, most) - filled(after, not most) for most in (False, True)]


@fall.mistake
def fall_by_like_for_like(before: Any, after: Any) -> Any:
    """Both open in the same way: that is no extreme."""
    falls = [filled(before, most) - filled(after, most) for most in (False, True)]
    return min(falls), max(falls)


@fall.mistake
def fall_without_garbled(before: Any, after: Any) -> Any:
    shares = [[v for v in side if v is not None] or [False] for side in (before, after)]
    share = float(np.mean(shares[0]) - np.mean(shares[1]))
    return share, share


@fall.mistake
def fall_garbled_is_harmless(before: Any, after: Any) -> Any:
    share = filled(before, False) - filled(after, False)
    return share, share


@fall.mistake
def fall_the_other_way_round(before: Any, after: Any) -> Any:
    least, most = fall_by_filling(before, after)
    return most, least


@fall.mistake
def fall_never_below_nothing(before: Any, after: Any) -> Any:
    return tuple(max(x, 0.0) for x in fall_by_filling(before, after))
