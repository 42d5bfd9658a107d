# time limit: 120 s
"""Two more teachers, made as the first three were."""

import numpy as np

from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.worlds import addition

sums = addition.split(n_worked=1000, n_held_out=1000)
examples = [addition.example(a, b, "direct") for a, b in sums.worked]
config = checkpoints.load("verifiable_rewards/base").model.config

models = {}
for seed in (3, 4):
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    stream = row_batches(examples, 64, rng)
    for step in train(model, stream, n_steps=2500, peak=1e-2):
        if step.number % 50 == 0:
            some = sums.asked[:300]
            look = addition.right(model, some, "direct", rng).mean()
            if look > 0.3:  # so that much is left to learn
                break
    models[f"direct {seed}"] = model
    print(f"seed {seed}: {step.number} steps, {100 * look:.0f}% right")
checkpoints.save("teachers", model, addition.SIGNS, **arrays_of(models))
