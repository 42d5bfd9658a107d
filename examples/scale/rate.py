# time limit: 120 s
"""The six sizes again, at twice the learning rate."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

symbols = Words(f"s{i}" for i in range(63))  # and the end makes 64
n = symbols.n_vocab
widths, n_seeds = (8, 16, 30, 56, 106, 200), 2
sizes, models = [], []
excess = np.empty((len(widths), n_seeds))
print("twice the rate   bits above H, by seed")
for i, width in enumerate(widths):
    shape = {"n_embd": width, "n_layer": 1, "n_hidden": 2 * width}
    config = Config(n, **shape, n_head=1, n_kv_head=1)
    for seed in range(n_seeds):
        rng = np.random.default_rng(seed)
        world = ZipfFacts.drawn(n, 1.0, rng)
        model = Transformer.initial(config, rng)
        facts = world.batches(512, rng)
        for _ in train(model, facts, 400, peak=2 * 0.32 / width):
            pass
        excess[i, seed] = world.excess(model.frozen())
    models.append(model)
    sizes.append(model.n_parameters)
    print(f"{sizes[i]:14,}  ", *(f"{x:6.2f}" for x in excess[i]))

arrays = {
    "sizes": np.array(sizes),
    "embeddings": n * np.array(widths),
    "excess": excess,
}
checkpoints.save("rate", models[0], symbols, **arrays)
