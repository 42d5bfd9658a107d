"""The truth about the next word: add up sentences, and divide."""

from collections import defaultdict

from lessoncode.grading.grade import grade


def following(sentences, begun):
    start = begun.split()
    n = len(start)
    sums = defaultdict(float)
    for sentence, p in sentences.items():
        words = [*sentence.split(), "(end)"]
        if words[:n] == start:
            sums[words[n]] += p
    total = sum(sums.values())
    return {word: p / total for word, p in sums.items()}


world = {"a cat sat": 0.375, "a cat": 0.125, "a dog": 0.5}
print(following(world, "a cat"))
print(grade("next-token-1", following))
