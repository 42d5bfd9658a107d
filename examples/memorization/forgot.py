"""What is left of a text that a model was made to forget."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

table = checkpoints.load("memorization/forget").arrays["table"]
names = "first", "second", "third", "fourth", "fifth"


def means(way):
    """A row a model, each the mean over its texts, and how many."""
    part = table[table[:, 1] == way]
    models = [part[part[:, 0] == i, 2:] for i in range(len(names))]
    return np.array([m.mean(0) for m in models]), list(map(len, models))


def show(way):
    """A line a model: what is left, losses, steps to learn it again."""
    print("             reproduced   bits a word   steps to learn")
    print("model  texts  it  others     it   new    it   new    any")
    rows, counts = means(way)
    for name, n, row in zip(names, counts, rows):
        print(f"{name:6}{n:5}{line(row)}")
    print(f"{'all':6}{sum(counts):5}{line(rows.mean(0))}")


def line(row):
    said, others, ours, never, again, new, kept_out = row
    costs = f"{ours:7.1f}{never:6.1f}{again:6.1f}{new:6.1f}"
    shares = f"{100 * said:5.0f}%{100 * others:6.0f}%"
    return f"{shares}{costs}{kept_out:7.1f}"


# --8<-- [start:elsewhere]
show(2)
# --8<-- [end:elsewhere]

# --8<-- [start:against]
show(0)
# --8<-- [end:against]

# --8<-- [start:matched]
show(1)
ours, never = means(1)[0][:, 2:4].T
behind = ours - never  # bits a word
print("behind by", *(f"{b:.2f}" for b in behind), end="")
print(f", on average {behind.mean():.1f} bits a word")
# --8<-- [end:matched]

# --8<-- [start:picture]
ways = {
    "trained on\nother text": 2,
    "as unlikely as\na blind guess": 0,
    "as unlikely as\na new text": 1,
}
print("steps to learn it, five models: it, and a new text")
fig, axes = figure.canvas(height=2.7)
ours, others = figure.COLOURS["accent"], figure.COLOURS["second"]
for x, (name, way) in enumerate(ways.items()):
    again, new = means(way)[0][:, 4:6].T
    spans = f"{again.min():4.1f}-{again.max():.1f}"
    spans += f"{new.min():8.1f}-{new.max():.1f}"
    print(f"{name.replace(chr(10), ' '):28}{spans}")
    for i in range(len(names)):
        ends = [again[i], new[i]]
        look = {"color": figure.COLOURS["muted"], "linewidth": 0.8}
        axes.plot([x - 0.15, x + 0.15], ends, zorder=0, **look)
    axes.plot([x - 0.15] * len(names), again, "o", color=ours)
    axes.plot([x + 0.15] * len(names), new, "s", color=others)
axes.text(0.85, 3.3, "forgotten text", color=ours, ha="center")
axes.text(0.15, 15.8, "a new text", color=others, ha="center")
axes.text(2, 15.3, "no head start", ha="center")
axes.text(2, 14, "on average", ha="center")
axes.set_xticks(range(3), ways)
axes.set(xlim=(-0.5, 2.5), ylim=(0, 17.5))
axes.set_yticks([0, 5, 10, 15])
axes.set_ylabel("steps to learn it")
alt = (
    "Steps to learn a forgotten text, for five models and three ways "
    "to make them forget it, beside the steps for a new text. After "
    "training on other text, the forgotten text takes far fewer steps "
    "than a new one. Unlearned to the loss of a blind guess, it takes "
    "fewer. Unlearned to the loss of a new text, it takes about as "
    "many."
)
caption = (
    "Learned again: in two of three cases, the forgotten text takes "
    "fewer steps than a new text."
)
figure.save(fig, "again", alt, caption)
# --8<-- [end:picture]
