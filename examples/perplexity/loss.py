"""Surprise, its mean, and perplexity."""

import numpy as np

# What the words that came had been given:
p = np.array([1, 0.5, 0.25, 0.125])

surprise = np.log2(1 / p)
loss = surprise.mean()
print("surprise, bits:  ", surprise)
print("loss, bits a word:", loss)
print(f"perplexity:        {2**loss:.2f}")
