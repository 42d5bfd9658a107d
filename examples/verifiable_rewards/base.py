# time limit: 120 s
"""Six models that can add a little: two ways, three starts each."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.worlds import addition

sums = addition.split(n_worked=1000, n_held_out=1000)
shape = {"n_embd": 48, "n_layer": 2, "n_hidden": 96}
n_signs = addition.SIGNS.n_vocab
config = Config(n_signs, **shape, n_head=4, n_kv_head=4)

models = {}
for way in ("direct", "written"):
    examples = [addition.example(a, b, way) for a, b in sums.worked]
    for seed in range(3):
        rng = np.random.default_rng(seed)
        model = Transformer.initial(config, rng)
        stream = row_batches(examples, 64, rng)
        for step in train(model, stream, n_steps=2500, peak=1e-2):
            if step.number % 50 == 0:
                look = addition.right(model, sums.asked[:300], way, rng)
                if look.mean() > 0.3:  # so that much is left to learn
                    break
        models[f"{way} {seed}"] = model
        print(f"{way} {seed}: {step.number} steps,", end=" ")
        print(f"{look.mean():.2f} right")

arrays = arrays_of(models)
checkpoints.save("base", model, addition.SIGNS, **arrays)
