# time limit: 60 s
"""The whole loop, without anything around it."""

import numpy as np

from lessoncode import checkpoints, corpus
from lessoncode.layers import cross_entropy
from lessoncode.optimizer import AdamW, warmup_cosine
from lessoncode.training import batches, train
from lessoncode.transformer import Config, Transformer

tokenizer = checkpoints.load("pretraining/train").tokenizer
end = tokenizer.special_tokens["<|endoftext|>"]
texts = corpus.documents(np.random.default_rng(0))
documents = [tokenizer.encode(text) for text in texts]
config = Config(end + 1, 32, 1, 2, 2, 64)


def fresh():
    """A model that has learned nothing, and a stream of batches."""
    rng = np.random.default_rng(0)
    model = Transformer.initial(config, rng)
    return model, batches(documents, end, 16, 64, rng)


model, stream = fresh()
optimizer = AdamW(model.parameters)
losses = []
for step in range(50):
    ids, targets = next(stream)
    loss = cross_entropy(model(ids), targets)
    loss.backward()
    optimizer.step(warmup_cosine(step, 50, 20, 2e-3, 2e-4))
    losses.append(float(loss.data))

for step in (1, 10, 50):
    print(f"step {step:2}: loss {losses[step - 1]:.3f}")

model, stream = fresh()
again = [step.loss for step in train(model, stream, 50, 2e-3)]
print("the package's train does the same:", losses == again)
