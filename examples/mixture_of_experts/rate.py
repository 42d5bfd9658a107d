# time limit: 120 s
"""The same comparison at twice the learning rate."""

import numpy as np

from lessoncode.model.mixture import MixtureConfig, MixtureTransformer
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.training.mixtures import train_mixture
from lessoncode.worlds.zipf import ZipfFacts

symbols = Words(f"s{i}" for i in range(63))  # and the end makes 64
n, width = symbols.n_vocab, 32
shape = {"n_embd": width, "n_layer": 1, "n_head": 1, "n_kv_head": 1}
hidden = 2 * width
plan = {"n_steps": 800, "peak": 2 * 0.32 / width}
mixture = MixtureConfig(n, **shape, n_hidden=hidden, n_expert=8)
kinds = {
    "equal work": Config(n, **shape, n_hidden=hidden),
    "mixture": mixture,
    "equal size": Config(n, **shape, n_hidden=8 * hidden),
}


def trained(config, seed):
    """A model of this kind, and its bits too many."""
    rng = np.random.default_rng(seed)
    world = ZipfFacts.drawn(n, 1.0, rng)
    if config is mixture:
        model = MixtureTransformer.initial(config, rng)
        facts = world.batches(512, rng)
        steps = train_mixture(model, facts, **plan, balance=0.01)
    else:
        model = Transformer.initial(config, rng)
        steps = train(model, world.batches(512, rng), **plan)
    for _ in steps:
        pass
    return model, world.excess(model.frozen())


found = {}
print("twice the rate   bits too many, by seed")
for name, config in kinds.items():
    models, bits = zip(*(trained(config, seed) for seed in range(3)))
    found[name] = np.array(bits)
    print(f"{name:16}", *(f"{x:5.1f}" for x in found[name]))
work, mixed, size = found.values()
gain = (work - mixed) / (work - size)
print("part of the gain", *(f"{round(x, 1):5.0%}" for x in gain))
checkpoints.save("rate", models[-1], symbols, **found)
