"""Bits stored against the number of parameters."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

runs = checkpoints.load("knowledge/capacity").arrays
sizes, stored = runs["sizes"], runs["stored"]
longer = checkpoints.load("knowledge/longer")


def show(name, size, bits):
    """The range over the seeds."""
    low, high = bits.min(), bits.max()
    row = low, high, low / size, high / size
    cells = "{:7,.0f}-{:5,.0f} {:13.2f}-{:.2f}".format(*row)
    print(f"{name:>10}", cells)


print("parameters   bits stored   bits per parameter")
for size, bits in zip(sizes, stored):
    show(f"{size:,}", size, bits)
more = longer.model.n_parameters, longer.arrays["stored"]
n_steps = int(longer.arrays["n_steps"])
print(f"after {n_steps:,} steps instead of 700:")
show("longer", *more)

fig, axes = figure.canvas(height=3)
line = np.array([0, 5200])
grey = {"color": figure.COLOURS["muted"], "linewidth": 0.8}
for rate in (1, 2):
    axes.plot(line, rate * line, **grey)
axes.text(1850, 4900, "2 bits per\nparameter", va="top", ha="right")
axes.text(3300, 2350, "1 bit per\nparameter")
axes.axhline(5120, linestyle="--", **grey)
axes.text(60, 5200, "all there is to store")
for bits in stored.T:
    axes.plot(sizes, bits, "o", color=figure.COLOURS["accent"])
red = figure.COLOURS["second"]
for bits in more[1]:
    axes.plot(more[0], bits, "^", color=red, markerfacecolor="none")
axes.annotate(
    "triangles: four times\nas many steps",
    (more[0] + 70, more[1].min()), (1350, 850),
    color=red, va="top",
    arrowprops={"arrowstyle": "->", "color": red},
)
axes.set(xlim=(0, 5200), ylim=(0, 5700), ylabel="bits stored")
axes.set_xlabel("parameters")
alt = (
    "Bits stored against parameters, for models of five sizes and "
    "three seeds each, whose dots nearly coincide. The dots of the "
    "four smaller sizes are on a line between 1 and 2 bits per "
    "parameter. Those of the largest size are close to the dashed "
    "line, which marks all that there is to store. Three triangles "
    "are a little above the dots of the second size."
)
caption = (
    "Larger models store more: as long as much is left to learn, the "
    "bits stored grow with the parameters. Models of one size store "
    "more if they are trained for four times as many steps."
)
figure.save(fig, "bits", alt, caption)
