"""What part of a change happens in a tenth of the steps."""

import numpy as np

from lessoncode import figure
from lessoncode.measures.steepness import steepest
from lessoncode.training import checkpoints


def first_tenth(steps, y):
    """The share of the whole change that happens there."""
    early = np.interp(0.1 * steps[-1], steps, y)
    return (early - y[0]) / (y[-1] - y[0])


def span(shares):
    """From the least to the most of some shares, in percent."""
    return f"{100 * min(shares):.0f}-{100 * max(shares):.0f}%"


def row(name, steps, curves):
    """The steepest tenth, the first, and the steepest of the rest."""
    print(f"{name:23}", end="")
    for after in (0, 0.1):
        found = [steepest(steps, y, after=after) for y in curves]
        at, share = np.transpose(found)
        print(f"{min(at):4.0f}-{max(at):<4.0f}{span(share):>7}", end="")
        if not after:
            first = [first_tenth(steps, y) for y in curves]
            print(f"{span(first):>8} ", end="")
    print()


trained = checkpoints.load("in_context_learning/induction")
copying = trained.arrays
steps = copying["steps"]
print("                        steepest tenth   first after the first")
print("                       begins    share   tenth begins    share")
fig, axes = figure.canvas(height=2.6)
for n_layer, colour in (1, "muted"), (2, "accent"):
    name = f"copying, {n_layer} layer{'s'[: n_layer - 1]}: loss"
    pair = [copying[f"layers_{n_layer}_seed_{i}"] for i in (0, 1)]
    row(name, steps, pair)
    axes.plot(steps, np.transpose(pair), color=figure.COLOURS[colour])
    name = f"{n_layer} layer{'s'[: n_layer - 1]}, two seeds"
    end = pair[0][-1]
    look = {"color": figure.COLOURS[colour], "ha": "right"}
    axes.text(steps[-1], end + 0.25, name, **look)

runs = checkpoints.load("emergence/sums").arrays
curves = runs["curves"].reshape(-1, len(runs["steps"]), 4)
LEARNED = 0.5  # the share of sums that counts as learned
learned = curves[curves[:, -1, 1] > LEARNED]
n_learned = f"{len(learned)} of {len(curves)}"
for i, name in (3, "loss"), (0, "token"), (1, "exact"):
    row(f"sums: {name}", runs["steps"], learned[..., i])
print(f"sums: the {n_learned} models that end above {LEARNED:.0%}")
n_steeper = 0
for model in learned:
    curves = model[:, 1], model[:, 3]
    later = [steepest(runs["steps"], y, after=0.1) for y in curves]
    n_steeper += later[0].share > later[1].share
print("after the first tenth, exact is steeper than loss", end=" ")
print(f"in {n_steeper}")
big = trained.model
n = big.n_parameters
print(f"copying, {big.config.n_layer} layers: {n:,} parameters")

start = steepest(steps, pair[0]).start
tenth = start, start + steps[-1] / 10
axes.axvspan(*tenth, color=figure.COLOURS["grid"])
axes.text(tenth[1] + 15, 4.2, "one tenth of the steps", va="center")
axes.set(xlabel="step", ylabel="loss, bits a letter", ylim=(0, None))
alt = (
    "Loss against steps. With one layer, it falls fast at the "
    "beginning and then slowly. With two layers, it falls a second "
    "time, steeply, within a shaded tenth of the steps."
)
caption = (
    "Learning to copy: with two layers, the loss drops a second time, "
    "within a short part of the training."
)
figure.save(fig, "copying", alt, caption)
