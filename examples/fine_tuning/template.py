"""What fine-tuning reads, and which of it is learned."""

# --8<-- [start:ids]
from lessoncode.alignment.template import Template, Turn
from lessoncode.training import checkpoints
from lessoncode.training.batches import padded

base = checkpoints.load("fine_tuning/base")
words, template = base.tokenizer, Template(base.tokenizer)
question, answer = base.arrays["tuning"][0]
turns = Turn("user", question), Turn("assistant", answer)
batch = padded([template.row(turns)])

print("sees            id  must predict    weight")
for i, target, weight in zip(*(part[0] for part in batch)):
    seen, wanted = words.decode([i]), words.decode([target])
    print(f"{seen:14}{i:4}  {wanted:14}{weight:8.0f}")
# --8<-- [end:ids]

# --8<-- [start:loss]
import numpy as np

from lessoncode.model.layers import cross_entropy, log_prob
from lessoncode.model.tensor import Tensor

logits = Tensor(base.model.frozen()(batch.ids).data)
shares = batch.weights / batch.weights.sum()
loss = cross_entropy(logits, batch.targets, shares)
directly = log_prob(logits, batch.targets).data[batch.weights == 1]
print(f"loss {loss.data:.4f}, computed directly {-directly.mean():.4f}")

loss.backward()
largest = np.abs(logits.grad).max(-1)[0]
print("weight  largest slope of a score")
for weight, slope in zip(batch.weights[0], largest):
    exactly = "exactly 0" if slope == 0 else ""
    print(f"{weight:6.0f}  {slope:.4f}  {exactly}".rstrip())
# --8<-- [end:loss]
