"""Leave out what shares n words in a row with what was kept."""

from lessoncode.grading.grade import grade


def deduplicated(documents, n):
    seen, kept = set(), []
    for document in documents:
        words = document.split()
        starts = range(len(words) - n + 1)
        windows = {tuple(words[i : i + n]) for i in starts}
        if windows.isdisjoint(seen):
            kept.append(document)
            seen |= windows
    return kept


print(deduplicated(["a b c d", "x b c y", "c d e f"], 2))
print(grade("memorization-2", deduplicated))
