"""What was predicted, and what the larger model did."""

import numpy as np

from lessoncode import figure
from lessoncode.measures.power_law import PowerLaw
from lessoncode.training import checkpoints
from lessoncode.worlds.zipf import ENTROPY

runs = checkpoints.load("scale/family").arrays
larger = checkpoints.load("scale/larger").arrays
sizes, size = runs["sizes"], int(larger["size"])
excess = np.exp(np.log(runs["excess"]).mean(1))
came = ENTROPY + float(np.exp(np.log(larger["excess"]).mean()))
print(f"{size:,} parameters: {came:.3f} bits")
print("                   predicted              missed")
others = sizes - runs["embeddings"]
n_other = size - 64 * 360  # the embedding: symbols times width
for name, x, at, above in (
    ("above the entropy", sizes, size, ENTROPY),
    ("without embedding", others, n_other, ENTROPY),
    ("no entropy", sizes, size, 0),
):
    law = PowerLaw.fit(x, excess + ENTROPY - above)
    low, high = law.interval(at)
    row = above + law(at), above + low, above + high
    print(f"{name:17}", "{:7.3f} ({:.3f}-{:.3f})".format(*row), end="")
    print(f"{came - row[0]:8.3f}")

law = PowerLaw.fit(sizes, excess)
largest = excess[-1]
gain, got = largest - law(size), ENTROPY + largest - came
print("below the largest of the six:", end=" ")
print(f"{gain:.3f} predicted, {got:.3f} measured")
straight = PowerLaw.fit(sizes, excess + ENTROPY)
n = straight.scale ** (1 / straight.alpha)
print(f"with {n:.0e} parameters the straight line says 1 bit,")
print("and with more, less than the entropy")

print("the next of the six sizes, how far off:")
print("              above the entropy  no entropy")
for k in (4, 5):
    print(f"from {k} sizes", end="")
    for above, places in (ENTROPY, 19), (0, 12):
        y = excess + ENTROPY - above
        off = y[k] - PowerLaw.fit(sizes[:k], y[:k])(sizes[k])
        print(f"{off:{places}.3f}", end="")
    print()

fig, axes = figure.canvas(height=3.2)
wide = np.geomspace(1e3, 1e8, 50)
axes.plot(wide, [ENTROPY + law(n) for n in wide])
axes.plot(wide, [straight(n) for n in wide], "--")
axes.axhline(ENTROPY, color=figure.COLOURS["muted"], linewidth=0.8)
axes.text(1.2e3, 1.03, "the entropy", color=figure.COLOURS["muted"])
axes.text(3e6, 1.6, "above the entropy", color=figure.COLOURS["accent"])
axes.text(5e5, 1.18, "no entropy", color=figure.COLOURS["second"])
colour = figure.COLOURS["ink"]
axes.plot(sizes, ENTROPY + excess, "o", color=colour, markersize=5)
axes.plot(size, came, "o", color=colour, markersize=7, mfc="none")
axes.set(xscale="log", yscale="log", xlabel="parameters")
axes.set(ylabel="loss, bits", ylim=(0.85, 4))
axes.set_yticks([1, 1.5, 2, 3, 4], [1, 1.5, 2, 3, 4])
ticks = {1e3: "1,000", 1e5: "100,000", 1e7: "10 million"}
axes.set_xticks([*ticks], ticks.values())
axes.minorticks_off()
alt = (
    "Loss against the number of parameters, both on logarithmic axes. "
    "Six filled dots lie on two lines that can hardly be told apart. "
    "Beyond them the lines part: the straight one falls below the "
    "entropy, the other bends and stays above it. A ring for the "
    "larger model lies a little above both."
)
caption = (
    "A law and what it predicts: the line without entropy fits the "
    "six sizes better, but misses the larger model (the ring) by "
    "more. With the slider, if your browser shows it, you can leave "
    "sizes out of the fit."
)
data = {
    "kind": "law",
    "entropy": ENTROPY,
    "sizes": [*sizes.tolist(), size],
    "bits": np.round([*(ENTROPY + excess), came], 5).tolist(),
    "first": 6,
}
figure.save(fig, "miss", alt, caption, data)
