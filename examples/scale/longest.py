# time limit: 120 s
"""The longest training in `longer`, three starts."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

symbols = checkpoints.load("scale/family").tokenizer
n, width, n_seeds = symbols.n_vocab, 16, 3
shape = {"n_embd": width, "n_layer": 1, "n_hidden": 2 * width}
config = Config(n, **shape, n_head=1, n_kv_head=1)
costs = []
for seed in range(n_seeds):
    rng = np.random.default_rng(seed)
    world = ZipfFacts.drawn(n, 1.0, rng)
    model = Transformer.initial(config, rng)
    facts = world.batches(512, rng)
    for _ in train(model, facts, 6400, peak=0.32 / width):
        pass
    costs.append(world.costs(model.frozen()))
    excess = costs[seed] @ world.probabilities - 1
    print(f"seed {seed}: {excess:.2f} bits above H")

checkpoints.save("longest", model, symbols, costs=np.array(costs))
