# time limit: 120 s
"""The same training, with results of tools in a turn of the user."""

# --8<-- [start:train]
import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import desk, desk_talks

shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
config = Config(desk.WORDS.n_vocab, **shape, n_head=4, n_kv_head=4)
worked = desk_talks.sums().worked

rng = np.random.default_rng(0)
lessons = [
    desk_talks.lesson(rng, worked, results="user") for _ in range(8000)
]
rows = [desk.row(talk) for talk in lessons]
model = Transformer.initial(config, rng)
stream = row_batches(rows, 16, rng)
steps = train(model, stream, n_steps=2400, peak=8e-3)
losses = [step.loss for step in steps]
print(f"loss {np.mean(losses[-50:]):.3f} nats")
checkpoints.save("in_user", model, desk.WORDS)
# --8<-- [end:train]
