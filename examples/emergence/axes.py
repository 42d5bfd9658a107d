"""One ability of five sizes, against steps and against loss."""

# --8<-- [start:by_steps]
import numpy as np

from lessoncode import figure
from lessoncode.measures.steepness import monotone
from lessoncode.training import checkpoints

runs = checkpoints.load("emergence/sums").arrays
sizes, steps = runs["sizes"], runs["steps"]
exact, loss = runs["curves"][..., 1], runs["curves"][..., 3]

colours = "second", "muted", "muted", "muted", "accent"
fig, axes = figure.canvas(height=2.8)
for curves, colour in zip(exact, colours):
    width = 0.7 if colour == "muted" else 1.6
    look = {"color": figure.COLOURS[colour], "linewidth": width}
    axes.plot(steps, 100 * curves.T, **look)
for size, y, colour in (
    ("the largest size", 99, "accent"),
    ("three sizes\nbetween", 80, "muted"),
    ("the smallest size", 12, "second"),
):
    look = {"color": figure.COLOURS[colour], "va": "center"}
    axes.text(1530, y, size, **look)
axes.set(xlabel="step", ylabel="sums right", xlim=(0, 2100))
axes.set_xticks([0, 500, 1000, 1500])
axes.set_yticks([0, 50, 100], ["0", "50%", "100%"])
alt = (
    "Fifteen curves of the share of right sums against the step. "
    "Those of the smallest size end below a half. The others leave "
    "the bottom early or late, in no order of size."
)
caption = (
    "Exact match as training proceeds: above the smallest size, some "
    "models learn to add early and some late, in no order of size."
)
figure.save(fig, "by-steps", alt, caption)
# --8<-- [end:by_steps]

# --8<-- [start:by_loss]
print("the size    mean error, percentage points,")
print("left out      by the step  by the loss")
for i, size in enumerate(sizes):
    others = np.arange(len(sizes)) != i
    by_steps = exact[others].mean((0, 1))
    x, y = monotone(loss[others].ravel(), exact[others].ravel())
    by_loss = np.interp(loss[i], x, y)
    wrong = [np.abs(p - exact[i]) for p in (by_steps, by_loss)]
    off = [100 * each.mean() for each in wrong]
    print(f"{size:8,}", "{:15.1f} {:12.1f}".format(*off))

fig, axes = figure.canvas(height=2.8)
for i, colour in enumerate(colours):
    look = {"color": figure.COLOURS[colour], "markersize": 3}
    x, y = loss[i, :, ::2], 100 * exact[i, :, ::2]  # every 100 steps
    axes.plot(x.ravel(), y.ravel(), "o", **look)
axes.set(xlabel="loss, nats a token", ylabel="sums right")
axes.set_yticks([0, 50, 100], ["0", "50%", "100%"])
axes.set_xlim(1.6, 0)
red, blue = figure.COLOURS["second"], figure.COLOURS["accent"]
axes.text(0.8, 30, "the smallest size  ", color=red, ha="right")
axes.text(0.35, 70, "the largest size  ", color=blue, ha="right")
alt = (
    "The share of right sums against the loss, which falls to the "
    "right. The dots of all sizes lie on one band: near 0 down to a "
    "loss of 1, then rising to 1 at a loss of 0."
)
caption = (
    "Exact match against the loss: the dots of all sizes lie on one "
    "band, so models with the same loss get about the same share of "
    "sums right."
)
figure.save(fig, "by-loss", alt, caption)
# --8<-- [end:by_loss]
