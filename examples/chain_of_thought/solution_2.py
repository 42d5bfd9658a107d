"""Does the answer follow from the columns?"""

from lessoncode.grading.grade import grade


def together(a, b, text):
    columns, answer = text.split(";")
    units, tens = map(int, columns.split(","))
    right_units = a % 10 + b % 10
    right_tens = a // 10 + b // 10 + right_units // 10
    said = 10 * tens + units % 10
    return [
        units == right_units and tens == right_tens,
        int(answer) == a + b,
        int(answer) == said,
    ]


print(together(47, 85, "12,12;132"))
print(grade("chain-of-thought-2", together))
