# time limit: 120 s
"""The larger model, trained after its loss was predicted."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

small = checkpoints.load("scale/family")
n, width, n_seeds = small.tokenizer.n_vocab, 360, 2
shape = {"n_embd": width, "n_layer": 1, "n_hidden": 2 * width}
config = Config(n, **shape, n_head=1, n_kv_head=1)
excess = np.empty(n_seeds)
excess[0] = checkpoints.load("scale/larger_0").arrays["excess"]
for seed in range(1, n_seeds):
    rng = np.random.default_rng(seed)
    world = ZipfFacts.drawn(n, 1.0, rng)
    model = Transformer.initial(config, rng)
    facts = world.batches(512, rng)
    for _ in train(model, facts, 400, peak=0.32 / width):
        pass
    excess[seed] = world.excess(model.frozen())
for seed in range(n_seeds):
    print(f"seed {seed}: {excess[seed]:.2f} bits above H")

size = model.n_parameters
print(f"{size:,} parameters")
# Its weights would be too large a file: what is kept is the excess.
arrays = {"excess": excess, "size": np.array(size)}
checkpoints.save("larger", small.model, small.tokenizer, **arrays)
