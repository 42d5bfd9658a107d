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

fig, axes = figure.canvas(height=3)
for way, colour, row in zip(ways, colours, bits):
    look = {"linewidth": 1, "color": figure.COLOURS[colour]}
    for curve in row:
        axes.plot(curve, **look)
    y = {"last alone": 5.6, "all kept": 0.4, "some fresh": 1.2}[way]
    axes.text(10.2, y, way, color=look["color"], va="center")
axes.text(3, 5.3, "rare statements\nare lost", ha="center")
axes.set(xlabel="generation", ylabel="bits from the world", ylim=0)
axes.set_xlim(0, 12.6)
axes.set_xticks(range(0, 11, 2))
alt = (
    "Distance from the world in bits against the generation, three "
    "curves for each way. With the last text alone all three rise; "
    "with all texts kept, they stay low; with some fresh text, they "
    "rise to 2.29 bits at most and end below one."
)
caption = (
    "Ten generations: models that read only the last text move away "
    "from the world. With fresh text, the distance goes up and down. "
    "In two of three runs, it ends higher than it began."
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
print("some fresh, each run")
print("  highest            ", *(f"{x:.2f}" for x in bits[2].max(-1)))
late = bits[2, :, -3:].max(-1)
print("  in the last three  ", *(f"{x:.2f}" for x in late))
# --8<-- [end:curves]

# --8<-- [start:kinds]
table("read, of 49", kinds, "d")
expected = survivors(SHARES, 500, 10)
print(f"{'by counting':11}", *(f"{expected[t]:11.1f}" for t in at))
table("true, %", 100 * true, ".1f")

alone, last = read[0] > 0, said[0, :, -1]  # the last text alone
lost = ~alone[:, -1]
back = np.count_nonzero(alone[:, 1:] & ~alone[:, :-1])
left = max(p[gone].sum() for p, gone in zip(last, lost))
print(f"last alone: {back} statements came back,")
print(f"probability of all lost ones at most {left:.0e}")
common = alone[:, -1, np.isclose(SHARES, SHARES.max())].sum(-1)
print("read at the end, of the 7 most common:", *common)
frequent = SHARES.max() / 3 < SHARES  # two of the seven groups
common = alone[:, -1, frequent].sum(-1)
print("of the 14 most common:", *common)
texts = read[0, :, -1]
part = texts[:, frequent].sum(-1) / texts.sum(-1)
print("  share of that text:", *(f"{x:.0%}" for x in part))
# --8<-- [end:kinds]
