"""The cost of each missing part, beside what can be known."""

from collections import Counter, defaultdict

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar


def drawing(costs):
    """Three dots for each missing part."""
    fig, axes = figure.canvas(width=4.6, height=2.7)
    for x in (floor, one_word):
        axes.axvline(x, color=figure.COLOURS["muted"], linewidth=0.8)
    for y, row in enumerate(costs):
        axes.plot(row, [y] * 3, "o", color=figure.COLOURS["accent"])
    above = {"color": figure.COLOURS["muted"], "ha": "center"}
    axes.text(floor, -0.7, "knows all before", **above)
    axes.text(one_word, -0.7, "knows one word", **above)
    parts = ["nothing", "residuals", "norms", "MLPs", "positions"]
    parts.append("attention")
    axes.set_yticks(range(len(parts)), parts)
    axes.set(xlabel="bits a sentence", ylabel="without")
    axes.set_ylim(5.5, -0.5)
    return fig


alt = (
    "Three dots for each part that was removed. With nothing removed "
    "they lie together just above the floor. Without residuals, norms, "
    "MLPs or positions they are scattered somewhat higher. Without "
    "attention they lie on the line for one word before."
)
caption = (
    "The cost of each missing part: a dot is one of three trainings, "
    "and without attention none is better than one who knows a single "
    "word."
)

# --8<-- [start:known]
world = grammar(CAT_AND_DOG)


def knowing(n_before):
    """The best cost for one who sees that many words before."""
    seen = defaultdict(Counter)
    for text, p in world.probabilities.items():
        words = ["(end)", *text.split(), "(end)"]
        for i in range(1, len(words)):
            seen[tuple(words[i - n_before : i])][words[i]] += p
    return sum(
        -p * np.log2(p / after.total())
        for after in seen.values()
        for p in after.values()
    )


floor, one_word = world.entropy(), knowing(1)
print("bits a sentence, knowing")
print(f"  everything before  {floor:5.2f}")
print(f"  one word before    {one_word:5.2f}")
print(f"  frequencies alone  {knowing(0):5.2f}")

costs = checkpoints.load("ablation/without").arrays["costs"]
figure.save(drawing(costs), "parts", alt, caption)
# --8<-- [end:known]
