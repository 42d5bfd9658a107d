# time limit: 120 s
"""Six sizes in worlds of one kind, three starts each."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

symbols = Words(f"s{i}" for i in range(63))  # and the end makes 64
n = symbols.n_vocab
widths, n_seeds = (8, 16, 30, 56, 106, 200), 3
sizes, models = [], []
costs = np.empty((len(widths), n_seeds, n * n), np.float32)
costs[-1] = checkpoints.load("scale/widest").arrays["costs"]
print("parameters  without embedding   bits above H")
for i, width in enumerate(widths):
    shape = {"n_embd": width, "n_layer": 1, "n_hidden": 2 * width}
    config = Config(n, **shape, n_head=1, n_kv_head=1)
    for seed in range(n_seeds):
        rng = np.random.default_rng(seed)
        world = ZipfFacts.drawn(n, 1.0, rng)
        model = Transformer.initial(config, rng)
        if width == widths[-1]:
            continue  # trained in `widest`: a recipe may take 120 s
        facts = world.batches(512, rng)
        for _ in train(model, facts, 400, peak=0.32 / width):
            pass
        costs[i, seed] = world.costs(model.frozen())
    models.append(model)
    sizes.append(model.n_parameters)
    excess = costs[i] @ world.probabilities - 1
    row = sizes[i], sizes[i] - n * width, excess.min(), excess.max()
    print("{:10,} {:18,} {:8.2f}-{:.2f}".format(*row))

arrays = {
    "sizes": np.array(sizes),
    "embeddings": n * np.array(widths),
    "excess": costs @ world.probabilities - 1,
    "costs": costs.astype(np.float16),
    "probabilities": world.probabilities,
}
checkpoints.save("family", models[0], symbols, **arrays)
