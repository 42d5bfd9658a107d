"""How many texts come back word for word, by their copies."""

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


fig, axes = figure.canvas(height=2.9)
look = zip(sizes, ("s:", "^--", "o-"), ("muted", "second", "accent"))
for (size, line, colour), shares in zip(look, by_count("said")):
    how = {"color": figure.COLOURS[colour], "markersize": 4}
    for row in shares:
        axes.plot(100 * row, line, **how)
    y = 7 if colour == "muted" else 71 if colour == "second" else 88
    text, colour = f"{size:,}\nparameters", figure.COLOURS[colour]
    axes.text(7.3, y, text, color=colour, va="center")
axes.text(1.5, 6, "none reproduced", ha="center")
axes.set_xticks(range(len(counts)), counts)
axes.set(xlabel="copies in the corpus", ylim=(-4, 105))
axes.set_xlim(-0.2, 9.2)
axes.set_ylabel("reproduced word for word, %")
alt = (
    "The share of texts reproduced word for word against their number "
    "of copies in the corpus, three models of each of three sizes. "
    "With up to 4 copies, all are at 0. Models of the two larger sizes "
    "rise between 8 and 32 copies, and reproduce most texts with 64. "
    "The smallest size stays at 0 up to 32 copies. One of the largest "
    "models is far above the others at 16 copies."
)
caption = (
    "Word for word: with few copies, none of the nine models "
    "reproduces a text. With many copies, the larger ones usually do."
)
figure.save(fig, "often", alt, caption)
# --8<-- [end:picture]

# --8<-- [start:table]
print("reproduced, of 30 texts (ten a model)")
print("copies", *(f"{n:4}" for n in counts))
for size, row in zip(sizes, by_count("said").sum(1) * 10):
    print(f"{size:6,}", *(f"{n:4.0f}" for n in row))
# --8<-- [end:table]

# --8<-- [start:bits]
print("loss in bits a word; of a blind guess", end=" ")
print(f"{np.log2(loaded.tokenizer.n_vocab - 1):.2f}")
print("copies", *(f"{n:4}" for n in counts))
bits = by_count("bits")
for size, row in zip(sizes, bits.mean(1)):
    print(f"{size:6,}", *(f"{x:.2f}" for x in row))
print("three models of a size: 0 copies and 4 copies")
for size, models in zip(sizes, bits[..., [0, 3]]):
    spans = [f"{x.min():.1f}-{x.max():.1f}" for x in models.T]
    print(f"models of {size:6,}  {spans[0]} {spans[1]}")
# --8<-- [end:bits]
