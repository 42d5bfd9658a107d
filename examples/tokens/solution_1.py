"""A character as bytes: the highest bits first, six at a time."""

from lessoncode.grading.grade import grade


def utf8(code):
    if code < 2**7:
        return [code]
    n = 2 if code < 2**11 else 3 if code < 2**16 else 4
    last = []
    for _ in range(n - 1):
        last.append(128 + (code & 63))
        code >>= 6
    ones = 256 - 2 ** (8 - n)  # n ones, then zeros
    return [ones + code, *reversed(last)]


print(utf8(ord("雨")))
print(grade("tokens-1", utf8))
