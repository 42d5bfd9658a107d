"""Surprise counts halvings: from 1 down to the probability given."""

import numpy as np

from lessoncode import figure

fig, axes = figure.canvas(height=2.4)
p = np.linspace(0.04, 1, 200)
axes.plot(p, np.log2(1 / p))
print("probability  surprise in bits")
for bits in range(5):
    share = 1 / 2**bits
    name = f"1/{2**bits}" if bits else "1"
    print(f"{name:11}  {np.log2(1 / share):.0f}")
    axes.plot(share, bits, "o", color=figure.COLOURS["accent"])
    unit = "bit" if bits == 1 else "bits"
    axes.text(share + 0.02, bits + 0.12, f"{name}: {bits} {unit}")
axes.set(xlabel="probability p that the model gave the word")
axes.set(ylabel="surprise in bits", xlim=(0, 1.16), ylim=(-0.15, 5))
alt = (
    "A falling curve with a dot at each halving: the surprise is 0 "
    "bits at a probability of 1, then 1 at 1/2, 2 at 1/4, 3 at 1/8, "
    "and 4 at 1/16. Towards zero, it rises without limit."
)
caption = (
    "Surprise counts halvings: each time the probability is halved, "
    "the surprise grows by one bit."
)
figure.save(fig, "halvings", alt, caption)
