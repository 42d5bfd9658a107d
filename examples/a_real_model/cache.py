"""The key/value cache: the same logits for less work."""

# --8<-- [start:same]
import numpy as np

from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
config = model.config
ids = tokenizer.encode("The capital of France is")
at_once = model([ids]).data[0]
cache = model.cache(batch=1, n_context=len(ids))
one_by_one = [model([[token]], cache).data[0, 0] for token in ids]
same = np.allclose(one_by_one, at_once, rtol=0, atol=1e-3)
print("the same logits, to a thousandth:", same)
numbers = sum(past.keys[0, :, 0].size for past in cache)
print(f"kept for each token: {2 * numbers:,} numbers")
# --8<-- [end:same]

# --8<-- [start:saved]
from math import prod

matrices = [s for s in config.layer_shapes().values() if len(s) == 2]
per_token = config.n_layer * sum(map(prod, matrices))
head = config.n_vocab * config.n_embd


def work(n_before, n_new):
    """Multiply-adds to read new tokens behind others."""
    pairs = n_new * n_before + n_new * (n_new + 1) // 2
    scores_and_values = 2 * config.n_layer * config.n_embd * pairs
    return n_new * per_token + scores_and_values + head


print("multiply-adds, in billions")
print("to write    without     with   times")
for n in (1, 10, 100, 1000):
    without = sum(work(0, 40 + i) for i in range(n))
    cached = work(0, 40) + sum(work(40 + i, 1) for i in range(n - 1))
    row = f"{without / 1e9:10,.0f} {cached / 1e9:8,.0f}"
    print(f"{n:8,} {row} {without / cached:7.0f}")
# --8<-- [end:saved]
