"""What the words take from which: the shares of every head."""

import numpy as np

from lessoncode import figure
from lessoncode.model.attention import attention_weights
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
heads = model.config.heads
text = "the cat that saw the bird sat on the"
labels = ["(end)", *text.split()]
ids = words.prompt(text)
shares = {}
for layer, place, x in model.stream([ids]):
    if place == "qkv":
        for head, matrix in enumerate(attention_weights(x, heads)[0]):
            shares[f"{layer + 1}.{head + 1}"] = matrix

print("from ", *(f"{name:>5}" for name in shares))
for j, label in enumerate(labels):
    row = (f"{matrix[-1, j]:5.2f}" for matrix in shares.values())
    print(f"{label:5}", *row)

fig, axes = figure.canvas(width=4.2, height=3.4)
rows, columns = np.indices(matrix.shape)
sizes = 120 * matrix.ravel()
axes.scatter(columns, rows, s=sizes, color=figure.COLOURS["accent"])
axes.set_xticks(range(len(ids)), labels, rotation=60)
axes.set_yticks(range(len(ids)), labels)
axes.set(xlabel="is taken from", ylabel="this word takes")
axes.set_ylim(len(ids) - 0.5, -0.5)
alt = (
    "A square of dots, words against words; a large dot is a large "
    "share. All dots lie on the diagonal or to its left: no word takes "
    "from a later one. The last word has one large dot, at saw."
)
figure.save(fig, "look", alt)
