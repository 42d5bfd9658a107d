"""A power law for the bits above the entropy, N counted two ways."""

# --8<-- [start:line]
import numpy as np

from lessoncode import figure
from lessoncode.measures.power_law import PowerLaw
from lessoncode.training import checkpoints

runs = checkpoints.load("scale/family").arrays
sizes = runs["sizes"]
excess = np.exp(np.log(runs["excess"]).mean(1))  # over three seeds
law = PowerLaw.fit(sizes, excess)

fig, axes = figure.canvas(height=3)
ends = sizes[[0, -1]]
axes.plot(ends, [law(n) for n in ends], linewidth=0.8)
dot = {"color": figure.COLOURS["accent"], "markersize": 3}
for seed in runs["excess"].T:
    axes.plot(sizes, seed, "o", markerfacecolor="none", **dot)
axes.set(xscale="log", yscale="log", xlabel="parameters")
axes.set_ylabel("bits above the entropy")
axes.set_yticks([0.8, 1, 1.5, 2, 2.5], [0.8, 1, 1.5, 2, 2.5])
axes.set_xticks([1e3, 1e4, 1e5], ["1,000", "10,000", "100,000"])
axes.minorticks_off()
left = f"{10**-law.alpha:.0%}"
said = f"with ten times the parameters,\n{left} of the bits are left"
axes.text(1e4, 2.05, said, color=figure.COLOURS["accent"])
grey = figure.COLOURS["muted"]
said = "each dot is one model,\nthree of each size"
axes.text(2e3, 1, said, color=grey)
alt = (
    "Bits above the entropy against the number of parameters, both "
    "on logarithmic axes. The dots of six sizes lie close to a "
    "falling line, and those of three seeds nearly coincide."
)
caption = (
    "A line through six sizes: larger models have fewer bits above "
    "the entropy, and the dots lie close to a straight line."
)
figure.save(fig, "fit", alt, caption)
# --8<-- [end:line]

# --8<-- [start:counts]
counts = {
    "all parameters": sizes,
    "without embedding": sizes - runs["embeddings"],
}
laws = {name: PowerLaw.fit(n, excess) for name, n in counts.items()}
print("                        A  alpha    95% interval")
for name, law in laws.items():
    low, high = law.alphas()
    print(f"{name:18} {law.scale:6.2f} {law.alpha:6.3f}", end="   ")
    print(f"{low:.3f}-{high:.3f}")
left = 100 * 10 ** -laws["all parameters"].alpha
print(f"ten times all parameters leave {left:.0f}% of the bits")
print("measured over fitted, from small to large")
for name, law in laws.items():
    ratios = [y / law(n) for n, y in zip(counts[name], excess)]
    print(f"{name:18}", *(f"{ratio:.3f}" for ratio in ratios))
# --8<-- [end:counts]
