"""Count which word follows which; a share of a count predicts."""

# --8<-- [start:count]
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np

from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

rng = np.random.default_rng(0)
sentences = grammar(CAT_AND_DOG).sample(20_000, rng)

followers = defaultdict(Counter)
for sentence in sentences:
    words = [*sentence.split(), "(end)"]
    for word, following in pairwise(words):  # neighbours
        followers[word][following] += 1

print("after sat:", dict(followers["sat"]))
print("after the:")
counts = followers["the"]
total = sum(counts.values())
for word, count in counts.most_common():
    print(f"{word:7} {count:6,} of {total:,}  {count / total:.2f}")
# --8<-- [end:count]


# --8<-- [start:predict]
def predict(text):
    counts = followers[text.split()[-1]]
    return {w: c / counts.total() for w, c in counts.items()}


for text in ("the cat sat on the", "the dog sat on the"):
    p = predict(text)
    print(f"{text}: mat {p['mat']:.2f}, grass {p['grass']:.2f}")
# --8<-- [end:predict]
