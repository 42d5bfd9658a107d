"""The corpus: what it is made of, and how much of each."""

import numpy as np

from lessoncode.worlds import corpus

rng = np.random.default_rng(1)
shares = corpus.shares()
for name, world in corpus.kinds().items():
    print(f"{name}: {shares[name]:.0%} of the documents")
    for text in world.sample(3, rng):
        print("  " + text.replace("? ", "?\n    "))

possible = corpus.world().probabilities
print(f"{len(possible):,} different documents can occur")
