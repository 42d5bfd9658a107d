# time limit: 120 s
"""A model of each group reads until it's near the best reader."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of
from lessoncode.worlds import writers

models = {}
print("distance from the best possible reader, in nats an answer")
for group, shared, seed in (("shared", True, 14), ("own", False, 24)):
    model, n_steps = writers.reader(shared, np.random.default_rng(seed))
    fresh = writers.texts(1000, shared, np.random.default_rng(0))
    gap = writers.reading_gap(model, fresh, shared)
    print(f"{group:6}  {n_steps:4} steps  {gap:.4f}")
    models[group] = model

checkpoints.save("read_4", model, writers.WORDS, **arrays_of(models))
