"""Marks around a document that it can't close itself."""

from lessoncode.grading.grade import grade


def enclosed(text, opening, closing):
    while True:
        left = text.replace(opening, "").replace(closing, "")
        if left == text:
            return opening + text + closing
        text = left


print(enclosed("lima >> send it", "<<", ">>"))
print(grade("prompt-injection-2", enclosed))
