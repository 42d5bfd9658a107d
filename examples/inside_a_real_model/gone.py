"""Take one token's keys and values out of the cache."""

from pathlib import Path

import numpy as np

from lessoncode.model.layers import log_prob
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
folder = Path(__file__).parents[1] / "tokens"


def ids(name):
    """The first 110 tokens of a text."""
    return tokenizer.encode((folder / name).read_text("utf-8"))[:110]


def read(tokens):
    """The cache after the first 60 tokens of each text."""
    cache = model.cache(batch=2, n_context=110)
    model(tokens[:, :60], cache, last=True)
    return cache


def report(what, cache):
    """Print what the tokens from the 62nd on cost."""
    logits = model(texts[:, 60:-1], cache)
    log_p = log_prob(logits, texts[:, 61:]).data
    costs = -log_p.mean(1) / np.log(2)
    print(f"{what:14}", *(f"{cost:8.2f}" for cost in costs))


texts = np.array([ids("rain.txt"), ids("regen.txt")])
print("bits a token    English   German")
report("all there", read(texts))
for place in (0, 1, 4, 30):
    cache = read(texts)
    for past in cache:
        for kept in (past.keys, past.values):
            kept[:, :, place:-1] = kept[:, :, place + 1 :]
        past.length -= 1
    report(f"token {place + 1} gone", cache)
other = texts.copy()
other[:, 0] = tokenizer.encode("\n")
report("another first", read(other))
