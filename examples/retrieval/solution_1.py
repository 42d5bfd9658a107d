"""The longest passage of an answer that a document contains."""

from lessoncode.grading.grade import grade


def trace(answer, library):
    for n in range(len(answer), 0, -1):
        for start in range(len(answer) - n + 1):
            passage = answer[start : start + n]
            for name, words in library.items():
                for i in range(len(words) - n + 1):
                    if words[i : i + n] == passage:
                        return name, start, n
    return None, 0, 0


library = {"atlas": ["who", "has", "lima"]}
print(trace(["peru", "has", "lima"], library))
print(grade("retrieval-1", trace))
