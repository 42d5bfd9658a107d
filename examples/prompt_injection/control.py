# time limit: 120 s
"""Copies of model 0, trained on without orders in documents."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import arrays_of, models_of
from lessoncode.training.loop import train
from lessoncode.worlds import desk, desk_talks

worked = desk_talks.sums().worked
models = {}
for seed in range(3):
    model = models_of(checkpoints.load("tools/train"))["0"]
    rng = np.random.default_rng(seed)
    talks = [desk_talks.lesson(rng, worked) for _ in range(4800)]
    stream = row_batches([desk.row(talk) for talk in talks], 16, rng)
    steps = train(model, stream, n_steps=600, peak=1e-3)
    losses = [step.loss for step in steps]
    models[str(seed)] = model
    print(f"control {seed}: loss {np.mean(losses[-50:]):.3f} nats")
checkpoints.save("control", model, desk.WORDS, **arrays_of(models))
