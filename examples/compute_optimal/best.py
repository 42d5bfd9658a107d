"""The best size for each budget, and how it moves."""

import numpy as np

from lessoncode import figure
from lessoncode.measures.power_law import PowerLaw
from lessoncode.training import checkpoints

runs = checkpoints.load("scale/budgets").arrays
budgets = runs["budgets"]


def best(sizes, losses, near=5):
    """Where a parabola in log N is lowest.

    It is fitted to the lowest loss and at most `near` on each side.
    """
    at = np.argmin(losses)
    kept = slice(max(at - near, 0), at + near + 1)
    sizes, losses = sizes[kept], losses[kept]
    a, b, _ = np.polyfit(np.log(sizes), losses, 2)
    return np.exp(-b / (2 * a))


def all_best(near=5):
    """The best size for each budget and seed."""
    return np.array(
        [
            [best(n, of_seed, near) for of_seed in losses.T]
            for n, losses in zip(runs["sizes"], runs["excess"])
        ]
    )


sizes = all_best()
tokens = budgets[:, None] / (6 * sizes)
print("                            tokens for each")
print("operations  best parameters       parameter")
for budget, n, d in zip(budgets, sizes, tokens):
    size = f"{n.min():,.0f}-{n.max():,.0f}"
    ratio = f"{(d / n).min():.0f}-{(d / n).max():.0f}"
    print(f"{budget:10.1e} {size:>16} {ratio:>16}")

print("as the budget to the power of")
growth = [-PowerLaw.fit(budgets, n).alpha for n in sizes.T]
low, high = min(growth), max(growth)
print(f"{low:.2f}-{high:.2f}: best parameters")
print(f"{1 - high:.2f}-{1 - low:.2f}: tokens for them")
growth = [-PowerLaw.fit(budgets, n).alpha for n in all_best(1).T]
low, high = min(growth), max(growth)
source = "the lowest loss and its neighbours"
print(f"{low:.2f}-{high:.2f}: size, by {source}")

fig, axes = figure.canvas(height=3)
marks = [figure.COLOURS[name] for name in ("second", "third", "accent")]
for i, colour in enumerate(marks):
    n, losses = runs["sizes"][i], runs["excess"][i]
    axes.plot(n, losses, ".", color=colour)
    axes.plot(n, losses.mean(1), color=colour, linewidth=0.8)
    at = n[-1] * 1.1, losses[-1].mean()
    said = ("one budget", "four times as much", "sixteen times")[i]
    axes.text(*at, said, color=colour, va="center")
axes.set(xscale="log", xlabel="parameters", xlim=(900, 350_000))
axes.set_ylabel("bits above the entropy")
axes.set_xticks([1e3, 1e4, 1e5], ["1,000", "10,000", "100,000"])
axes.minorticks_off()
alt = (
    "Bits above the entropy against the number of parameters, a "
    "curve for each of three budgets. Each falls to a lowest point "
    "and rises again. With a larger budget the curve lies lower and "
    "its lowest point further to the right. Dots of three seeds lie "
    "close together."
)
caption = (
    "Three budgets: each has a best size, and a larger budget has a "
    "larger one."
)
figure.save(fig, "best", alt, caption)
