# time limit: 120 s
"""Take the vectors of a toy apart whose features are known."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.sparse_autoencoder import SparseAutoencoder
from lessoncode.worlds.sparse_features import Toy, draws

N, D, P = 24, 8, 0.05
SETTINGS = [(48, c) for c in (0.01, 0.1, 0.3, 1, 2)]
SETTINGS += [(n_units, 1) for n_units in (12, 24, 96)]
arrays = {}
for seed in range(3):
    rng = np.random.default_rng(seed)
    toy = Toy.initial(N, D, rng)
    loss = toy.train(draws(N, P, 256, rng), 2000)
    arrays[f"{seed}/features"] = toy.directions.data
    x, _ = next(draws(N, P, 20_000, rng))
    h = np.float32(x @ toy.directions.data)
    for n_units, penalty in SETTINGS:
        units = SparseAutoencoder.initial(h, n_units, rng)
        units.train(h, penalty, rng, n_steps=4000)
        for name, p in units.parameters.items():
            arrays[f"{seed}/{n_units}/{penalty}/{name}"] = p.data
    print(f"seed {seed}: the toy's loss ends at {loss:.2f}")

# A checkpoint holds a transformer: here one without layers, whose
# embedding has the directions of the last toy.
words = Words(f"f{i:02}" for i in range(N - 1))
config = Config(N, D, n_layer=0, n_hidden=1, n_head=1, n_kv_head=1)
weights = {"embedding": toy.directions.data, "norm": np.ones(D)}
model = Transformer(config, weights)
checkpoints.save("dictionary", model, words, **arrays)
