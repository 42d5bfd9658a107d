"""Ten generations of transformers, fed in three ways."""

# --8<-- [start:curves]
import numpy as np

from lessoncode import figure
from lessoncode.measures.drift import survivors
from lessoncode.training import checkpoints
from lessoncode.worlds.retold import SHARES

runs = checkpoints.load("synthetic_data/generations").arrays
read, said = runs["read"], runs["said"].astype(float)
kinds = np.count_nonzero(read, -1)  # [ways, seeds, generations]
bits = (SHARES * np.log2(SHARES / said)).sum(-1)
true = said.sum(-1)
ways = "last alone", "all kept", "some fresh"
colours = "accent", "ink", "second"

fig, axes = figure.canvas(width=4.8, height=3)
for way, colour, row in zip(ways, colours, bits):
    look = {"linewidth": 1, "color": figure.COLOURS[colour]}
    for seed, curve in enumerate(row):
        axes.plot(curve, **look, label=None if seed else way)
axes.set(xlabel="generation", ylabel="bits from the world", ylim=0)
axes.legend()
alt = (
    "Distance from the world in bits against the generation, three "
    "curves for each way. With the last text alone all three rise; "
    "with all texts kept, and with some fresh text, they stay low."
)
caption = (
    "Ten generations: with the last text alone they leave the world; "
    "with old or fresh text beside it they stay near."
)
figure.save(fig, "collapse", alt, caption)


def table(name, numbers, form):
    """A row for each way: at some generations, over three seeds."""
    print(f"{name:11}", *(f"{f'gen. {t}':>11}" for t in at))
    for way, row in zip(ways, numbers):
        spans = []
        for t in at:
            low, high = row[:, t].min(), row[:, t].max()
            spans.append(f"{low:{form}} {high:{form}}")
        print(f"{way:11}", *(f"{span:>11}" for span in spans))


at = 0, 5, 10
table("bits", bits, ".2f")
# --8<-- [end:curves]

# --8<-- [start:kinds]
table("kinds read", kinds, "d")
expected = survivors(SHARES, 500, 10)
print(f"{'by counting':11}", *(f"{expected[t]:11.1f}" for t in at))
table("true", true, ".3f")
# --8<-- [end:kinds]
