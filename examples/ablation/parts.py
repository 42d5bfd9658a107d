"""The loss without each part, beside what can be known."""

from collections import Counter, defaultdict

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar


def drawing(costs):
    """Three dots for each missing part."""
    fig, axes = figure.canvas(height=3)
    muted, second = (figure.COLOURS[c] for c in ("muted", "second"))
    for x in (floor, one_word):
        axes.axvline(x, color=muted, linewidth=0.8)
    for y, row in enumerate(costs):
        colour = second if y == 5 else figure.COLOURS["accent"]
        axes.plot(row, [y] * 3, "o", color=colour)
    axes.text(floor + 0.1, -0.7, "best possible", color=muted)
    label = "best possible\nfrom one word"
    axes.text(one_word, -0.7, label, color=muted, ha="right")
    label = "sees only the last word"
    axes.text(10.6, 5, label, color=second, ha="right", va="center")
    parts = ("residuals", "norms", "MLPs", "positions", "attention")
    parts = [f"without {part}" for part in parts]
    axes.set_yticks(range(len(costs)), ["complete model", *parts])
    axes.set_xlabel("loss on a sentence, in bits")
    axes.set(xlim=(5, 11.2), ylim=(5.5, -0.5))
    return fig


alt = (
    "Three dots for the complete model, and three for each part that "
    "was removed. Those of the complete model lie just above the best "
    "possible loss. Without residuals, norms, MLPs or positions they are "
    "scattered somewhat higher. Without attention they lie on the line "
    "of the best possible prediction from a single word."
)
caption = (
    "Each part removed: a dot is one of three runs, and the farther "
    "left it is, the better the model predicts."
)

# --8<-- [start:known]
world = grammar(CAT_AND_DOG)


def knowing(n_before):
    """The best loss, seeing only that many words before."""
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
