"""Surprise, its mean, and the same number as a perplexity."""

import numpy as np

# What a model had given to each of the four words that came:
p = np.array([1, 0.5, 0.25, 0.125])

surprise = np.abs(np.log2(p))  # how often 1 must be halved
loss = surprise.mean()
print("surprise, bits:  ", surprise)
print("loss, bits a word:", loss)
print(f"perplexity:        {2**loss:.2f}")
