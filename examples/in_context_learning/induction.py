# time limit: 120 s
"""Train two layers and one on strings that repeat themselves."""

from string import ascii_lowercase

import numpy as np

from lessoncode.model.layers import log_prob
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import Batch
from lessoncode.training.loop import train

letters = Words(ascii_lowercase)


def repeated(n_rows, rng):
    """Rows of 32 letters: a random string, again and again."""
    while True:
        ids = np.empty((n_rows, 33), int)
        for row in ids:
            length = rng.integers(10, 17)
            row[:] = np.resize(rng.integers(1, 27, length), 33)
        yield Batch(ids[:, :-1], ids[:, 1:])


never_seen = next(repeated(200, np.random.default_rng(99)))


def loss(model):
    """Bits a letter in the second half of strings never seen."""
    log_p = log_prob(model(never_seen.ids), never_seen.targets).data
    return -log_p[:, 16:].mean() / np.log(2)


every, curves = 50, {}
print("bits a letter, second half")
for seed in (0, 1):
    for n_layer in (1, 2):
        rng = np.random.default_rng(seed)
        shape = {"n_embd": 64, "n_layer": n_layer, "n_hidden": 128}
        config = Config(letters.n_vocab, **shape, n_head=2, n_kv_head=2)
        model = Transformer.initial(config, rng)
        curve = [loss(model.frozen())]
        for step in train(model, repeated(32, rng), 1000, peak=1e-2):
            if step.number % every == 0:
                curve.append(loss(model.frozen()))
        curves[f"layers_{n_layer}_seed_{seed}"] = np.array(curve)
        start, end = curve[0], curve[-1]
        print(f"layers {n_layer}, seed {seed}:", end=" ")
        print(f"{start:.2f} -> {end:.2f}")

steps = np.arange(0, 1001, every)
checkpoints.save("induction", model, letters, steps=steps, **curves)
