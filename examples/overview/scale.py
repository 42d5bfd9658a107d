"""A curve through six sizes, and the loss of a seventh."""

import numpy as np

from lessoncode import figure
from lessoncode.measures.power_law import PowerLaw
from lessoncode.training import checkpoints
from lessoncode.worlds.zipf import ENTROPY

runs = checkpoints.load("scale/family").arrays
larger = checkpoints.load("scale/larger").arrays
sizes, seventh = runs["sizes"], int(larger["size"])
excess = np.exp(np.log(runs["excess"]).mean(1))  # over three starts
law = PowerLaw.fit(sizes, excess)
foretold = ENTROPY + law(seventh)
came = ENTROPY + float(np.exp(np.log(larger["excess"]).mean()))
low, high = ENTROPY + np.sort(larger["excess"])
sixth = ENTROPY + excess[-1]
print("parameters   bits, a mean over starts")
print(f"{sizes[-1]:10,}  {sixth:.3f}  the sixth")
print(f"{seventh:10,}  {foretold:.3f}  the seventh, predicted")
print(f"{seventh:10,}  {came:.3f}  the seventh, measured")
print(f"            {low:.3f} and {high:.3f} in its two starts")
gain, got = sixth - foretold, sixth - came
print(f"gained: {gain:.2f} predicted, {got:.2f} measured")

fig, axes = figure.canvas(width=4.4, height=2.9)
accent, second = figure.COLOURS["accent"], figure.COLOURS["second"]
axis = np.geomspace(sizes[0], seventh)
curve = ENTROPY + np.array([law(size) for size in axis])
known = axis <= sizes[-1]
axes.plot(axis[known], curve[known], color=accent)
axes.plot(axis[~known], curve[~known], ":", color=accent)
axes.plot(sizes, ENTROPY + excess, "o", color=figure.COLOURS["ink"])
axes.plot(seventh, came, "o", color=second)
how = {"ha": "right"}
axes.text(seventh, foretold - 0.3, "predicted", color=accent, **how)
axes.text(seventh, came + 0.22, "measured", color=second, **how)
axes.axhline(ENTROPY, color=figure.COLOURS["muted"], linewidth=0.8)
axes.text(sizes[0], ENTROPY + 0.06, "the lowest possible")
axes.set(xscale="log", xlabel="parameters", ylabel="loss in bits")
ticks = [10**power for power in range(3, 7)]
axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
axes.set_ylim(0.8, 4)
axes.minorticks_off()
alt = (
    "Loss against the number of parameters. Six dots lie close to a "
    "falling curve, which continues as a dotted line. The dot of the "
    "seventh and largest size is above the end of that line, but lower "
    "than all six. A line far below marks the lowest possible loss."
)
caption = (
    "Predicted and measured: the seventh model is better than the six "
    "before it, but not as good as the curve through them predicted."
)
figure.save(fig, "scale", alt, caption)
