"""One step of BPE: a pair becomes one id, from the left."""

from lessoncode.grading.grade import grade


def merge(ids, pair, new_id):
    merged, i = [], 0
    while i < len(ids):
        if tuple(ids[i : i + 2]) == pair:
            merged.append(new_id)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


print(merge([1, 2, 1, 1, 2], (1, 2), 9))
print(grade("tokens-2", merge))
