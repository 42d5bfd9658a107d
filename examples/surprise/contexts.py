"""A table of counts needs a row for each context."""

import numpy as np

from lessoncode.text.ngram import NGram
from lessoncode.text.words import Words
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

world = grammar(CAT_AND_DOG)
words = Words(world.probabilities)
rng = np.random.default_rng(0)
documents = [words.encode(s) for s in world.sample(20_000, rng)]
counts = NGram(documents, 10, words.n_vocab, words.end_id).counts

print("words back  rows met    rows possible")
for back in range(1, 10):
    met = sum(len(context) == back for context in counts)
    print(f"{back:10} {met:9} {words.n_vocab**back:16,}")
