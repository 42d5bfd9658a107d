# time limit: 120 s
"""The first of the two models in `rate_larger`."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

small = checkpoints.load("scale/rate")
n, width = small.tokenizer.n_vocab, 360
shape = {"n_embd": width, "n_layer": 1, "n_hidden": 2 * width}
config = Config(n, **shape, n_head=1, n_kv_head=1)
rng = np.random.default_rng(0)
world = ZipfFacts.drawn(n, 1.0, rng)
model = Transformer.initial(config, rng)
facts = world.batches(512, rng)
for _ in train(model, facts, 400, peak=2 * 0.32 / width):
    pass
excess = world.excess(model.frozen())
print(f"{excess:.2f} bits above H")
# Its weights would be too large a file: what is kept is the excess.
arrays = {"excess": np.array(excess)}
checkpoints.save(
    "rate_larger_0", small.model, small.tokenizer, **arrays
)
