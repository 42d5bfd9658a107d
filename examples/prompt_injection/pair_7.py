# time limit: 120 s
"""Two models of seed 7: results in a turn of tools, or the user's."""

from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of
from lessoncode.worlds import desk, desk_talks

models = {}
for role in "tool", "user":
    models[role], loss = desk_talks.trained(7, results=role)
    print(f"{role}: loss {loss:.3f} nats")
in_user = arrays_of({"user": models["user"]})
checkpoints.save("pair_7", models["tool"], desk.WORDS, **in_user)
