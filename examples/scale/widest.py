# time limit: 120 s
"""The largest of the six sizes in `family`, three starts."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

small = checkpoints.load("scale/rate")
n, width, n_seeds = small.tokenizer.n_vocab, 200, 3
shape = {"n_embd": width, "n_layer": 1, "n_hidden": 2 * width}
config = Config(n, **shape, n_head=1, n_kv_head=1)
costs = np.empty((n_seeds, n * n), np.float32)
for seed in range(n_seeds):
    rng = np.random.default_rng(seed)
    world = ZipfFacts.drawn(n, 1.0, rng)
    model = Transformer.initial(config, rng)
    facts = world.batches(512, rng)
    for _ in train(model, facts, 400, peak=0.32 / width):
        pass
    costs[seed] = world.costs(model.frozen())
    excess = costs[seed] @ world.probabilities - 1
    print(f"seed {seed}: {excess:.2f} bits above H")

# Its weights would be too large a file: what is kept is the costs.
arrays = {"costs": costs}
checkpoints.save("widest", small.model, small.tokenizer, **arrays)
