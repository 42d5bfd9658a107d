"""How many first words bring the rest of a text back."""

from lessoncode.grading.grade import grade


def enough(likeliest):
    for k in range(len(likeliest), 0, -1):
        if not likeliest[k - 1]:
            return k
    return 0


print(enough([False, True, False, True, True]))
print(grade("memorization-1", enough))
