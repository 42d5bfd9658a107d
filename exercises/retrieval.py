"""Exercises of the page on sources and looking up."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from math import log2
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise

Library = dict[str, list[str]]
Traced = tuple[str | None, int, int]  # the document, the place, the length


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
    "retrieval-1",
    answers,
    hints=(
        "Try every start in the answer, every document, and every place in the document. How many "
        "words agree from there on, one after the other?",
        "Keep the longest passage so far. Go through the starts in the outer loop and through the "
        "documents inside it, and replace the passage only by a longer one. Then ties are "
        "decided correctly.",
        "Begin with `best = (None, 0, 0)`. For a start s, a document's words and a place i in "
        "them, increase n while `answer[s + n] == words[i + n]`. Stop at the end of either.",
    ),
)
def trace(answer: list[str], library: Library) -> tuple[str | None, int, int]:
    """Find the longest passage of an answer that a document contains.

    - `answer`: a list of words.
    - `library`: a dictionary from the name of each document to its words.

    Return `(name, start, n)`. The document with this name contains
    `answer[start : start + n]` word for word, and no document contains a
    longer passage of the answer. If several passages have this length, take
    the one that starts first in the answer. If several documents contain
    it, take the first in the library. If no word is shared, return
    `(None, 0, 0)`.
    For the answer `["peru", "has", "lima"]` and the library
    `{"atlas": ["who", "has", "lima"]}`, it is `("atlas", 1, 2)`.
    """
    found = []
    for name, words in library.items():
        match = SequenceMatcher(None, answer, words, False).find_longest_match()
        found.append((name, match.a, match.size))
    best = max(found, key=lambda row: (row[2], -row[1]))
    return best if best[2] else (None, 0, 0)


@trace.right
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


@trace.right
def trace_as_lists(answer: list[str], library: Library) -> Any:
    return list(trace_by_table(answer, library))


@trace.mistake
def trace_by_shared_words(answer: list[str], library: Library) -> Traced:
    best: Traced = (None, 0, 0)
    for name, words in library.items():
        shared = [i for i, word in enumerate(answer) if word in words]
        if len(shared) > best[2]:
            best = (name, shared[0], len(shared))
    return best


@trace.mistake
def trace_first_document(answer: list[str], library: Library) -> Traced:
    for name, words in library.items():
        found = trace_by_table(answer, {name: words})
        if found[0]:
            return found
    return None, 0, 0


@trace.mistake
def trace_last_of_equals(answer: list[str], library: Library) -> Traced:
    return trace_by_table(answer, dict(reversed(library.items())))


@trace.mistake
def trace_end(answer: list[str], library: Library) -> Traced:
    name, start, n = trace_by_table(answer, library)
    return name, start, start + n


@trace.mistake
def trace_place_in_document(answer: list[str], library: Library) -> Traced:
    name, start, n = trace_by_table(answer, library)
    words = library[name] if name else []
    places = [i for i in range(len(words)) if words[i : i + n] == answer[start : start + n]]
    return name, places[0] if places else 0, n


@trace.mistake
def trace_ignores_cuts(answer: list[str], library: Library) -> Traced:
    """Searches texts and not words, so that "peru" stands in "perugia"."""
    for n in range(len(answer), 0, -1):
        for start in range(len(answer) - n + 1):
            for name, words in library.items():
                if " ".join(answer[start : start + n]) in " ".join(words):
                    return name, start, n
    return None, 0, 0


def questions(
    rng: np.random.Generator,
) -> Iterator[tuple[list[str], Library]]:
    """Words that one document has, or all, or none, or twice."""
    atlas, diary = ["peru", "is", "wide"], ["tea", "is", "hot"]
    yield ["peru"], {"atlas": atlas, "diary": diary}
    yield ["is"], {"atlas": atlas, "diary": diary}
    yield ["kenya"], {"atlas": atlas, "diary": diary}
    yield ["peru", "peru"], {"atlas": atlas, "diary": diary}
    yield ["tea", "is"], {"atlas": atlas, "diary": ["tea", "and", "tea"]}
    yield ["tea"], {"a": ["tea"], "b": ["tea"], "c": ["milk"], "d": []}

    def text(length: int) -> list[str]:
        return [str(word) for word in rng.choice(list("abcdefgh"), length)]

    for length in range(1, 19):
        names = ("atlas", "diary", "gazette", "log")[: rng.integers(2, 5)]
        yield text(length), {name: text(5) for name in names}


@exercise(
    "retrieval-2",
    questions,
    hints=(
        "First count, for one word of the question, how many documents contain it. How often a "
        "document repeats it doesn't matter.",
        "A set contains each word once: `set(question) & set(words)` is what a document shares "
        "with the question.",
        "Add up `math.log2(len(library) / n)` over these words. Here n is the number of documents "
        "that contain the word: `sum(word in text for text in library.values())`.",
    ),
)
def scores(question: list[str], library: Library) -> list[float]:
    """Score documents by the rare words that they share with a question.

    - `question`: a list of words.
    - `library`: a dictionary from the name of each document to its words.

    Return a list with a score for each document, in their order. The
    score is the sum of

    `log2(number of documents / number of documents with the word)`

    over the different words that are both in the question and in that
    document. A word that every document contains adds 0, because it
    can't distinguish them. If only the first of two documents contains
    `"peru"`, `scores(["peru"], library)` is `[1, 0]`.
    """
    texts = library.values()
    with_word = {word: sum(word in text for text in texts) for word in question}
    weights = {word: log2(len(library) / n) for word, n in with_word.items() if n}
    return [sum(weights[word] for word in weights if word in text) for text in texts]


@scores.right
def scores_by_table(question: list[str], library: Library) -> Any:
    """A table of words and documents."""
    asked = sorted(set(question))
    has = np.array([[word in words for words in library.values()] for word in asked])
    n_with = np.maximum(has.sum(1), 1)
    return np.log2(len(library) / n_with) @ has


@scores.mistake
def scores_by_count(question: list[str], library: Library) -> list[int]:
    """Every shared word counts 1, as in the search of the page."""
    return [len(set(question) & set(words)) for words in library.values()]


@scores.mistake
def scores_each_time(question: list[str], library: Library) -> Any:
    """A word counts as often as the question has it."""
    return np.sum([scores_by_table([word], library) for word in question], 0)


@scores.mistake
def scores_of_all_words(question: list[str], library: Library) -> Any:
    """Also for words that the document does not have."""
    single = [max(scores_by_table([word], library)) for word in set(question)]
    return [sum(single)] * len(library)


@scores.mistake
def scores_by_places(question: list[str], library: Library) -> list[float]:
    """Counts in how many places a word stands, not in how many documents."""
    places = [word for words in library.values() for word in words]
    asked = set(question) & set(places)
    weights = {word: log2(len(library) / places.count(word)) for word in asked}
    return [sum(weights[word] for word in asked if word in text) for text in library.values()]
