"""The whole loop, without anything around it."""

import numpy as np

from lessoncode import checkpoints, corpus
from lessoncode.layers import cross_entropy
from lessoncode.optimizer import AdamW, warmup_cosine
from lessoncode.training import batches, train
from lessoncode.transformer import Config, Transformer

tokenizer = checkpoints.load("pretraining/train").tokenizer
end = tokenizer.n_vocab - 1
texts = corpus.documents(np.random.default_rng(0))
documents = [tokenizer.encode(text) for text in texts]
config = Config(
    n_vocab=tokenizer.n_vocab,
    n_embd=32,  # numbers that stand for a token
    n_layer=1,
    n_head=2,
    n_kv_head=2,
    n_hidden=64,
)


def fresh():
    """A model that has learned nothing, and a stream of batches."""
    rng = np.random.default_rng(0)
    model = Transformer.initial(config, rng)
    return model, batches(documents, end, n_batch=16, n_seq=64, rng=rng)


model, stream = fresh()
optimizer = AdamW(model.parameters)
plan = {"n_steps": 50, "n_warmup": 20, "peak": 2e-3, "final": 2e-4}
losses = []
for step in range(50):
    batch = next(stream)
    loss = cross_entropy(model(batch.ids), batch.targets)
    loss.backward()
    optimizer.step(warmup_cosine(step, **plan))
    losses.append(float(loss.data))

for step in (1, 10, 50):
    print(f"step {step:2}: loss {losses[step - 1]:.3f}")

model, stream = fresh()
again = train(model, stream, n_steps=50, peak=2e-3, n_warmup=20)
same = losses == [step.loss for step in again]
print("the package's train does the same:", same)
