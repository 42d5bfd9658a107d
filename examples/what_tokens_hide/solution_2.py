"""Count a character in ids: put the bytes together first."""

from lessoncode.grading.grade import grade


def count(ids, vocabulary, character):
    whole = b"".join(vocabulary[i] for i in ids)
    return whole.decode().count(character)


vocabulary = [b"st", b"raw", b"berry", b"\xc3", b"\xa9"]
print(count([0, 1, 2], vocabulary, "r"))
print(count([3, 4, 3, 4], vocabulary, "é"))
print(grade("what-tokens-hide-2", count))
