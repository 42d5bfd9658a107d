# time limit: 120 s
"""The same training with two seeds more."""

import numpy as np

from lessoncode.model.mixture import MixtureConfig, MixtureTransformer
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.training.mixtures import train_mixture
from lessoncode.worlds.zipf import ZipfFacts

symbols = Words(f"s{i}" for i in range(63))  # and the end makes 64
n, width = symbols.n_vocab, 32
shape = {"n_embd": width, "n_layer": 1, "n_hidden": 2 * width}
shape |= {"n_head": 1, "n_kv_head": 1}
plan = {"n_steps": 800, "peak": 0.32 / width}
BALANCE = {"balanced": 0.01, "left alone": 0}


def start(kind, config, seed):
    """A world, a new model, and batches, all from one seed."""
    rng = np.random.default_rng(seed)
    world = ZipfFacts.drawn(n, 1.0, rng)
    model = kind.initial(config, rng)
    return model, world.batches(512, rng)


mixtures, dense = {}, {}
for seed in 3, 4:
    model, facts = start(Transformer, Config(n, **shape), seed)
    for _ in train(model, facts, **plan):
        pass
    dense[f"dense {seed}"] = model
    for name, balance in BALANCE.items():
        config = MixtureConfig(n, **shape, n_expert=8, n_active=1)
        mixture, facts = start(MixtureTransformer, config, seed)
        for _ in train_mixture(mixture, facts, **plan, balance=balance):
            pass
        mixtures[f"{name} {seed}"] = mixture
print(f"{len(dense)} dense models, {len(mixtures)} mixtures")
weights = arrays_of(dense) | arrays_of(mixtures)
checkpoints.save("more", dense["dense 3"], symbols, **weights)
