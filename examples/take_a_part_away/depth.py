"""How the first layer's gradient changes with the number of layers."""

from lessoncode import figure
from lessoncode.training import checkpoints

trained = checkpoints.load("take_a_part_away/deeper")
gradients = trained.arrays["gradients"].reshape(4, 4)
layers, lowest = (1, 2, 4, 8), 1e-18

fig, axes = figure.canvas(width=4.6, height=2.8)
labels = ["with, small start", "with, large start"]
labels += ["without, small start", "without, large start"]
ends = (-1.2, -0.2, 0, 0.6)  # of the labels, in powers of ten
for i, (label, row) in enumerate(zip(labels, gradients)):
    colour = figure.COLOURS["accent" if i < 2 else "second"]
    row = row.clip(lowest)  # 0 has no place on this axis
    axes.plot(layers, row, "o-", color=colour, markersize=4)
    y = row[-1] * 10 ** ends[i]
    axes.text(8.3, y, label, color=colour, va="center")
axes.set_yscale("log")
axes.set_yticks([10.0**-n for n in (0, 5, 10, 15, 18)])
axes.set_yticklabels(["1", "10⁻⁵", "10⁻¹⁰", "10⁻¹⁵", "0"])
axes.minorticks_off()
axes.set(xlabel="layers", ylabel="gradient", xlim=(0.5, 15))
axes.set_xticks(layers)
alt = (
    "Four lines, the length of the gradient against the number of "
    "layers. The two with residuals are level, one below the other. "
    "Without residuals and with a large start it rises. Without them "
    "and with a small start it falls steeply, to 0 at eight layers."
)
caption = (
    "With residuals the gradient stays: without them it dies out or "
    "grows, depending on the size of the numbers one starts with."
)
figure.save(fig, "depth", alt, caption)
