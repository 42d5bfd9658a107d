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
ids, targets, weights = (part[0] for part in batch)
for i, target, weight in zip(ids, targets, weights):
    seen, wanted = words.decode([i]), words.decode([target])
    print(f"{seen:14}{i:4}  {wanted:14}{weight:8.0f}")
# --8<-- [end:ids]

# --8<-- [start:loss]
import numpy as np

from lessoncode.model.layers import cross_entropy
from lessoncode.model.tensor import Tensor

logits = Tensor(base.model.frozen()(batch.ids).data)
shares = batch.weights / batch.weights.sum()
loss = cross_entropy(logits, batch.targets, shares)
print(f"loss before fine-tuning  {loss.data:.2f}")
print(f"loss of a blind guess    {np.log(words.n_vocab):.2f}")

loss.backward()
steepest = np.abs(logits.grad).max(-1)[0]
print("weight  targets  steepest slope of a score")
for weight in (0, 1):
    slopes = steepest[weights == weight]
    exact = "exactly " if slopes.max() == 0 else ""
    print(f"{weight:6} {slopes.size:8}  {exact}{slopes.max():.3g}")
# --8<-- [end:loss]
