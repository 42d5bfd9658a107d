"""The whole loop, without anything around it."""

import numpy as np

from lessoncode.model.layers import cross_entropy
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.training.optimizer import AdamW, warmup_cosine
from lessoncode.worlds import corpus

tokenizer = checkpoints.load("pre_training/train").tokenizer
end = tokenizer.end_id
texts = corpus.documents(np.random.default_rng(0))
documents = [tokenizer.encode(text) for text in texts]
config = Config(
    n_vocab=tokenizer.n_vocab,
    n_embd=32,  # numbers in a vector
    n_layer=1,  # layers
    n_head=2,  # parts of attention, called heads
    n_kv_head=2,  # heads can share some work; here, none do
    n_hidden=64,  # width of the network after attention
)


def fresh():
    """A model that has learned nothing, and a stream of batches."""
    rng = np.random.default_rng(0)
    model = Transformer.initial(config, rng)
    batches = packed_batches(documents, end, 16, 64, rng)
    return model, batches


model, stream = fresh()
optimizer = AdamW(model.parameters)
plan = {"n_steps": 50, "n_warmup": 20, "peak": 2e-3, "final": 2e-4}
losses = []
for step in range(50):
    batch = next(stream)
    loss = cross_entropy(model(batch.ids), batch.targets)
    loss.backward()  # a new gradient, which replaces the last one
    optimizer.step(warmup_cosine(step, **plan))
    losses.append(float(loss.data))

for step in (1, 10, 50):
    print(f"step {step:2}: loss {losses[step - 1]:.3f}")

model, stream = fresh()
again = train(model, stream, n_steps=50, peak=2e-3, n_warmup=20)
same = losses == [step.loss for step in again]
print("the package's train does the same:", same)
