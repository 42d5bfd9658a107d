"""Exercises of the page on next-token prediction."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from lessoncode.grading.exercise import exercise
from lessoncode.model.sampling import Sampling, next_token_probabilities
from lessoncode.model.tensor import Array
from lessoncode.text.words import Words
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import World, grammar

END = "(end)"


def beginnings(
    rng: np.random.Generator,
) -> Iterator[tuple[dict[str, float], str]]:
    """Sentences, and the words or no words with which some begin."""
    yield {"rain": 0.75, "snow": 0.25}, ""
    yield {"rain falls": 0.5, "snow falls": 0.5}, "rain"
    yield {"rain falls": 0.75, "rain": 0.25}, "rain"
    yield {"a cat sat": 0.5, "a cat saw": 0.25, "a dog saw": 0.25}, "a cat"
    yield {"a cat sat": 0.5, "a caterpillar ran": 0.5}, "a cat"
    yield {"a cat": 0.5, "the cat sat": 0.25, "a cat sat": 0.25}, "a"
    yield {"a cat saw a dog": 0.5, "a cat saw a cat": 0.5}, "a cat saw a"
    for _ in range(20):
        lengths = rng.integers(1, 5, size=6)
        drawn = {" ".join(rng.choice(["o", "oh", "ho"], n)) for n in lengths}
        spread = rng.multinomial(16 - len(drawn), np.ones(len(drawn)) / len(drawn))
        p = (1 + spread) / 16
        sentences = dict(zip(sorted(drawn), p.tolist(), strict=True))
        words = str(rng.choice(sorted(drawn))).split()
        yield sentences, " ".join(words[: rng.integers(len(words) + 1)])
    world = dict(grammar(CAT_AND_DOG).probabilities)
    for begun in ("", "the", "the cat", "the cat sat on the", "the dog sat on the grass"):
        yield world, begun


@exercise(
    "next-token-1",
    beginnings,
    hints=(
        "Compare words, not letters: split both the sentence and the beginning. The beginning fits "
        "if its words are the first words of the sentence.",
        'Add `"(end)"` after the words of every sentence. Then the end is a next word like any '
        "other.",
        "If the beginning fits a sentence, add the sentence's probability to that of its next "
        "word. At the end, divide all of them by their sum.",
    ),
)
def following(sentences: dict[str, float], begun: str) -> dict[str, float]:
    """Compute the true probability of each next word.

    - `sentences`: a dict of all the sentences that exist, each with its
      probability. Words are separated by a space.
    - `begun`: the first words of a sentence, or `""` for none. At least one
      sentence begins with them.

    Returns a dict that gives each possible next word its
    probability. If a sentence can end there, `"(end)"` is one of the words.
    `{"a cat sat": 0.375, "a cat": 0.125, "a dog": 0.5}` and `"a cat"` give
    `{"sat": 0.75, "(end)": 0.25}`.
    """
    words = Words(sentences)
    truth = World(sentences).next_token(words)
    after = truth[tuple(words.encode(begun))]
    names = {words.end_id: END}
    return {names.get(i, words.words[i]): p for i, p in after.items()}


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


@following.right
def following_as_floats(sentences: dict[str, float], begun: str) -> dict[str, float]:
    exact = following_in_fractions(sentences, begun)
    return {word: float(p) for word, p in exact.items()}


@following.mistake
def following_by_letters(sentences: dict[str, float], begun: str) -> dict[str, float]:
    n, sums = len(begun.split()), Counter[str]()
    for sentence, p in sentences.items():
        if sentence.startswith(begun):
            sums[[*sentence.split(), "(end)"][n]] += p  # type: ignore[assignment]  # floats after the first
    return {word: p / sums.total() for word, p in sums.items()}


@following.mistake
def following_undivided(sentences: dict[str, float], begun: str) -> dict[str, float]:
    total = sum(p for s, p in sentences.items() if words_after(s, begun))
    after = following_as_floats(sentences, begun)
    return {word: p * total for word, p in after.items()}


@following.mistake
def following_by_sentences(sentences: dict[str, float], begun: str) -> dict[str, float]:
    return following_as_floats(dict.fromkeys(sentences, 1.0), begun)


@following.mistake
def following_without_end(sentences: dict[str, float], begun: str) -> dict[str, float]:
    longer = {s: p for s, p in sentences.items() if words_after(s, begun) != ["(end)"]}
    return following_as_floats(longer, begun)


def softmax(logits: Any, axis: int = -1) -> Any:
    with np.errstate(all="ignore"):
        powers = np.exp(logits)
        return powers / powers.sum(axis, keepdims=True)


def draws(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, float, Array]]:
    """Random numbers that are not close to where one id ends."""
    three = np.linspace(0.05, 0.95, 10).round(2)
    yield np.array([0.0, 0.0]), 1, np.array([0.2, 0.7])
    yield np.array([2.0, 1.0, 1.0]), 1, three
    yield np.array([1.0, 2.0, 1.0]), 0, three
    yield np.array([2.0, 1.0, 1.0]), 0.5, three
    yield np.array([1.0, 1.0, 2.0]), 3, three
    yield np.array([0.0, 2.0, 2.0]), 0, three
    for size in range(2, 20):
        logits = rng.normal(size=size) * 2
        temperature = float(rng.choice([0, 0.3, 0.7, 1, 1.5, 4]))
        ends = next_token_probabilities(logits, Sampling(temperature)).cumsum()
        us = rng.random(30)
        gaps = np.abs(us[:, None] - ends).min(1)
        yield logits, temperature, us[gaps > 1e-3]


@exercise(
    "next-token-2",
    draws,
    hints=(
        "There are three steps: divide the logits, apply softmax, draw. You can't divide by a "
        "temperature of 0: return the id of the largest logit, once for each number in us.",
        "Think of the probabilities as lengths, laid end to end from 0 to 1. The number u falls "
        "into one of them. `np.cumsum` gives the end of each.",
        "For each u, count the ends that are not larger than u. This is the number of ids before "
        "the one that is drawn.",
    ),
)
def draw(logits: Array, temperature: float, us: Array) -> list[int]:
    """Draw tokens, using random numbers that are given to you.

    - `logits`: an array [n_vocab].
    - `temperature`: 0 or more. The logits are divided by it before
      softmax. At 0, the most likely token is always drawn, and in
      a tie the one with the lowest id.
    - `us`: an array [n] of numbers from 0 up to but not including 1, one
      for each draw.

    Returns n ids. A number u draws the first id for which the sum of
    all probabilities up to and including its own is larger than u.
    For example, logits of `[2, 1, 1]` at temperature 1 become the
    probabilities 0.576, 0.212 and 0.212. Then us of `[0.1, 0.6, 0.9]` give
    `[0, 1, 2]`.
    """
    p = next_token_probabilities(logits, Sampling(temperature))
    ends = p.cumsum().tolist()
    return [next(i for i, end in enumerate(ends) if end > u) for u in us]


@draw.right
def draw_by_search(logits: Any, temperature: float, us: Any) -> npt.NDArray[Any]:
    if temperature == 0:
        best: npt.NDArray[Any] = np.full(len(us), np.argmax(logits))
        return best
    ends = np.cumsum(softmax(np.float32(logits) / temperature))
    found: npt.NDArray[Any] = np.searchsorted(ends, us, side="right")
    return found


@draw.right
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


@draw.mistake
def draw_cold_as_hot(logits: Any, temperature: float, us: Any) -> Any:
    return draw_by_search(logits * temperature**2, temperature, us)


@draw.mistake
def draw_bent_too_late(logits: Any, temperature: float, us: Any) -> Any:
    if temperature == 0:
        return draw_by_search(logits, 0, us)
    p = softmax(logits) / temperature
    return draw_by_search(np.log(p / p.sum()), 1, us)


@draw.mistake
def draw_the_likeliest(logits: Any, temperature: float, us: Any) -> Any:
    return draw_by_search(logits, 0, us)


@draw.mistake
def draw_one_before(logits: Any, temperature: float, us: Any) -> Any:
    return np.maximum(draw_by_search(logits, temperature, us) - 1, 0)


@draw.mistake
def draw_dividing_by_zero(logits: Any, temperature: float, us: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.searchsorted(np.cumsum(softmax(logits / np.float64(temperature))), us)


@draw.mistake
def draw_the_last_of_tied(logits: Any, temperature: float, us: Any) -> Any:
    if temperature:
        return draw_by_search(logits, temperature, us)
    return [len(logits) - 1 - int(np.argmax(logits[::-1]))] * len(us)


@draw.mistake
def draw_sorted(logits: Any, temperature: float, us: Any) -> Any:
    order = np.argsort(-logits)
    return order[draw_by_search(logits[order], temperature, us)]
