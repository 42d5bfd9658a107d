"""Rare words that a question and a document share."""

from math import log2

from lessoncode.grading.grade import grade


def scores(question, library):
    found = []
    for words in library.values():
        score = 0
        for word in set(question) & set(words):
            n = sum(word in text for text in library.values())
            score += log2(len(library) / n)
        found.append(score)
    return found


library = {"atlas": ["peru", "is"], "diary": ["tea", "is"]}
print(scores(["peru", "is"], library))
print(grade("retrieval-2", scores))
