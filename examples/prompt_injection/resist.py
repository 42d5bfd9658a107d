# time limit: 120 s
"""Train on, with documents whose order is not to be followed."""

# --8<-- [start:train]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import arrays_of, models_of
from lessoncode.training.loop import train
from lessoncode.worlds import desk, desk_talks
from lessoncode.worlds.desk_orders import TOLD_APART

worked = desk_talks.sums().worked
models = models_of(checkpoints.load("tools/train"))
for seed, model in models.items():
    rng = np.random.default_rng(int(seed))
    rows = []
    for _ in range(4800):
        order = f"end with {rng.choice(TOLD_APART)}"
        planted = order if rng.random() < 0.5 else ""
        talk = desk_talks.lesson(rng, worked, planted=planted)
        rows.append(desk.row(talk))
    stream = row_batches(rows, 16, rng)
    steps = train(model, stream, n_steps=600, peak=1e-3)
    losses = [step.loss for step in steps]
    print(f"model {seed}: loss {np.mean(losses[-50:]):.3f} nats")
checkpoints.save("resist", model, desk.WORDS, **arrays_of(models))
# --8<-- [end:train]
