# time limit: 120 s
"""Seed 5: results in a turn of the tool, and in a turn of the user."""

from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of
from lessoncode.worlds import desk
from lessoncode.worlds.desk_models import trained

models = {}
for role in "tool", "user":
    models[role], loss = trained(5, results=role)
    print(f"results in a turn of the {role}: loss {loss:.3f} nats")
checkpoints.save(
    "seed_5", models["tool"], desk.WORDS, **arrays_of(models)
)
