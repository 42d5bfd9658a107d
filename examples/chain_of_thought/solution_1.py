"""A sum, written out from the right."""

from lessoncode.grading.grade import grade


def written(a, b):
    columns, carry = [], 0
    for i in range(max(len(str(a)), len(str(b)))):
        column = a // 10**i % 10 + b // 10**i % 10 + carry
        carry = column // 10
        columns.append(f"{column:02}")
    return ",".join(columns) + f";{a + b}"


print(written(47, 85))
print(written(5, 99))
print(grade("chain-of-thought-1", written))
