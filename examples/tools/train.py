# time limit: 120 s
"""Three models that learn to call a calculator, a search and a post."""

# --8<-- [start:talks]
import numpy as np

from lessoncode.worlds import desk, desk_talks

rng = np.random.default_rng(0)
worked = desk_talks.sums().worked
talks = [desk_talks.lesson(rng, worked) for _ in range(30)]
for n_turns in (4, 6):  # the first of each length
    talk = next(talk for talk in talks if len(talk) == n_turns)
    print(*(f"{role:9} {text}" for role, text in talk), sep="\n")
    print()
# --8<-- [end:talks]

# --8<-- [start:train]
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train

shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
config = Config(desk.WORDS.n_vocab, **shape, n_head=4, n_kv_head=4)

rng = np.random.default_rng(0)
talks = [desk_talks.lesson(rng, worked) for _ in range(8000)]
rows = [desk.row(talk) for talk in talks]
model = Transformer.initial(config, rng)
stream = row_batches(rows, 16, rng)
steps = train(model, stream, n_steps=2400, peak=8e-3)
losses = [step.loss for step in steps]
print("loss", end="")
for end in (600, 1200, 1800, 2400):
    print(f" {np.mean(losses[end - 50 : end]):6.3f}", end="")
print(" nats")

models = {  # the same training with two more seeds
    "0": model,
    "1": checkpoints.load("tools/second").model,
    "2": checkpoints.load("tools/third").model,
}
arrays = arrays_of(models)
checkpoints.save("train", models["2"], desk.WORDS, **arrays)
print(f"{len(models)} models of {model.n_parameters:,} parameters")
# --8<-- [end:train]
