# time limit: 120 s
"""The largest of three budgets, spent on five sizes."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

symbols = Words(f"s{i}" for i in range(63))
n = symbols.n_vocab
budget, widths, n_seeds, n_batch = 6.4e10, (18, 26, 38, 56, 80), 3, 512
excess = np.empty((len(widths), n_seeds))
for j, width in enumerate(widths):
    shape = {"n_embd": width, "n_hidden": 2 * width, "n_layer": 1}
    config = Config(n, **shape, n_head=1, n_kv_head=1)
    for seed in range(n_seeds):
        rng = np.random.default_rng(seed)
        world = ZipfFacts.drawn(n, 1.0, rng)
        model = Transformer.initial(config, rng)
        n_steps = round(
            budget / (6 * model.n_parameters) / (2 * n_batch)
        )
        facts = world.batches(n_batch, rng)
        for _ in train(model, facts, n_steps, peak=0.32 / width):
            pass
        excess[j, seed] = world.excess(model.frozen())
    spread = f"{excess[j].min():.2f}-{excess[j].max():.2f}"
    print(f"{model.n_parameters:,} parameters: {spread} bits above H")

arrays = {"excess": excess}
checkpoints.save("largest_budget", model, symbols, **arrays)
