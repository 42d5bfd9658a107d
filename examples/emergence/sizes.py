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
    "Two lines against the number of parameters, with dots for three "
    "models of each size. The share of right digits rises from two "
    "fifths over four fifths to near 1. The share of right numbers "
    "stays at 0, then is near a tenth, and then jumps to near 1."
)
figure.save(fig, "by-heart", alt)
# --8<-- [end:by_heart]

# --8<-- [start:sums]
runs = checkpoints.load("emergence/sums").arrays
curves = np.moveaxis(runs["curves"], -1, 0)
token, exact, product, loss = curves[..., -1]
print("parameters      token      exact    product      drawn")
for i, size in enumerate(runs["sizes"]):
    row = token[i], exact[i], product[i], runs["drawn"][i]
    print(f"{size:10,}", *(f"{span(x):>10}" for x in row))
off = np.abs(runs["drawn"] - product)
print(f"drawn - product: {off.max():.3f} at most")
print("parameters   loss in nats a token, each seed")
for size, three in zip(runs["sizes"], loss):
    print(f"{size:10,}  ", *(f"{nats:6.2f}" for nats in three))
# --8<-- [end:sums]
