"""What the MLP computes for a word: gates, and what they let through."""

import numpy as np

from lessoncode import figure
from lessoncode.model.layers import linear, rms_norm, swiglu
from lessoncode.training import checkpoints


def drawing(gates, lets_through):
    """What a gate lets through, and the gates of one word."""
    fig, axes = figure.canvas(width=5.2, height=2.0)
    curve = np.linspace(-6, 4, 101)
    axes.plot(curve, curve / (1 + np.exp(-curve)))
    look = {"color": figure.COLOURS["second"]}
    axes.plot(gates, lets_through, "o", markersize=4, **look)
    open_, shut = f"wide open: {gates.max():.2f}", "all the others"
    at = gates.max() - 0.35, lets_through.max()
    axes.text(*at, open_, ha="right", va="center", **look)
    axes.text(-0.6, 0.6, shut, ha="right", va="center", **look)
    axes.text(-5.9, 0.25, "shut", color=figure.COLOURS["accent"])
    axes.set(xlabel="gate", ylabel="lets through")
    axes.set_xticks([-6, -4, -2, 0, 2, 4])
    axes.grid(alpha=0.5)
    return fig


trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
ids = words.prompt("the cat that saw the bird sat on the")
at = {(layer, place): x for layer, place, x in model.stream([ids])}

alt = (
    "A curve. Far below 0 it is close to 0; it dips a little below 0 "
    "near -1, passes through 0 and then rises like a straight line. "
    "Dots on it are the gates of one word: all lie together around 0, "
    "except for one far to the right, at 3.37."
)
caption = (
    "The gates of the last word: one is wide open, and the others let "
    "much less through."
)

# --8<-- [start:units]
x, w = at[0, "attention"], model.layer(0)  # halfway in layer 1
h = rms_norm(x, w["mlp_norm"], model.config.norm_eps)
gate_up = linear(h, w["gate_up"])  # the longer vector
gate, up = np.split(gate_up.data[0, -1], 2)  # of the last word
through = gate / (1 + np.exp(-gate))
units = through * up

print("some of", units.size, "hidden units, by their gates")
print("  gate  lets through  partner   unit")
order = np.argsort(gate)
for i in order[[0, 12, 24, 57, 62, 63]]:  # from smallest to largest
    row = gate[i], through[i], up[i], units[i]
    print("{:6.2f} {:13.2f} {:8.2f} {:6.2f}".format(*row))
rest = abs(units[order[:-1]]).max()
print(f"no other unit is farther from 0 than {rest:.2f}")
figure.save(drawing(gate, through), "mlp", alt, caption)
# --8<-- [end:units]

assert np.allclose(units, swiglu(gate_up).data[0, -1], atol=1e-5)
