# time limit: 120 s
"""The third model in `able`, by the same training."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import addition, effort

sums = addition.split(n_worked=1000, n_held_out=1000)
shape = {"n_embd": 48, "n_layer": 2, "n_hidden": 96}
n_signs = effort.SIGNS.n_vocab
config = Config(n_signs, **shape, n_head=4, n_kv_head=4)
rows = [
    effort.example(a, b, way)
    for a, b in sums.worked
    for way in effort.EFFORTS
]
look = sums.asked[:300]

rng = np.random.default_rng(2)
model = Transformer.initial(config, rng)
stream = row_batches(rows, 64, rng)
for step in train(model, stream, n_steps=1500, peak=1e-2):
    if step.number % 50 == 0:
        told = effort.answers(model, look, "none", rng)
        right = effort.right(told, look).mean()
        if right > 0.95:
            break
print(f"{step.number} steps, {right:.2f} right at once")
checkpoints.save("third", model, effort.SIGNS)
