"""A mixture beside dense models of equal work and of equal size."""

import numpy as np

from lessoncode import figure
from lessoncode.model.mixture import MixtureConfig
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.training.mixtures import dense_and_mixtures
from lessoncode.worlds.zipf import ZipfFacts

config = MixtureConfig(64, 32, 1, 1, 1, 64, n_expert=8, n_active=1)
work, mixtures = {}, {}
for trained in (
    checkpoints.load("mixture_of_experts/train"),  # seeds 0 to 2
    checkpoints.load("mixture_of_experts/more"),  # seeds 3 and 4
):
    dense, mixed = dense_and_mixtures(trained, config)
    work, mixtures = work | dense, mixtures | mixed
size = models_of(checkpoints.load("mixture_of_experts/size"))
rows = {
    "equal work": [work[f"dense {seed}"] for seed in range(5)],
    "mixture": [mixtures[f"balanced {seed}"] for seed in range(5)],
    "left alone": [mixtures[f"left alone {seed}"] for seed in range(5)],
    "equal size": [size[f"dense {seed}"] for seed in range(5)],
}
fig, axes = figure.canvas(height=2.8)
found = {}
print("             parameters       bits too many,")
print("              all active      by seed")
for name, models in rows.items():
    total = models[0].n_parameters
    active = getattr(models[0], "n_active_parameters", total)
    excess = found[name] = []
    for seed, model in enumerate(models):
        world = ZipfFacts.drawn(64, 1.0, np.random.default_rng(seed))
        excess.append(world.excess(model.frozen()))
    bits = "".join(f"{x:6.2f}" for x in excess)
    print(f"{name:10}{total:7,} {active:6,}{bits}")
    if name == "left alone":
        continue
    colour = figure.COLOURS["accent" if name == "mixture" else "ink"]
    axes.scatter([active] * 5, excess, s=16, color=colour)
    side = "right" if name == "equal size" else "left"
    label = name if name == "mixture" else f"dense, {name}"
    x = active * (0.9 if side == "right" else 1.1)
    axes.text(x, np.mean(excess) - 0.02, label, ha=side)
work, mixture, _, size = map(np.array, found.values())
gain = (work - mixture) / (work - size)
print(f"part of the gain{'':8}{''.join(f'{x:6.0%}' for x in gain)}")
axes.set(xscale="log", xlabel="active parameters")
axes.set(ylabel="bits too many per fact", ylim=(0, 1.7))
ticks = 10_000, 20_000, 40_000, 80_000
axes.set_xticks(ticks, [f"{x:,}" for x in ticks])
axes.annotate(
    "",
    (12_700, 1.1),
    (12_700, 1.4),
    arrowprops={"arrowstyle": "->", "color": figure.COLOURS["muted"]},
)
axes.text(14_000, 1.22, "same work, more weights")
axes.minorticks_off()
alt = (
    "Bits too many per fact, against active parameters. The mixture "
    "is where the dense model of equal work is, but lower. The dense "
    "model of equal size is a little lower still, and far to the right."
)
caption = (
    "Five seeds each: the mixture computes as much as the dense model "
    "above it, but gets closer to the one on the right."
)
figure.save(fig, "toy", alt, caption)
