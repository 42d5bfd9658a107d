"""A curve through six sizes, and what a seventh really lost."""

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
sixth = ENTROPY + excess[-1]
print("parameters   bits")
print(f"{sizes[-1]:10,}  {sixth:.3f}  the sixth")
print(f"{seventh:10,}  {foretold:.3f}  the seventh, foretold")
print(f"{seventh:10,}  {came:.3f}  the seventh, as it came")
gain, got = sixth - foretold, sixth - came
print(f"gained: {gain:.2f} foretold, {got:.2f} came")

fig, axes = figure.canvas(width=4.4, height=2.9)
accent, second = figure.COLOURS["accent"], figure.COLOURS["second"]
axis = np.geomspace(sizes[0], seventh)
curve = ENTROPY + np.array([law(size) for size in axis])
known = axis <= sizes[-1]
axes.plot(axis[known], curve[known], color=accent)
axes.plot(axis[~known], curve[~known], ":", color=accent)
axes.plot(sizes, ENTROPY + excess, "o", color=figure.COLOURS["ink"])
axes.plot(seventh, came, "o", color=second)
axes.text(seventh, foretold - 0.3, "foretold", color=accent, ha="right")
axes.text(seventh, came + 0.12, "came", color=second, ha="center")
axes.axhline(ENTROPY, color=figure.COLOURS["muted"], linewidth=0.8)
axes.text(sizes[0], ENTROPY + 0.06, "the least possible")
axes.set(xscale="log", xlabel="parameters", ylabel="loss in bits")
ticks = [10**power for power in range(3, 7)]
axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
axes.set_ylim(0.8, 4)
axes.minorticks_off()
alt = (
    "Loss against the number of parameters. Six dots lie close to a "
    "falling curve. It goes on, dotted, and the dot of the seventh and "
    "largest size lies above its end, lower than all six. A line far "
    "below marks the least loss that is possible."
)
caption = (
    "Foretold and measured: the seventh size is better than the six "
    "before it, but less so than the curve through them foretold."
)
figure.save(fig, "scale", alt, caption)
