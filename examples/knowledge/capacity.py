# time limit: 120 s
"""Random facts for models of five sizes: how many bits go in?"""

import numpy as np

from lessoncode.measures.information import bits
from lessoncode.model.layers import cross_entropy
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.optimizer import AdamW, warmup_cosine

symbols = Words(f"s{i}" for i in range(31))  # and the end makes 32
n = symbols.n_vocab
keys = np.array([(a, b) for a in range(n) for b in range(n)])
at_random = np.log2(n)
print(f"{len(keys):,} facts of {at_random:.0f} bits:", end=" ")
print(f"{len(keys) * at_random:,.0f} bits in all")

plan = {"n_steps": 700, "n_warmup": 20, "peak": 1e-2, "final": 1e-3}
widths, n_seeds = (4, 8, 12, 16, 24), 3
sizes, stored = [], np.empty((len(widths), n_seeds))
for i, width in enumerate(widths):
    shape = {"n_embd": width, "n_layer": 1, "n_hidden": width}
    config = Config(n, **shape, n_head=1, n_kv_head=1)
    for seed in range(n_seeds):
        rng = np.random.default_rng(seed)
        values = rng.integers(n, size=(len(keys), 1))
        model = Transformer.initial(config, rng)
        optimizer = AdamW(model.parameters, weight_decay=0)
        for step in range(plan["n_steps"]):
            loss = cross_entropy(model(keys, last=True), values)
            loss.backward()
            optimizer.step(warmup_cosine(step, **plan))
        left = bits(float(loss.data))
        stored[i, seed] = len(keys) * (at_random - left)
    sizes.append(model.n_parameters)
    row = stored[i].min(), stored[i].max()
    print(f"{sizes[i]:5,} parameters:", "{:,.0f}-{:,.0f}".format(*row))

arrays = {"sizes": np.array(sizes), "stored": stored}
checkpoints.save("capacity", model, symbols, **arrays)
