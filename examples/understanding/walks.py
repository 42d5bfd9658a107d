# time limit: 120 s
"""Read walks on a board of which no word is said."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import Batch
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.worlds.walks import MOVES, walk


def stream(rng):
    """Always new walks of 16 moves, 64 at a time."""
    while True:
        ids, _ = walk(64, 16, rng)
        yield Batch(ids[:, :-1], ids[:, 1:])


shape = {"n_embd": 48, "n_layer": 2, "n_hidden": 96}
config = Config(MOVES.n_vocab, **shape, n_head=4, n_kv_head=4)
models = {}
for seed in range(3):
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    for name, p in model.parameters.items():
        if not name.endswith("norm"):
            p.data *= 3  # start with larger numbers
    models[f"untrained {seed}"] = Transformer(
        config, {k: p.data.copy() for k, p in model.parameters.items()}
    )
    *_, last = train(model, stream(rng), n_steps=1200, peak=1e-2)
    models[f"trained {seed}"] = model
    print(f"seed {seed}: the loss ends at {last.loss:.2f} nats")

checkpoints.save("walks", model, MOVES, **arrays_of(models))
