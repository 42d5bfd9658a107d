# time limit: 120 s
"""The same facts for one size, in four times as many steps."""

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
plan = {"n_steps": 4 * 700, "n_warmup": 20, "peak": 1e-2, "final": 1e-3}
shape = {"n_embd": 8, "n_layer": 1, "n_hidden": 8}
config = Config(n, **shape, n_head=1, n_kv_head=1)
stored = []
for seed in range(3):
    rng = np.random.default_rng(seed)
    values = rng.integers(n, size=(len(keys), 1))
    model = Transformer.initial(config, rng)
    optimizer = AdamW(model.parameters, weight_decay=0)
    for step in range(plan["n_steps"]):
        loss = cross_entropy(model(keys, last=True), values)
        loss.backward()
        optimizer.step(warmup_cosine(step, **plan))
    left = bits(float(loss.data))
    stored.append(len(keys) * (np.log2(n) - left))
    print(f"seed {seed}: {stored[-1]:,.0f} bits", end="")
    print(f" in {model.n_parameters} parameters")
arrays = {
    "stored": np.array(stored),
    "n_steps": np.array(plan["n_steps"]),
}
checkpoints.save("longer", model, symbols, **arrays)
