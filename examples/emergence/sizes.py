"""The same answers by three scores, against size."""

# --8<-- [start:by_heart]
import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints


def span(x):
    """From the least to the most of three models."""
    return f"{x.min():.2f}-{x.max():.2f}"


runs = checkpoints.load("emergence/by_heart").arrays
curves = np.moveaxis(runs["curves"], -1, 0)
digit, exact, product, loss = curves[..., -1]  # where they end
print("parameters      digit    digit^8      exact       loss")
for i, size in enumerate(runs["sizes"]):
    row = digit[i], digit[i] ** 8, exact[i], loss[i]
    print(f"{size:10,}", *(f"{span(x):>10}" for x in row))
off = np.abs(curves[1] - curves[0] ** 8)
print(f"{off.size} looks: |exact - digit^8|", end=" ")
print(f"{off.mean():.3f} on average, {off.max():.2f} at most")

fig, axes = figure.canvas(width=4.6, height=2.8)
for y, mark, colour, label in (
    (digit, "o", "accent", "digits right"),
    (exact, "s", "second", "numbers right"),
):
    look = {"color": figure.COLOURS[colour], "markersize": 4}
    axes.plot(runs["sizes"], y.mean(1), label=label, **look)
    axes.plot(runs["sizes"], y, mark, **look)
axes.set(xscale="log", xlabel="parameters", ylabel="share right")
axes.set_xticks(runs["sizes"], [f"{n:,}" for n in runs["sizes"]])
axes.minorticks_off()
axes.legend(fontsize=8)
alt = (
    "Two lines against the number of parameters. The share of right "
    "digits rises from two fifths over four fifths to near 1. That of "
    "right numbers is 0, then near a tenth, then jumps to near 1."
)
caption = (
    "The same answers by two scores: the share of digits begins at "
    "four tenths, that of numbers at nothing."
)
figure.save(fig, "by-heart", alt, caption)
# --8<-- [end:by_heart]

# --8<-- [start:sums]
runs = checkpoints.load("emergence/sums").arrays
curves = np.moveaxis(runs["curves"], -1, 0)
_, exact, product, loss = curves[..., -1]
print("parameters      exact    product      drawn       loss")
for i, size in enumerate(runs["sizes"]):
    row = exact[i], product[i], runs["drawn"][i], loss[i]
    print(f"{size:10,}", *(f"{span(x):>10}" for x in row))
off = np.abs(runs["drawn"] - product)
print(f"drawn - product: {off.max():.3f} at most")

fig, axes = figure.canvas(width=4.6, height=2.8)
axes.plot(runs["sizes"], exact, "o", color=figure.COLOURS["accent"])
axes.set(xscale="log", xlabel="parameters", ylim=(0, 1.04))
axes.set_ylabel("share of sums right")
axes.set_xticks(runs["sizes"], [f"{n:,}" for n in runs["sizes"]])
axes.minorticks_off()
alt = (
    "Three dots for each of five sizes. The smallest size is below a "
    "half. The others are strewn between about a half and 1, and the "
    "largest has both ends."
)
caption = (
    "Sums: beyond the smallest size, three starts of one size lie "
    "further apart than the sizes do."
)
figure.save(fig, "sums", alt, caption)
# --8<-- [end:sums]
