"""The same predictions by several scores, against size."""

# --8<-- [start:by_heart]
import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints


def span(x):
    """From the least to the most of three models, in percent."""
    return f"{100 * x.min():.0f}-{100 * x.max():.0f}%"


def loss_span(x):
    return f"{x.min():.2f}-{x.max():.2f}"


def dots(axes, sizes, shares, colour):
    """A dot for each model, and a line through the means."""
    look = {"color": figure.COLOURS[colour], "markersize": 4}
    axes.plot(sizes, 100 * shares.mean(1), **look)
    axes.plot(sizes, 100 * shares, "o", **look)


def percent(axes, sizes, label):
    """Both axes: the sizes below, percentages on the left."""
    axes.set(xscale="log", xlabel="parameters", ylabel=label)
    axes.set_xticks(sizes, [f"{n:,}" for n in sizes])
    axes.set_yticks([0, 25, 50, 75, 100])
    axes.set_yticklabels(["0", "25%", "50%", "75%", "100%"])
    axes.minorticks_off()


runs = checkpoints.load("emergence/by_heart").arrays
curves = np.moveaxis(runs["curves"], -1, 0)
digit, exact, product, loss = curves[..., -1]  # where they end
print("              digits  expected   numbers")
print("parameters     right   numbers     right       loss")
for i, size in enumerate(runs["sizes"]):
    shares = digit[i], digit[i] ** 8, exact[i]
    row = "".join(f"{span(x):>10}" for x in shares)
    print(f"{size:10,}{row} {loss_span(loss[i]):>10}")
off = 100 * np.abs(curves[1] - curves[0] ** 8)
print(f"numbers right, less those expected, at {off.size} moments:")
print(f"{off.mean():.1f} points on average, {off.max():.0f} at most")
between = (curves[1] > 0.02) & (curves[1] < 0.98)
print(f"{off[between].mean():.1f} where 2-98% of the numbers are right")

fig, axes = figure.canvas(height=2.8)
dots(axes, 0.97 * runs["sizes"], digit, "accent")
dots(axes, 1.03 * runs["sizes"], exact, "second")
percent(axes, runs["sizes"], "right")
axes.text(600, 62, "digits", color=figure.COLOURS["accent"])
axes.text(1560, 4, "whole numbers", color=figure.COLOURS["second"])
axes.text(560, 10, "not one", color=figure.COLOURS["second"])
alt = (
    "Two lines against the number of parameters. The share of right "
    "digits rises from two fifths to four fifths and then to nearly "
    "1. The share of right numbers is 0, then below a quarter, then "
    "nearly 1. Both are lower again at the fourth of the five sizes."
)
caption = (
    "The same predictions, scored twice: models can get two fifths of "
    "the digits right, but not a single whole number. (A dot is a "
    "model, a line the mean of three. To keep the dots visible, blue "
    "is moved a little to the left and orange to the right.)"
)
figure.save(fig, "by-heart", alt, caption)
# --8<-- [end:by_heart]

# --8<-- [start:sums]
runs = checkpoints.load("emergence/sums").arrays
curves = np.moveaxis(runs["curves"], -1, 0)
_, exact, product, loss = curves[..., -1]
print("parameters     exact   product       loss")
for i, size in enumerate(runs["sizes"]):
    row = f"{span(exact[i]):>10}{span(product[i]):>10}"
    print(f"{size:10,}{row} {loss_span(loss[i]):>10}")
rest = 100 * exact[1:]
apart = np.ptp(rest, axis=1)
print("exact, how far apart, without the smallest size:")
print(f"  seeds of one size {apart.min():.0f}-{apart.max():.0f} points")

fig, axes = figure.canvas(height=2.6)
blue = figure.COLOURS["accent"]
axes.plot(runs["sizes"], 100 * exact, "o", color=blue)
percent(axes, runs["sizes"], "sums right")
axes.set_ylim(0, 105)
ends = 100 * exact.min(1), 100 * exact.max(1)
axes.vlines(runs["sizes"], *ends, color=blue, linewidth=0.8)
axes.text(440, 52, "one size,\nthree seeds", color=blue)
axes.set_xlim(330, 14_500)
alt = (
    "Three dots, joined by a line, for each of five sizes. Those of "
    "the smallest size are below a half. The others are between "
    "about a half and 1, and those of the largest size are the "
    "farthest apart."
)
caption = (
    "Sums: above the smallest size, the three models of one size are "
    "up to 49 points apart."
)
figure.save(fig, "sums", alt, caption)
# --8<-- [end:sums]
