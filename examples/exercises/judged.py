"""What the grader says to a mistake."""

from lessoncode.grading.grade import grade


def merge(ids, pair, new_id):
    merged, i = [], len(ids) - 1
    while i >= 0:
        if (*ids[max(i - 1, 0) : i + 1],) == pair:
            merged.append(new_id)
            i -= 2
        else:
            merged.append(ids[i])
            i -= 1
    return merged[::-1]


print(grade("tokens-2", merge))
