"""How the first layer's gradient changes with the number of layers."""

from lessoncode import figure
from lessoncode.training import checkpoints


def drawing():
    """A line for each kind of model."""
    fig, axes = figure.canvas(width=4.8, height=2.8)
    for kind, row in rows.items():
        colour = "accent" if kind.startswith("with,") else "second"
        colour = figure.COLOURS[colour]
        seen = row.clip(lowest)  # 0 has no place on this axis
        axes.plot(layers, seen, "o-", color=colour, markersize=4)
        y = seen[-1] * 10 ** above[kind]
        axes.text(8.3, y, kind, color=colour, va="center")
    axes.set_yscale("log")
    axes.set_yticks([10.0**-n for n in (0, 5, 10, 15, 18)])
    axes.set_yticklabels(["1", "10⁻⁵", "10⁻¹⁰", "10⁻¹⁵", "0"])
    axes.minorticks_off()
    axes.set(xlabel="layers", ylabel="gradient", xlim=(0.5, 15))
    axes.set_xticks(layers)
    return fig


alt = (
    "Four lines, the length of the gradient against the number of "
    "layers. The two with residuals are level, one below the other. "
    "Without residuals and with a large start it rises. Without them "
    "and with a small start it falls steeply, to 0 at eight layers."
)
caption = (
    "With residuals the gradient stays: without them it dies out or "
    "grows with the layers; a dot is an untrained model."
)

# --8<-- [start:gradients]
trained = checkpoints.load("take_a_part_away/deeper")
gradients = trained.arrays["gradients"].reshape(4, 4)
layers, lowest = (1, 2, 4, 8), 1e-18
above = {"with, small": -0.8, "with, large": 0.1}  # powers of ten
above |= {"without, small": 0, "without, large": 0.6}
rows = dict(zip(above, gradients))

print("layers               1     2     4     8")
for kind, row in rows.items():
    print(f"{kind:17}", *(f"{length:5.0e}" for length in row))
figure.save(drawing(), "depth", alt, caption)
# --8<-- [end:gradients]
