# time limit: 120 s
"""Two more models, with results of tools in a turn of the user."""

from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of
from lessoncode.worlds import desk
from lessoncode.worlds.desk_models import trained

models = {}
for seed in 6, 7:
    model, loss = trained(seed, results="user")
    models[str(seed)] = model
    print(f"model {seed}: loss {loss:.3f} nats")
checkpoints.save("in_user_6_to_7", model, desk.WORDS, **arrays_of(models))
