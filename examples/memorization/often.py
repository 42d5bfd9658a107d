"""How many texts come back word for word, by how often they stood."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

# --8<-- [start:picture]
loaded = checkpoints.load("memorization/read")
saved = loaded.arrays
times, sizes = saved["times"], saved["sizes"]
counts = np.unique(times)


def by_count(name):
    """The mean of the ten texts of a count: [size, seed, count]."""
    means = [saved[name][..., times == n].mean(-1) for n in counts]
    return np.stack(means, -1)


fig, axes = figure.canvas(width=4.4)
look = zip(sizes, ("s:", "^--", "o-"), ("muted", "second", "accent"))
for (size, line, colour), shares in zip(look, by_count("said")):
    how = {"color": figure.COLOURS[colour], "markersize": 4}
    for seed, row in enumerate(shares):
        label = None if seed else f"{size:,} parameters"
        axes.plot(row, line, label=label, **how)
axes.set_xticks(range(len(counts)), counts)
axes.set(xlabel="times in the corpus", ylim=(-0.05, 1.05))
axes.set_ylabel("given back word for word")
axes.legend()
alt = (
    "The share of texts given back word for word against how often "
    "they stand in the corpus, three models of each of three sizes. "
    "Texts that stand there never, once, twice or 4 times are at 0. "
    "The two larger sizes rise from 8 or 16 times on and end between "
    "six tenths and 1 at 64 times; the smallest stays at 0 up to 32 "
    "times. One of the largest is far above the others at 16 times."
)
caption = (
    "Word for word: below 8 copies none of nine models gives a text "
    "back. With more copies the larger ones do."
)
figure.save(fig, "often", alt, caption)
# --8<-- [end:picture]

# --8<-- [start:table]
print("given back, of 30 texts (ten a model)")
print("copies", *(f"{n:4}" for n in counts))
for size, row in zip(sizes, by_count("said").sum(1) * 10):
    print(f"{size:6,}", *(f"{n:4.0f}" for n in row))
# --8<-- [end:table]

# --8<-- [start:bits]
print("bits a word; drawn at random it costs", end=" ")
print(f"{np.log2(loaded.tokenizer.n_vocab - 1):.2f}")
print("copies", *(f"{n:4}" for n in counts))
for size, row in zip(sizes, by_count("bits").mean(1)):
    print(f"{size:6,}", *(f"{x:.2f}" for x in row))
# --8<-- [end:bits]
