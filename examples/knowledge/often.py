"""How well a fact is known, by how often it was stated."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

runs = checkpoints.load("knowledge/counts").arrays
stated, counts = runs["stated"], np.unique(runs["stated"])


def by_count(name):
    """The mean over the eight facts of each count: [seed, count]."""
    pairs = list(zip(runs[name], stated))
    return np.array(
        [[x[n == count].mean() for count in counts] for x, n in pairs]
    )


shares, p = by_count("right"), by_count("p")
print("stated     share right   probability")
for i, n in enumerate(counts):
    row = shares[:, i].min(), shares[:, i].max()
    row += p[:, i].min(), p[:, i].max()
    print(f"{n:6}", "{:10.2f}-{:.2f} {:8.2f}-{:.2f}".format(*row))

fig, axes = figure.canvas(width=4.4)
for seed, style in enumerate(("o-", "s--", "^:")):
    axes.plot(p[seed], style, label=f"seed {seed}", markersize=4)
axes.set_xticks(range(len(counts)), counts)
axes.set(xlabel="times stated in the corpus", ylim=(-0.05, 1.05))
axes.set_ylabel("probability of the capital")
axes.legend()
alt = (
    "The mean probability of the right capital against how often the "
    "corpus states it, for three seeds. All three lines rise from "
    "near 0 at once to near 1 at 64 times. In between, at 4 and 8 "
    "times, they lie about a half apart."
)
caption = (
    "A fact has a strength: the more often it is told, the likelier "
    "its word becomes. It is not simply in or out."
)
figure.save(fig, "often", alt, caption)
