"""Two sizes in fewer and fewer bits, in a world that is known."""

import numpy as np

from lessoncode import figure
from lessoncode.model.quantize import bits_a_weight, with_quantized
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds.zipf import ZipfFacts

trained = {
    "large": checkpoints.load("quantization/large"),
    "small": checkpoints.load("quantization/small"),
}
curves = {}
print("            bits     bytes  bits above the entropy")
for size, checkpoint in trained.items():
    models = models_of(checkpoint)
    n_block = checkpoint.model.config.n_embd  # nearly always a row
    curves[size] = []
    for n_bits in (16, 8, 5, 4, 3, 2):
        excess = []
        for seed in range(3):
            rng = np.random.default_rng(seed)
            world = ZipfFacts.drawn(64, 1.0, rng)
            model = models[f"seed {seed}"].frozen()
            if n_bits < 16:
                model = with_quantized(model, n_bits, n_block)
            excess.append(world.excess(model))
        each = bits_a_weight(n_bits, n_block) if n_bits < 16 else 16
        n_bytes = each * model.n_parameters / 8
        mean = round(float(np.mean(excess)), 3)
        curves[size].append((n_bytes, n_bits, mean))
        row = f"{size:10}{n_bits:6} {n_bytes:9,.0f}"
        print(f"{row}   {min(excess):.2f}-{max(excess):.2f}")

fig, axes = figure.canvas(height=3)
for points in curves.values():
    n_bytes, names, excess = zip(*points)
    axes.plot(n_bytes, excess, marker="o", markersize=3)
    for x, name, y in points:
        axes.text(1.04 * x, y + 0.05, str(name))
blue, red = figure.COLOURS["accent"], figure.COLOURS["second"]
axes.text(1.6e4, 2.2, "large model", color=blue)
axes.text(5.5e3, 2.6, "small model", color=red)
grey = figure.COLOURS["muted"]
axes.plot([25_100, 25_100], [1.09, 1.4], color=grey, linewidth=1)
axes.text(29_000, 1.3, "nearly the same bytes", color=grey)
said = "at the dots: bits of a weight"
axes.text(9e4, 3.1, said, color=grey, ha="right")
axes.set(xscale="log", xlabel="bytes", ylabel="bits above the entropy")
ticks = 5_000, 10_000, 30_000, 100_000
axes.set_xticks(ticks, [f"{x:,}" for x in ticks])
axes.minorticks_off()
alt = (
    "Bits above the entropy against the bytes of a model, for a "
    "large and a small one, from 16 bits down to 2. From right to "
    "left, each curve is flat until 4 bits and then rises steeply. "
    "With 4 bits, the large model lies lower than the small one with "
    "16, which takes up nearly as many bytes."
)
caption = (
    "Fewer bits or a smaller model: after the same number of training "
    "steps, the large model with 4 bits predicts better than the small "
    "one with 16, which takes up about the same number of bytes."
)
figure.save(fig, "toy", alt, caption)
