"""As written, right, or another: what false steps lead to."""

from lessoncode.grading.grade import grade


def shares(rows):
    counts = [0, 0, 0]
    for true, written, said in rows:
        kind = 0 if said == written else 1 if said == true else 2
        counts[kind] += 1
    return [count / len(rows) for count in counts]


print(shares([(132, 122, 122), (76, 75, 76)]))
print(grade("faithfulness-2", shares))
