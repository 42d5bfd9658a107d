"""An n-gram counts what follows each context: how many are there?"""

import numpy as np

from lessoncode.text.ngram import NGram
from lessoncode.text.words import Words
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

world = grammar(CAT_AND_DOG)
words = Words(world.probabilities)
rng = np.random.default_rng(0)
documents = [words.encode(s) for s in world.sample(20_000, rng)]
counts = NGram(documents, 9, words.n_vocab, words.end_id).counts

print("       words back  contexts met  contexts possible")
for back in (1, 2, 4, 6, 8):
    met = sum(len(context) == back for context in counts)
    possible = words.n_vocab**back
    print(f"{back + 1}-gram {back:10} {met:13} {possible:18,}")
