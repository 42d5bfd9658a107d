# time limit: 120 s
"""The larger model at twice the rate, and what was predicted."""

import numpy as np

from lessoncode.measures.power_law import PowerLaw
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ENTROPY, ZipfFacts

small = checkpoints.load("scale/rate")
n, width, n_seeds = small.tokenizer.n_vocab, 360, 2
shape = {"n_embd": width, "n_layer": 1, "n_hidden": 2 * width}
config = Config(n, **shape, n_head=1, n_kv_head=1)
excess = np.empty(n_seeds)
excess[0] = checkpoints.load("scale/rate_larger_0").arrays["excess"]
for seed in range(1, n_seeds):
    rng = np.random.default_rng(seed)
    world = ZipfFacts.drawn(n, 1.0, rng)
    model = Transformer.initial(config, rng)
    facts = world.batches(512, rng)
    for _ in train(model, facts, 400, peak=2 * 0.32 / width):
        pass
    excess[seed] = world.excess(model.frozen())
size = model.n_parameters

runs = small.arrays
sizes, others = runs["sizes"], runs["sizes"] - runs["embeddings"]
laws = (
    ("above the entropy", sizes, size, ENTROPY),
    ("without embedding", others, size - n * width, ENTROPY),
    ("no entropy", sizes, size, 0),
)


def compare(six, seventh):
    """Print the loss of the seventh, and what the six predict."""
    print(f"{ENTROPY + seventh:.3f} bits")
    print("                   predicted              missed")
    for name, x, at, above in laws:
        law = PowerLaw.fit(x, six + ENTROPY - above)
        low, high = law.interval(at)
        row = above + law(at), above + low, above + high
        print(f"{name:17} {row[0]:7.3f}", end=" ")
        print(f"({row[1]:.3f}-{row[2]:.3f})", end="")
        print(f"{ENTROPY + seventh - row[0]:8.3f}")


print(f"{size:,} parameters, twice the rate: ", end="")
means = [np.exp(np.log(x).mean(-1)) for x in (runs["excess"], excess)]
compare(*means)
for seed in range(n_seeds):
    print(f"seed {seed}: ", end="")
    compare(runs["excess"][:, seed], excess[seed])
# Its weights would be too large a file: what is kept is the excess.
arrays = {"excess": excess, "size": np.array(size)}
checkpoints.save("rate_larger", small.model, small.tokenizer, **arrays)
