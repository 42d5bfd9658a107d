"""The corpus: what it is made of, and how much of each."""

import numpy as np

from lessoncode.worlds import corpus

texts = corpus.documents(np.random.default_rng(0))
rng = np.random.default_rng(1)
for name, world in corpus.kinds().items():
    found = [text for text in texts if text in world.probabilities]
    print(f"{name}: {len(found) / len(texts):.0%} of the documents")
    for text in rng.choice(found, 3):
        print("  " + text.replace("? ", "?\n    "))

possible = corpus.world().probabilities
print(f"{len(possible):,} different documents can occur")
