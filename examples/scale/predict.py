"""What will a larger model lose? Predicted from the smaller ones."""

import numpy as np

from lessoncode.measures.power_law import PowerLaw
from lessoncode.training import checkpoints
from lessoncode.worlds.zipf import ENTROPY

runs = checkpoints.load("scale/family").arrays
sizes, embeddings = runs["sizes"], runs["embeddings"]
excess = np.exp(np.log(runs["excess"]).mean(1))
width = 360
n_embedding = 64 * width
n_other = 10 * width**2 + 3 * width
n = n_embedding + n_other
print(f"{n:,} parameters, {n / sizes[-1]:.1f} times the largest")


def predict(name, x, y, at, above):
    """Print the loss that the power law gives, and its interval."""
    law = PowerLaw.fit(x, y)
    low, high = law.interval(at)
    row = above + law(at), above + low, above + high
    print(f"{name:22}", "{:.2f}  ({:.2f}-{:.2f})".format(*row))


print("predicted loss, bits, with 95% intervals:")
predict("law above the entropy", sizes, excess, n, ENTROPY)
others = sizes - embeddings
predict("without embedding", others, excess, n_other, ENTROPY)
predict("line without entropy", sizes, excess + ENTROPY, n, 0)
