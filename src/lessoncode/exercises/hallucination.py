"""Exercises of the page on hallucination."""

from collections.abc import Iterator
from difflib import SequenceMatcher

import numpy as np

from lessoncode.exercises.grading import exercise
from lessoncode.model.tensor import Array


def tests(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Array, Array]]:
    """Questions with confidences that tie, and thresholds."""
    yield np.array([0.9, 0.2]), np.array([True, False]), np.array([0.0])
    yield np.array([0.9, 0.2]), np.array([True, False]), np.array([0.5])
    yield np.array([0.5, 0.4]), np.array([True, False]), np.array([0.5])
    yield np.array([0.5, 0.4]), np.array([True, False]), np.array([0.8])
    for n in range(3, 20):
        confidence = rng.integers(0, 5, size=n) / 4
        right = rng.random(n) < confidence
        yield confidence, right, np.arange(9) / 8


@exercise(
    "hallucination-1",
    tests,
    hints=(
        "For a threshold, the questions that are answered are  confidence >= threshold.",
        "The first number divides by all questions, the second by those that are answered. The "
        "mean of booleans is the share that is true.",
        "answered.mean()  and  right[answered].mean();  where answered.any() is false, the "
        "second is float('nan').",
    ),
)
def coverage(confidence: Array, right: Array, thresholds: Array) -> Array:
    """Answer only if sure: how much is answered, how much is right?

    confidence: an array [n], the probability of the likeliest answer
        to each question.
    right: an array [n] of booleans: is that answer right?
    thresholds: an array. Answered is what has at least a threshold.
    Returns a pair for each threshold: the share of all questions that
    are answered, and the share of those answers that are right, which
    is nan if there are none. With confidence [0.9, 0.2] and right
    [True, False], the thresholds [0, 0.5] give [[1, 0.5], [0.5, 1]].
    """
    pairs = []
    for threshold in thresholds:
        given = [r for c, r in zip(confidence, right, strict=True) if c >= threshold]
        good = sum(given) / len(given) if given else np.nan
        pairs.append((len(given) / len(confidence), good))
    return np.array(pairs)


def marked(rng: np.random.Generator) -> Iterator[tuple[Array, float]]:
    """Distributions, and marks from lenient to strict."""
    yield np.array([[0.6, 0.3]]), 0
    yield np.array([[0.4, 0.3]]), 1
    yield np.array([[0.6, 0.3]]), 1
    yield np.array([[0.6, 0.3]]), 2
    yield np.array([[0.5, 0.5], [0.25, 0.75]]), 1
    for n in range(2, 20):
        p = rng.dirichlet(np.full(5, 0.5), n)[:, :4]
        yield p, round(rng.uniform(0, 4), 3)


@exercise(
    "hallucination-2",
    marked,
    hints=(
        "If you answer at all, it is the answer with the largest probability. Call that p.",
        "It brings 1 with probability p, and -penalty with probability 1 - p. To abstain brings "
        "0. What is left for answers that are not in the row is wrong, too.",
        "Answer if  p - (1 - p) * penalty > 0.  With the penalty t / (1 - t), that is p > t.",
    ),
)
def choose(p: Array, penalty: float) -> list[int]:
    """Answer or abstain, for the best marks on average.

    p: an array [n, n_answers], for each question the probability of
        every answer that a model may give. What a row lacks of 1 is
        for answers that it may not give.
    penalty: a right answer brings 1 point, a wrong one -penalty, and
        to abstain brings 0.
    Returns for each question the place of the answer to give, or -1
    to abstain. Expect what p says; abstain if answering gains nothing
    on average. choose([[0.6, 0.3], [0.2, 0.7]], 2) is [-1, 1].
    """
    marks = p - (1 - p) * penalty
    abstain = np.zeros((len(p), 1))
    best = np.concatenate([abstain, marks], axis=1).argmax(1) - 1
    return [int(place) for place in best]


Library = dict[str, list[str]]


def answers(
    rng: np.random.Generator,
) -> Iterator[tuple[list[str], Library]]:
    """Passages that stand, stand twice, stand scattered, or do not."""
    said = ["peru", "has", "lima"]
    yield said, {"atlas": said}
    yield said, {"atlas": ["in", "peru"]}
    yield said, {"atlas": ["kenya"]}
    yield said, {"atlas": ["lima"], "diary": ["has", "lima"]}
    yield said, {"atlas": ["lima"], "diary": ["peru"]}
    yield said, {"atlas": ["peru"], "diary": ["in", "peru"]}
    yield said, {"atlas": ["peru", "never", "has", "lima"]}
    yield said, {"atlas": ["perugia"]}
    yield [], {"atlas": said}

    def text(length: int) -> list[str]:
        return [str(word) for word in rng.choice(list("abcd"), length)]

    for length in range(1, 25):
        yield text(length), {name: text(12) for name in ("atlas", "diary", "log")}


@exercise(
    "hallucination-3",
    answers,
    hints=(
        "Try every start in the answer, every document and every place in it. How many words "
        "agree from there on, one after the other?",
        "Keep the longest so far. If you go through the starts in the outer loop and through the "
        "documents inside it, and replace it only by a longer one, ties go as they should.",
        "Begin with  best = (None, 0, 0).  For a start s, a document's words and a place i there, "
        "count n up while  answer[s + n] == words[i + n],  and mind both ends.",
    ),
)
def trace(answer: list[str], library: Library) -> tuple[str | None, int, int]:
    """Find the longest passage of an answer that a document has.

    answer: a list of words.
    library: a dictionary: the name of each document and its words.
    Returns (name, start, n): answer[start : start + n] stands in that
    document word for word, and no longer passage of the answer stands
    in any. Of passages as long, take the one that starts first in the
    answer; of documents that have it, the first in the library. If no
    word is shared, it is (None, 0, 0).
    If answer is ["peru", "has", "lima"] and library is {"atlas":
    ["who", "has", "lima"]}, it is ("atlas", 1, 2).
    """
    found = []
    for name, words in library.items():
        match = SequenceMatcher(None, answer, words, False).find_longest_match()
        found.append((name, match.a, match.size))
    best = max(found, key=lambda row: (row[2], -row[1]))
    return best if best[2] else (None, 0, 0)
