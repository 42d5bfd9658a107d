"""Right answers under the same reward, at once and written out."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

curves = checkpoints.load("verifiable_rewards/improve").arrays
fig, axes = figure.canvas(height=2.6)
middles = np.arange(5, 120, 10)  # of ten steps each
print("steps:    ", *(f"{step:4}" for step in middles[::2]))
for way, colour in ("direct", "second"), ("written", "accent"):
    ends = []
    for seed, style in enumerate(("-", "--", ":")):
        tens = curves[f"curve {way} {seed}"].reshape(-1, 10).mean(1)
        look = {"color": figure.COLOURS[colour], "linestyle": style}
        axes.plot(middles, 100 * tens, **look)
        ends.append(100 * tens[-1])
        row = " ".join(f"{share:4.0%}" for share in tens[::2])
        print(f"{way:7} {seed}: {row}")
    says = {"direct": "answer at once", "written": "write it out"}
    colour = figure.COLOURS[colour]
    axes.text(118, np.mean(ends), says[way], color=colour, va="center")
axes.set(xlabel="training step", xlim=(0, 160))
axes.set(ylabel="right answers (%)", ylim=(0, 100))
axes.set_xticks(range(0, 121, 20))
alt = (
    "The share of right answers as training goes on. Three models that "
    "write columns out end between four fifths and nine tenths. The "
    "three that answer at once end between a half and three fifths."
)
caption = (
    "Two ways under the same reward: the models that write out "
    "columns pull ahead of those that answer at once. Each line is "
    "one model."
)
figure.save(fig, "curves", alt, caption)
