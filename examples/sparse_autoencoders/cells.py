"""How far a unit is on at each cell, beside random directions."""

# --8<-- [start:drawing]
from lessoncode import figure


def draw(found):
    """A panel for each way: its best ones at all cells."""
    with figure.styled():
        fig, axes = figure.canvas(width=4.8, height=2.8)
        axes.remove()
        panels = fig.subplots(1, 2, sharey=True)
    for panel, (name, rows) in zip(panels, found.items()):
        for unit, row in rows.items():
            look = {"marker": "s", "color": figure.COLOURS["accent"]}
            at = [unit] * 16, range(16)
            panel.scatter(*at, s=36 * row**2, linewidth=0, **look)
        panel.set_title(name, fontsize=10)
        panel.set(xlabel="the best one for each cell", aspect="equal")
        panel.set(xticks=[], yticks=[], xlim=(-1, 16), ylim=(16, -1))
    panels[0].set_ylabel("cell")
    alt = (
        "Two panels of 16 by 16 squares, whose size says how far a "
        "unit is on at a cell. For the units nearly only the diagonal "
        "has squares. For the random directions the diagonal has the "
        "largest, and there are squares everywhere."
    )
    caption = (
        "Cells: the larger a square, the farther on. A unit is on at "
        "its own cell alone, a random direction at many."
    )
    figure.save(fig, "cells", alt, caption)
# --8<-- [end:drawing]


import numpy as np

from lessoncode.model.tensor import Tensor
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.training.sparse_autoencoder import SparseAutoencoder
from lessoncode.worlds.walks import walk

saved = checkpoints.load("sparse_autoencoders/board").arrays
models = models_of(checkpoints.load("understanding/walks"))
PARTS = "encoder", "bias", "decoder", "centre"
moves, paths = walk(1000, 15, np.random.default_rng(1))
cells = np.concatenate([paths[:, 14], paths[:, 15]])


def stream(model):
    """The stream after MLP 1, in the autoencoder's scale."""
    layers = model.frozen().stream(moves)
    x = next(x.data for layer, at, x in layers if at == "mlp")
    x = np.concatenate([x[:, 14], x[:, 15]]).astype(float)
    x = x - x.mean(0)
    return x / np.sqrt((x**2).sum(1).mean())


def best_ones(values):
    """For each cell the one that stands out most there, if any.

    Its means at all cells, 1 at its own: [cells, 16].
    """
    mean = np.array([values[cells == c].mean(0) for c in range(16)])
    mean = (mean - mean.min(0))[:, np.ptp(mean, 0) > 0]
    mean = mean / mean.max(0)
    second = np.sort(mean, 0)[-2]
    own, rows = mean.argmax(0), {}
    for unit in np.argsort(-second):  # the last one stays
        rows[own[unit]] = mean[:, unit]
    return rows


# --8<-- [start:table]
PENALTY = 0.3  # or 0.1, or 0.5
print("seed                    cells  at the next one")
for seed in range(3):
    x = stream(models[f"trained {seed}"])
    path = f"trained/mlp/{PENALTY}/{seed}"
    parts = {p: Tensor(saved[f"{path}/{p}"] * 1.0) for p in PARTS}
    random = x @ np.random.default_rng(seed).normal(size=(48, 96))
    found = {
        "units": best_ones(SparseAutoencoder(**parts).units(x)),
        "random directions": best_ones(np.hstack([random, -random])),
    }
    for name, rows in found.items():
        next_one = np.mean([np.sort(row)[-2] for row in rows.values()])
        print(f"{seed:4} {name:18} {len(rows):5} {next_one:16.2f}")
    if seed == 0:
        draw(found)
# --8<-- [end:table]
