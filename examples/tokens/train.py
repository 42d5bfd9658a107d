"""Train byte pair encoding: count, merge, repeat."""

# --8<-- [start:text]
import textwrap
from pathlib import Path

text = Path(__file__).with_name("rain.txt").read_text("utf-8")
for paragraph in text.splitlines():
    print(textwrap.fill(paragraph, width=44))
# --8<-- [end:text]

# --8<-- [start:merges]
from collections import Counter
from itertools import pairwise

from lessoncode.text import split


def merge(piece, left, right):
    """Join every `left` that has `right` after it."""
    merged = piece[:1]
    for token in piece[1:]:
        if merged[-1] == left and token == right:
            merged[-1] = left + right
        else:
            merged.append(token)
    return merged


# Words with the space in front, each as a list of single bytes.
pieces = [
    [bytes([byte]) for byte in piece.encode()]
    for piece in split.pieces(text, split.GPT2_SPLIT)
]
print("tokens at first:", sum(len(piece) for piece in pieces))

for new_id in range(256, 268):
    # How often each pair of neighbours occurs.
    counts = Counter(pair for p in pieces for pair in pairwise(p))
    # The most frequent pair; among equals, the smallest.
    pair = min(counts, key=lambda pair: (-counts[pair], pair))
    pieces = [merge(piece, *pair) for piece in pieces]

    left, right = (repr(token.decode()) for token in pair)
    tokens = sum(len(piece) for piece in pieces)
    rule = f"{left} + {right}"
    print(f"{new_id}  {rule:13} {counts[pair]:2} times, {tokens} left")
# --8<-- [end:merges]
