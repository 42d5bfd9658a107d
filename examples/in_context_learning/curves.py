"""Two layers learn to continue what repeats itself; one does not."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

arrays = checkpoints.load("in_context_learning/induction").arrays
steps = arrays["steps"]
runs = [(n_layer, seed) for n_layer in (1, 2) for seed in (0, 1)]
print(f"a blind guess costs {np.log2(26):.2f} bits")
print("bits a letter, second half")
print(" step    one layer   two layers")
for i in range(0, len(steps), 2):
    row = (arrays[f"layers_{n}_seed_{seed}"][i] for n, seed in runs)
    print(f"{steps[i]:5} ", *(f"{bits:5.2f}" for bits in row))

fig, axes = figure.canvas(height=3)
for n_layer, colour in ((1, "second"), (2, "accent")):
    look = {"color": figure.COLOURS[colour]}
    for seed in (0, 1):
        bits = arrays[f"layers_{n_layer}_seed_{seed}"]
        axes.plot(steps, bits, **look)
    layers = "one layer" if n_layer == 1 else "two layers"
    look |= {"ha": "right", "va": "bottom"}
    y = 3 if n_layer == 1 else 0.25
    axes.text(1000, y, f"{layers}, two runs", **look)
axes.axhline(np.log2(26), color=figure.COLOURS["muted"], linewidth=0.8)
muted = figure.COLOURS["muted"]
axes.text(1000, 4.78, "a blind guess", ha="right", color=muted)
axes.set(xlabel="training steps", ylim=(0, 5.2))
axes.set_ylabel("loss on a letter, in bits")
alt = (
    "The loss on the second half of new rows. With one layer it "
    "falls slowly and stays above half of where it began. With two it "
    "is higher at first, then plunges within a hundred steps and ends "
    "near 0. Both seeds show the same."
)
caption = (
    "The second half of new rows, in two runs of each kind: two layers "
    "are behind at first, and then suddenly learn to continue."
)
figure.save(fig, "curves", alt, caption)
