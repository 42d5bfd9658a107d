"""Weights, and what is left of them in fewer and fewer bits."""

import numpy as np

from lessoncode import figure
from lessoncode.model.quantize import quantized
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of

largest = models_of(checkpoints.load("quantization/large"))["seed 0"]
w = largest.parameters["layers.0.qkv"].data[:1]
some = np.argsort(w[0])[::2]
fig, all_axes = figure.canvas(height=3.2)
all_axes.set_axis_off()
for i, n_bits in enumerate((16, 4, 3, 2)):
    left = w if n_bits == 16 else quantized(w, n_bits, w.shape[1])
    axes = all_axes.inset_axes((0.22, 0.78 - 0.26 * i, 0.78, 0.2))
    look = {"color": figure.COLOURS["accent"], "width": 0.7}
    axes.bar(range(len(some)), left[0, some], **look)
    axes.set(ylim=(1.05 * w.min(), 1.05 * w.max()))
    axes.set_axis_off()
    axes.axhline(0, color=figure.COLOURS["muted"], linewidth=0.6)
    n_levels = len(np.unique(left))
    print(f"{n_bits:2} bits: {n_levels:3} different numbers")
    look = {"transform": all_axes.transAxes, "va": "center"}
    all_axes.text(0, 0.92 - 0.26 * i, f"{n_bits} bits", **look)
    look["color"] = figure.COLOURS["muted"]
    all_axes.text(0, 0.84 - 0.26 * i, f"{n_levels} values", **look)
alt = (
    "Half of the 64 numbers of a row, sorted, as bars. In 16 bits they "
    "rise smoothly, in 4 bits in small steps, in 3 bits in larger "
    "ones, and in 2 bits only four heights are left."
)
caption = (
    "Half of the 64 weights of one row, sorted: their shape survives "
    "in 4 bits, but hardly in 2 bits."
)
figure.save(fig, "row", alt, caption)
