# time limit: 120 s
"""Three more models, with results of tools in a turn of their own."""

from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of
from lessoncode.worlds import desk
from lessoncode.worlds.desk_models import trained

models = {}
for seed in 3, 4, 5:
    model, loss = trained(seed, results="tool")
    models[str(seed)] = model
    print(f"model {seed}: loss {loss:.3f} nats")
checkpoints.save("in_tool_3_to_5", model, desk.WORDS, **arrays_of(models))
