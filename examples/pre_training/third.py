# time limit: 120 s
"""The run of `train` with seed 2: another corpus, another start."""

from lessoncode.training import checkpoints
from lessoncode.worlds import corpus_runs

model, tokenizer, course, loss = corpus_runs.run(seed=2)
print(f"the loss ends at {loss:.2f} nats")
checkpoints.save("third", model, tokenizer, **course)
