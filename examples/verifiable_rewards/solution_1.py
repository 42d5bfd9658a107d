"""Marks for sums, with no way round them."""

import re

from lessoncode.grading.grade import grade


def mark(question, answer):
    a, b = re.findall("[0-9]+", question)
    found = re.fullmatch(r"(.*;)?([0-9]+)\.", answer)
    return int(bool(found) and int(found[2]) == int(a) + int(b))


for answer in ("132.", "10,11;132.", "0132.", "13.", "132", "132;131."):
    print(f"{answer:10}", mark("47+85=", answer))
print(grade("verifiable-rewards-1", mark))
