"""Encode a piece: join the neighbours that were merged first."""

from itertools import pairwise

from lessoncode.grading.grade import grade


def encode(piece, ranks):
    tokens = [bytes([byte]) for byte in piece]
    while True:
        joined = [a + b for a, b in pairwise(tokens)]
        known = [i for i in range(len(joined)) if joined[i] in ranks]
        if not known:
            return [ranks[token] for token in tokens]
        i = min(known, key=lambda i: ranks[joined[i]])
        tokens[i : i + 2] = [joined[i]]


print(grade("tokens-3", encode))
