# time limit: 120 s
"""Ten generations of models, each a reader of those before it."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import retold

N, FRESH, N_GENERATIONS = 500, 125, 10  # statements; of them new ones
shape = {"n_embd": 32, "n_layer": 1, "n_hidden": 64}
n_vocab = retold.WORDS.n_vocab
config = Config(n_vocab, **shape, n_head=2, n_kv_head=2)
world = retold.SHARES


def learned(text, rng):
    """A new model that has read a text, and nothing else."""
    model = Transformer.initial(config, rng)
    stream = row_batches(retold.rows(text), 64, rng)
    for _ in train(model, stream, n_steps=300, peak=1e-2):
        pass
    return model


def next_text(way, text, model, rng):
    """What the next generation reads."""
    new = retold.written(model, N, rng)
    if way == "all kept":
        return text + new
    if way == "some fresh":
        return new[FRESH:] + retold.drawn(world, FRESH, rng)
    return new


ways = "last alone", "all kept", "some fresh"
read = np.zeros((3, 3, N_GENERATIONS + 1, len(world)), np.int16)
said = np.zeros(read.shape)
for i, way in enumerate(ways):
    print(f"{way}: seed, kinds read, distance in bits, true")
    for seed in range(3):
        rng = np.random.default_rng(seed)
        text = retold.drawn(world, N, rng)
        for t in range(N_GENERATIONS + 1):
            model = learned(text, rng)
            read[i, seed, t] = retold.counts(text)
            said[i, seed, t] = retold.probabilities(model)
            if t in (0, 1, 5, 10):
                kinds = np.count_nonzero(read[i, seed, t])
                q = said[i, seed, t]
                bits = world @ np.log2(world / q)
                print(
                    f"{seed} {t:2} {kinds:3} {bits:6.2f} {q.sum():.3f}",
                )
            text = next_text(way, text, model, rng)

runs = {"read": read, "said": said.astype(np.float32)}
checkpoints.save("generations", model, retold.WORDS, **runs)
