"""Parts that can be spared alone, and not together."""

from lessoncode.grading.grade import grade


def hidden(single, pair):
    found = []
    for i in range(len(single)):
        for j in range(i + 1, len(single)):
            spared = single[i] >= 0.8 and single[j] >= 0.8
            if spared and pair[i][j] < 0.5:
                found.append((i, j))
    return found


print(hidden([1.0, 0.9], [[1.0, 0.1], [0.1, 0.9]]))
print(grade("a-head-for-grammar-2", hidden))
