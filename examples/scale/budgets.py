# time limit: 120 s
"""Three budgets of computing, each spent on five sizes."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

symbols = Words(f"s{i}" for i in range(63))
n = symbols.n_vocab
budgets, widths = (4e9, 1.6e10, 6.4e10), (8, 12, 18, 26, 38, 56, 80)
n_seeds, n_batch = 3, 512
sizes, tokens = np.empty((2, len(budgets), 5), int)
excess = np.empty((len(budgets), 5, n_seeds))
largest = checkpoints.load("scale/largest_budget")
excess[-1] = largest.arrays["excess"]
print("operations parameters    tokens  bits above H")
for i, budget in enumerate(budgets):
    for j, width in enumerate(widths[i : i + 5]):
        shape = {"n_embd": width, "n_hidden": 2 * width, "n_layer": 1}
        config = Config(n, **shape, n_head=1, n_kv_head=1)
        for seed in range(n_seeds):
            rng = np.random.default_rng(seed)
            world = ZipfFacts.drawn(n, 1.0, rng)
            model = Transformer.initial(config, rng)
            sizes[i, j] = model.n_parameters
            afford = budget / (6 * sizes[i, j])
            n_steps = round(afford / (2 * n_batch))
            if budget == budgets[-1]:
                continue  # trained in `largest_budget`
            facts = world.batches(n_batch, rng)
            for _ in train(model, facts, n_steps, peak=0.32 / width):
                pass
            excess[i, j, seed] = world.excess(model.frozen())
        tokens[i, j] = 2 * n_batch * n_steps
        row = budget, sizes[i, j], tokens[i, j]
        spread = excess[i, j].min(), excess[i, j].max()
        print("{:10.1e} {:10,} {:9,}".format(*row), end="  ")
        print("{:.2f}-{:.2f}".format(*spread))

runs = {"sizes": sizes, "tokens": tokens, "excess": excess}
runs["budgets"] = np.array(budgets)
checkpoints.save("budgets", largest.model, symbols, **runs)
