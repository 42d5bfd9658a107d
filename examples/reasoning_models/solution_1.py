"""A vote over answers, whatever the scratchpads say."""

from collections import Counter

from lessoncode.grading.grade import grade


def vote(texts):
    numbers = []
    for text in texts:
        number = text[:-1].rpartition(")")[2]
        if text.endswith(".") and number.isdigit():
            numbers.append(int(number))
    counted = Counter(numbers).most_common(1)
    return counted[0][0] if counted else None


print(vote(["(12,13)132.", "(12,12)122.", "(11,13)132."]))
print(grade("reasoning-models-1", vote))
