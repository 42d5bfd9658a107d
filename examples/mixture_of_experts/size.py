# time limit: 90 s
"""Dense models of a mixture's size: all of it works for each token."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

symbols = Words(f"s{i}" for i in range(63))  # and the end makes 64
n, width = symbols.n_vocab, 32
shape = {"n_embd": width, "n_layer": 1, "n_hidden": 8 * 2 * width}
config = Config(n, **shape, n_head=1, n_kv_head=1)
models = {}
for seed in range(5):
    rng = np.random.default_rng(seed)
    world = ZipfFacts.drawn(n, 1.0, rng)
    model = Transformer.initial(config, rng)
    facts = world.batches(512, rng)
    for _ in train(model, facts, n_steps=800, peak=0.32 / width):
        pass
    models[f"dense {seed}"] = model
print(f"{model.n_parameters:,} parameters")
checkpoints.save("size", model, symbols, **arrays_of(models))
