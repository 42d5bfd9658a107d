"""One ability of five sizes, against steps and against loss."""

# --8<-- [start:by_steps]
import numpy as np

from lessoncode import figure
from lessoncode.measures.steepness import monotone
from lessoncode.training import checkpoints

runs = checkpoints.load("emergence/sums").arrays
sizes, steps = runs["sizes"], runs["steps"]
exact, loss = runs["curves"][..., 1], runs["curves"][..., 3]

colours = "accent", "second", "third", "muted", "ink"
fig, axes = figure.canvas(width=4.6, height=3)
for size, curves, colour in zip(sizes, exact, colours):
    look = {"color": figure.COLOURS[colour], "linewidth": 1}
    axes.plot(steps, curves.T, **look)
    axes.plot([], [], label=f"{size:,}", **look)
axes.set(xlabel="step", ylabel="exact match")
axes.legend(title="parameters", fontsize=8, title_fontsize=8)
alt = (
    "Fifteen lines over the steps, which leave the bottom early or "
    "late, in no order of their colours. Some never do."
)
caption = (
    "Over the steps: some models learn to add early and some late, in "
    "no order of their size."
)
figure.save(fig, "by-steps", alt, caption)
# --8<-- [end:by_steps]

# --8<-- [start:by_loss]
print("left out  by steps  by loss")
for i, size in enumerate(sizes):
    others = np.arange(len(sizes)) != i
    by_steps = exact[others].mean((0, 1))
    x, y = monotone(loss[others].ravel(), exact[others].ravel())
    by_loss = np.interp(loss[i], x, y)
    off = [np.abs(p - exact[i]).mean() for p in (by_steps, by_loss)]
    print(f"{size:8,}", "{:9.3f} {:8.3f}".format(*off))

fig, axes = figure.canvas(width=4.6, height=3)
for i, (size, colour) in enumerate(zip(sizes, colours)):
    look = {"color": figure.COLOURS[colour], "markersize": 3}
    axes.plot(loss[i].ravel(), exact[i].ravel(), "o", **look)
    axes.plot([], [], "o", label=f"{size:,}", **look)
axes.set(xlabel="loss, nats a token", ylabel="exact match")
axes.set_xlim(1.6, 0)
axes.legend(title="parameters", fontsize=8, title_fontsize=8)
alt = (
    "Dots of five colours, one for each size, over the loss, which "
    "falls to the right. All lie on one band: near 0 down to a loss "
    "of 1, then rising to 1 at a loss of 0."
)
caption = (
    "Over the loss: the dots of all sizes lie on one band. At the same "
    "loss, about the same share of sums is right."
)
figure.save(fig, "by-loss", alt, caption)
# --8<-- [end:by_loss]
