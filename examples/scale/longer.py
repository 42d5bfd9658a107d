# time limit: 120 s
"""Two of the six sizes, trained for a shorter and a longer time."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

symbols = checkpoints.load("scale/family").tokenizer
n, n_batch = symbols.n_vocab, 512
starts = 2 ** np.arange(12)  # of ranks 1, 2-3, 4-7 ... 2048-4095
middles = np.log(starts * np.sqrt(2))


def half_known(missing):
    """The rank at which half of five bits are missing."""
    by_rank = np.add.reduceat(missing[:-1], starts - 1) / starts
    return round(np.exp(np.interp(2.5, by_rank, middles)))


longest = checkpoints.load("scale/longest").arrays
runs = {}
print("                   half known")
print("parameters  steps  rank   told   bits above H")
for width, some in (16, (100, 400, 1600, 6400)), (56, (100, 400, 1600)):
    shape = {"n_embd": width, "n_layer": 1, "n_hidden": 2 * width}
    config = Config(n, **shape, n_head=1, n_kv_head=1)
    for n_steps in some:
        costs = []
        for seed in range(3):
            rng = np.random.default_rng(seed)
            world = ZipfFacts.drawn(n, 1.0, rng)
            model = Transformer.initial(config, rng)
            if n_steps == 6400:  # trained in `longest`
                costs.append(longest["costs"][seed])
                continue
            facts = world.batches(n_batch, rng)
            for _ in train(model, facts, n_steps, peak=0.32 / width):
                pass
            costs.append(world.costs(model.frozen()))
        p, missing = world.probabilities, np.array(costs) - 1
        last = half_known(missing.mean(0))
        told = n_steps * n_batch * p[last - 1]
        row = model.n_parameters, n_steps, last, told
        print("{:10,} {:6,} {:5} {:6.0f}".format(*row), end="   ")
        excess = missing @ p
        print(f"{excess.min():.2f}-{excess.max():.2f}")
        key = f"{model.n_parameters} parameters, {n_steps} steps"
        runs[key] = missing.astype(np.float16)

checkpoints.save("longer", model, symbols, **runs)
