# time limit: 120 s
"""The same training, with results of tools in a turn of the user."""

# --8<-- [start:train]
from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of
from lessoncode.worlds import desk, desk_talks

models = {}
for seed in range(3):
    model, loss = desk_talks.trained(seed, results="user")
    models[str(seed)] = model
    print(f"model {seed}: loss {loss:.3f} nats")
checkpoints.save("in_user", model, desk.WORDS, **arrays_of(models))
# --8<-- [end:train]
